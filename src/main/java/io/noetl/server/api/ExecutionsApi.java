package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.api.ExecutionFilter.Span;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;

/// Looking at executions, and steering them.
public final class ExecutionsApi {
  private static final String THEME = "Executions";
  private static final String PATH = "/api/executions/{id}";

  private static final Form WHOLE =
      Form.of(
          "ExecutionDetail",
          Field.id("execution_id", "The execution.").needed(),
          Field.text("status", "Where it stands; all fields of a line in the list, besides.")
              .needed(),
          Field.any("workload", "What it began with."),
          Field.text("parent_step", "The step of the parent that started it."),
          Field.map("labels", "The labels of its playbook."),
          Field.any("result", "What it gave; null until it has completed."),
          Field.text("failed_step", "The step that made it fail."),
          Field.list("retried_by", "The newest executions that do it again, oldest first.")
              .needed(),
          Field.list("jobs", "Its outstanding work.").of(ExecutionView.JOB).needed(),
          Field.list("waits", "What waits for its time.").of(ExecutionView.WAIT).needed(),
          Field.list("events", "Its first events, as many as asked for.").needed(),
          Field.text("events_next_cursor", "Where the next events begin; null at the end."));

  /// Nobody reads more of them, and whoever retries all the time must not make answers large.
  private static final int RETRIES_MAX = 100;

  private static final Form REASON =
      Form.of("Reason", Field.text("reason", "Why; it stands in the history."));

  private static final Form RETRY =
      Form.of(
          "RetryOrder",
          Field.text("from_step", "Where to begin; what was done before it is taken over."));

  private static final Form STEERED =
      Form.of(
          "Steered",
          Field.id("execution_id", "The execution.").needed(),
          Field.text("status", "Where it stands by now.").needed(),
          Field.id("retry_of", "The execution that is done again."));

  private final Parts parts;
  private final Histories histories;
  private final Shelf shelf;

  ExecutionsApi(Parts parts, Shelf shelf) {
    this.parts = parts;
    this.shelf = shelf;
    this.histories = new Histories(parts.store());
  }

  static List<Form> forms() {
    return List.of(ExecutionView.EXECUTION, ExecutionView.JOB, ExecutionView.WAIT);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/executions")
            .needs(Permission.READ)
            .in(THEME)
            .says("Executions, newest first.")
            .takes(ExecutionFilter.parameters())
            .takes(Span.parameters())
            .takes(Paging.parameters())
            .answers(ExecutionView.EXECUTION.page("items"))
            .does(this::list),
        Route.get(PATH)
            .needs(Permission.READ)
            .in(THEME)
            .says("One execution: where it stands, its outstanding work, its first events.")
            .takes(id())
            .takes(Parameter.query("events", Kind.WHOLE, "So many events (0 to 1000; 1000)."))
            .answers(WHOLE)
            .does(this::one),
        steering("cancel", "Asks it to stop; it ends when what runs has been stopped."),
        steering("stop", "The same as cancel."),
        steering("pause", "Begins nothing more of it; what runs goes on."),
        steering("resume", "Goes on with it."),
        Route.post(PATH + "/retry")
            .needs(Permission.OPERATE)
            .in(THEME)
            .says(
                "Does an ended execution again, as a new one. With an Idempotency-Key the same"
                    + " request may come again: it begins nothing new.")
            .takes(id(), Once.PARAMETER)
            .takes(RETRY)
            .answers(STEERED)
            .does(this::retry));
  }

  static Parameter id() {
    return Parameter.path("id", Kind.ID, "The execution.");
  }

  private Route steering(String verb, String says) {
    return Route.post(PATH + "/" + verb)
        .needs(Permission.OPERATE)
        .in(THEME)
        .says(says)
        .takes(id())
        .takes(REASON)
        .answers(STEERED)
        .does(request -> steer(verb, request));
  }

  private Reply list(Request request) {
    int limit = Paging.limit(request);
    long before = Paging.cursor(request, Long.MAX_VALUE);
    var query = ExecutionFilter.query(request, Span.of(request), before, limit + 1);
    var rows = parts.store().executions().list(query);
    boolean isLast = rows.size() <= limit;
    var page = isLast ? rows : rows.subList(0, limit);
    var view = view();
    var next = isLast ? "" : Long.toString(page.getLast().execution());
    return Reply.json(Paging.answer("items", view.lines(page), next));
  }

  private Reply one(Request request) {
    var row = histories.row(request.id("id"));
    int limit = (int) request.whole("events", 0, Paging.LIMIT_MAX, Paging.LIMIT_MAX);
    var events = new EventList(parts.store(), row.execution(), 0, limit);
    var jobs = parts.store().jobs(row.execution()).stream().<Value>map(ExecutionView::job).toList();
    var waits =
        parts.store().timers(row.execution()).stream()
            .flatMap(timer -> ExecutionView.wait(timer).stream())
            .toList();
    var start = histories.first(row);
    var whole =
        view()
            .whole(row)
            .with("workload", histories.load(start.workload()))
            .with("parent_step", ExecutionView.text(start.origin().step()))
            .with("labels", shelf.labels(row.playbook()))
            .with("retried_by", retries(row.execution()))
            .with("jobs", new Items(jobs))
            .with("waits", new Items(waits));
    var json = Json.write(whole);
    return Reply.written(
        "%s,\"events\":%s,\"events_next_cursor\":%s}"
            .formatted(json.substring(0, json.length() - 1), events.json(), events.next()));
  }

  private Items retries(long execution) {
    var retries = parts.store().executions().retries(execution, RETRIES_MAX);
    return new Items(retries.stream().map(ExecutionView::id).toList());
  }

  private Reply steer(String verb, Request request) throws InterruptedException {
    long id = request.id("id");
    var reason = request.body().text("reason", "asked for over HTTP");
    var operations = parts.operations();
    long done =
        Refusals.done(
            switch (verb) {
              case "pause" -> operations.pause(id);
              case "resume" -> operations.resume(id);
              default -> operations.cancel(id, reason);
            });
    return steered(done);
  }

  private Reply retry(Request request) throws InterruptedException {
    long id = request.id("id");
    var step = request.body().text("from_step");
    var asked = Fields.of("retry_of", Text.of(Long.toString(id)), "from_step", Text.of(step));
    return new Once(parts)
        .reply(request, asked, again -> parts.operations().retry(id, step, again), this::steered);
  }

  private Reply steered(long execution) {
    return Reply.json(view().line(histories.row(execution)));
  }

  private ExecutionView view() {
    return new ExecutionView(histories, parts.store().now());
  }
}
