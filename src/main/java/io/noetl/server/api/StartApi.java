package io.noetl.server.api;

import io.noetl.broker.Origin;
import io.noetl.engine.Merging;
import io.noetl.engine.Order;
import io.noetl.engine.Playbooks;
import io.noetl.secret.Permission;
import io.noetl.server.http.Body;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;

/// Starting executions.
public final class StartApi {
  private static final String THEME = "Executions";
  private static final String[] PAYLOADS = {
    "payload", "parameters", "input_payload", "args", "workload"
  };

  private static final Form CONTEXT =
      Form.of(
          "ParentContext",
          Field.id("parent_execution_id", "The execution it belongs to."),
          Field.any("parent_event_id", "Kept for older clients, without effect."),
          Field.text("parent_step", "The step of it."));

  private static final Form ORDER =
      Form.of(
          "ExecutionOrder",
          Field.text("path", "The playbook's path, that of its file, or its last part."),
          Field.text("playbook_id", "The same as path."),
          Field.any("version", "A number, or latest (the default)."),
          Field.any("catalog_id", "Not taken: name path and version."),
          Field.map("payload", "Laid over the playbook's workload."),
          Field.map("parameters", "The same as payload."),
          Field.map("input_payload", "The same as payload."),
          Field.map("args", "The same as payload."),
          Field.map("workload", "The same as payload."),
          Field.map("settings", "Laid over all of it; they reach into maps."),
          Field.any("merge", "true: maps merge deeply; append: lists are appended besides."),
          Field.text("type", "playbook").oneOf("playbook", "workflow"),
          Field.text("execution_type", "playbook").oneOf("playbook", "workflow"),
          Field.map("context", "Where it comes from.").of(CONTEXT),
          Field.id("parent_execution_id", "The same as in context."),
          Field.text("parent_step", "The same as in context."));

  private static final Form STARTED =
      Form.of(
          "ExecutionStarted",
          Field.id("execution_id", "The execution.").needed(),
          Field.id("id", "The same.").needed(),
          Field.text("path", "The playbook's path.").needed(),
          Field.text("playbook_id", "The same.").needed(),
          Field.text("playbook_name", "The last part of it.").needed(),
          Field.whole("version", "The playbook's version.").needed(),
          Field.text("type", "playbook").needed(),
          Field.text("status", "Where it stands by now.").needed(),
          Field.text("timestamp", "When it began.").needed(),
          Field.whole("progress", "How many of a hundred parts are done.").needed());

  private final Parts parts;
  private final Shelf shelf;

  StartApi(Parts parts, Shelf shelf) {
    this.parts = parts;
    this.shelf = shelf;
  }

  static List<Form> forms() {
    return List.of(CONTEXT);
  }

  List<Route> routes() {
    return List.of(route("/api/executions/run"), route("/api/execute"));
  }

  private Route route(String path) {
    return Route.post(path)
        .needs(Permission.OPERATE)
        .in(THEME)
        .says(
            "Starts an execution, and answers as soon as that is durable. With an"
                + " Idempotency-Key the same request may come again: it starts nothing new.")
        .takes(Once.PARAMETER)
        .takes(ORDER)
        .answers(STARTED)
        .does(this::start);
  }

  private Reply start(Request request) throws InterruptedException {
    var body = request.body();
    var order = order(body);
    return new Once(parts)
        .reply(
            request, body.fields(), id -> parts.operations().start(order.under(id)), this::started);
  }

  private Order order(Body body) {
    var entry = shelf.find(path(body), version(body));
    var ready =
        switch (parts.playbooks().find(entry.path(), entry.version())) {
          case Playbooks.Ready it -> it;
          case Playbooks.Missing(var refusal) -> throw Refusals.fault(refusal);
        };
    return new Order(0, ready, payload(body), merging(body), body.map("settings"), origin(body), 0);
  }

  private static String path(Body body) {
    var path = body.text("path", body.text("playbook_id"));
    if (path.isEmpty()) {
      throw Fault.body(
          "path",
          "the path of a playbook",
          body.has("catalog_id") ? "a catalog_id, which is not taken" : "nothing");
    }
    return path;
  }

  private static int version(Body body) {
    return switch (body.value("version")) {
      case Null _ -> 0;
      case Num.Int(var number) when number > 0 && number <= Integer.MAX_VALUE -> (int) number;
      case Text(var text) -> CatalogApi.version(text);
      case Value other ->
          throw Fault.body("version", "a whole number above 0, or latest", other.kind());
    };
  }

  private static Fields payload(Body body) {
    for (var name : PAYLOADS) {
      if (body.has(name)) {
        return body.map(name);
      }
    }
    return Fields.EMPTY;
  }

  private static Merging merging(Body body) {
    return switch (body.value("merge")) {
      case Null _ -> Merging.SHALLOW;
      case Bool truth -> truth.isTrue() ? Merging.DEEP : Merging.SHALLOW;
      case Text(var text) when text.equals("append") -> Merging.APPEND;
      case Value other -> throw Fault.body("merge", "true, false or append", other.kind());
    };
  }

  private Origin origin(Body body) {
    var flaws = body.has("context") ? new Body(body.map("context")) : body;
    checkContext(body.map("context"));
    long parent = flaws.id("parent_execution_id");
    if (parent == 0) {
      return Origin.NONE;
    }
    if (parts.store().executions().find(parent).isEmpty()) {
      throw Fault.body("parent_execution_id", "an execution that exists", "" + parent);
    }
    return new Origin(parent, flaws.text("parent_step"), "", -1, "");
  }

  private static void checkContext(Fields context) {
    var flaws = CONTEXT.check(context);
    if (!flaws.isEmpty()) {
      throw Fault.body(flaws);
    }
  }

  private Reply started(long execution) {
    var row = new Histories(parts.store()).row(execution);
    var view = new ExecutionView(new Histories(parts.store()), parts.store().now());
    return Reply.json(
        view.whole(row)
            .with("type", Text.of("playbook"))
            .with("execution_type", Text.of("playbook"))
            .with("timestamp", Text.of(Times.utc(row.startedAt()))));
  }
}
