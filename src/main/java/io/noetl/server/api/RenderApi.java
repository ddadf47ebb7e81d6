package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.template.Ambient;
import io.noetl.template.Document;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Trying templates in the light of an execution.
public final class RenderApi {
  private static final Form ORDER =
      Form.of(
          "RenderOrder",
          Field.id("execution_id", "The execution to look at.").needed(),
          Field.any("template", "A text, or a map or list of them.").needed(),
          Field.map("extra_context", "More names; they go before results."),
          Field.truth("strict", "Whether a name that nothing defines is an error."));

  private static final Form RENDERED =
      Form.of(
          "Rendered",
          Field.text("status", "ok").needed(),
          Field.any("rendered", "What came of it."),
          Field.list("context_keys", "The names that there are.").needed());

  private final Parts parts;
  private final Histories histories;

  RenderApi(Parts parts) {
    this.parts = parts;
    this.histories = new Histories(parts.store());
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/context/render")
            .needs(Permission.READ)
            .in("Executions")
            .says("Renders templates with what an execution has come to; changes nothing.")
            .takes(ORDER)
            .answers(RENDERED)
            .does(this::render));
  }

  private Reply render(Request request) {
    var body = request.body();
    var glimpse = new Glimpse(histories.row(body.id("execution_id")), histories);
    var scope = glimpse.scope(body.map("extra_context"));
    var rendered = render(body.value("template"), scope, body.truth("strict"));
    var names = glimpse.names().stream().<Value>map(Text::of).toList();
    return Reply.json(
        Fields.builder()
            .put("status", "ok")
            .put("rendered", rendered)
            .put("context_keys", new Items(names))
            .build());
  }

  private Value render(Value template, Scope scope, boolean isStrict) {
    try {
      var document = Document.of(template);
      if (isStrict) {
        checkNames(document, scope);
      }
      long seed = ThreadLocalRandom.current().nextLong();
      var rendered = document.render(scope, Ambient.of(parts.clock().instant(), seed)).plain();
      return rendered instanceof Undefined ? Null.NULL : rendered;
    } catch (TemplateError e) {
      throw Fault.of(
          422,
          "template-error",
          String.valueOf(e.getMessage()),
          Fields.of("field", Text.of("template")));
    }
  }

  private static void checkNames(Document document, Scope scope) {
    for (var name : document.names().stream().sorted().toList()) {
      if (scope.find(name) instanceof Undefined) {
        throw Fault.body("template", "names that are defined", name);
      }
    }
  }
}
