package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.http.Answer;
import io.noetl.server.http.Form;
import io.noetl.server.http.OpenApi;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Route;
import io.noetl.server.http.Routes;
import io.noetl.value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// All routes, and the document that describes them.
public final class Api {
  private final Parts parts;
  private final Beacon beacon = new Beacon();
  private final Figures figures;
  private final Routes routes;
  private final Fields document;

  public Api(Parts parts) {
    this.parts = parts;
    figures = new Figures(parts.meters(), parts.clock(), parts.version());
    figures.watch(beacon);
    var all = new ArrayList<>(themes());
    all.add(description(() -> Reply.json(document())));
    routes = new Routes(all);
    document = OpenApi.document(routes.all(), forms(), parts.version());
    parts
        .operations()
        .observe(
            (execution, decision) -> {
              figures.committed(decision);
              beacon.light(execution);
            });
  }

  public Routes routes() {
    return routes;
  }

  private Fields document() {
    return document;
  }

  private static Route description(Supplier<Reply> document) {
    return Route.get("/api/openapi.json")
        .needs(Permission.READ)
        .in("System")
        .says("This description.")
        .answers(Answer.json("An OpenAPI 3.1 document."))
        .does(_ -> document.get());
  }

  private List<Route> themes() {
    var shelf = new Shelf(parts.store().catalog());
    var all = new ArrayList<Route>();
    all.addAll(new CatalogApi(parts, shelf).routes());
    all.addAll(new LanguageApi(shelf).routes());
    all.addAll(new StartApi(parts, shelf).routes());
    all.addAll(new ExecutionsApi(parts, shelf).routes());
    all.addAll(new HistogramApi(parts).routes());
    all.addAll(new InsightApi(parts).routes());
    all.addAll(new RenderApi(parts).routes());
    all.addAll(new EventsApi(parts).routes());
    all.addAll(new StreamsApi(parts, beacon).routes());
    all.addAll(new QueueApi(parts).routes());
    all.addAll(new WorkersApi(parts).routes());
    all.addAll(new CredentialsApi(parts).routes());
    all.addAll(new RuntimeApi(parts).routes());
    all.addAll(new DashboardApi(parts).routes());
    all.addAll(new SessionApi(parts.sessions()).routes());
    all.addAll(new SystemApi(parts, figures).routes());
    all.addAll(GoneApi.routes());
    return all;
  }

  /// Those that others refer to.
  private static List<Form> forms() {
    var forms = new ArrayList<Form>();
    forms.addAll(CatalogApi.forms());
    forms.addAll(CredentialsApi.forms());
    forms.addAll(StartApi.forms());
    forms.addAll(ExecutionsApi.forms());
    forms.addAll(HistogramApi.forms());
    forms.addAll(InsightApi.forms());
    forms.addAll(EventsApi.forms());
    forms.addAll(WorkersApi.forms());
    forms.addAll(RuntimeApi.forms());
    forms.addAll(SystemApi.forms());
    return forms;
  }
}
