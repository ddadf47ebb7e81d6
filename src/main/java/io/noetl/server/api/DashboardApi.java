package io.noetl.server.api;

import io.noetl.broker.Phase;
import io.noetl.secret.Permission;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The figures on the first page.
public final class DashboardApi {
  private static final String THEME = "Dashboard";

  private static final Form STATS =
      Form.of(
          "DashboardStats",
          Field.text("status", "ok").needed(),
          Field.map("stats", "The figures; each stands beside it too.").needed(),
          Field.whole("total_executions", "All of them.").needed(),
          Field.whole("successful_executions", "Those that completed.").needed(),
          Field.whole("failed_executions", "Those that failed.").needed(),
          Field.whole("cancelled_executions", "Those that were cancelled.").needed(),
          Field.whole("active_workflows", "Those that go on.").needed(),
          Field.whole("total_playbooks", "Playbooks, whatever their versions.").needed());

  private static final Form WIDGETS =
      Form.of("Widgets", Field.list("widgets", "Figures, each with a title.").needed());

  private final Parts parts;

  DashboardApi(Parts parts) {
    this.parts = parts;
  }

  List<Route> routes() {
    var from = Parameter.query("from", Kind.TEXT, "Only executions started since then.");
    return List.of(
        Route.get("/api/dashboard/stats")
            .needs(Permission.READ)
            .in(THEME)
            .says("How many executions and playbooks there are.")
            .takes(from)
            .answers(STATS)
            .does(this::stats),
        Route.get("/api/dashboard/widgets")
            .needs(Permission.READ)
            .in(THEME)
            .says("The same figures, each by itself.")
            .takes(from)
            .answers(WIDGETS)
            .does(this::widgets),
        Route.get("/api/catalog/widgets")
            .needs(Permission.READ)
            .in(THEME)
            .says("Figures about the catalog.")
            .answers(WIDGETS)
            .does(_ -> Reply.json(widgets(Fields.of("total_playbooks", Num.of(playbooks()))))));
  }

  private Reply stats(Request request) {
    var figures = figures(request);
    return Reply.json(
        Fields.builder().put("status", "ok").put("stats", figures).putAll(figures).build());
  }

  private Reply widgets(Request request) {
    return Reply.json(widgets(figures(request)));
  }

  private static Fields widgets(Fields figures) {
    var widgets = new ArrayList<Value>();
    figures.forEach((name, value) -> widgets.add(widget(name, value)));
    return Fields.of("widgets", new Items(widgets));
  }

  private static Fields widget(String name, Value value) {
    var title = name.replace('_', ' ');
    return Fields.builder()
        .put("id", name)
        .put("type", "metric")
        .put("title", Character.toUpperCase(title.charAt(0)) + title.substring(1))
        .put("data", Fields.of("value", value))
        .put("config", Fields.of("format", Text.of("number")))
        .build();
  }

  private Fields figures(Request request) {
    var from = Times.parameter("from", request.text("from"), Instant.EPOCH);
    var counts = parts.store().executions().counts(from);
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long over =
        counts.entrySet().stream()
            .filter(entry -> entry.getKey().isFinal())
            .mapToLong(entry -> entry.getValue())
            .sum();
    return Fields.builder()
        .put("total_executions", all)
        .put("successful_executions", counts.getOrDefault(Phase.COMPLETED, 0L))
        .put("failed_executions", counts.getOrDefault(Phase.FAILED, 0L))
        .put("cancelled_executions", counts.getOrDefault(Phase.CANCELLED, 0L))
        .put("active_workflows", all - over)
        .put("total_playbooks", playbooks())
        .build();
  }

  private long playbooks() {
    return parts.store().catalog().lines().stream().map(it -> it.ref().path()).distinct().count();
  }
}
