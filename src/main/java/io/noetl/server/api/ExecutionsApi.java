package io.noetl.server.api;

import io.noetl.broker.Phase;
import io.noetl.playbook.LabelFilter;
import io.noetl.secret.Permission;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
          Field.map("labels", "The labels of its playbook."),
          Field.any("result", "What it gave; null until it has completed."),
          Field.text("failed_step", "The step that made it fail."),
          Field.list("jobs", "Its outstanding work.").of(ExecutionView.JOB).needed(),
          Field.list("waits", "What waits for its time.").of(ExecutionView.WAIT).needed(),
          Field.list("events", "Its first events, as many as asked for.").needed(),
          Field.text("events_next_cursor", "Where the next events begin; null at the end."));

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
            .takes(
                Parameter.query("status", Kind.TEXT, "Only in these statuses (with commas)."),
                Parameter.query("path", Kind.TEXT, "Only of this playbook."),
                Parameter.query(
                    "label", Kind.TEXT, "Only of playbooks with these labels (k=v, with commas)."),
                Parameter.query(
                    "q", Kind.TEXT, "Only where the path contains it or the id begins with it."),
                Parameter.query("parent", Kind.ID, "Only children of this execution."),
                Parameter.query("from", Kind.TEXT, "Only those started at this instant or later."),
                Parameter.query("until", Kind.TEXT, "Only those started before this instant."))
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
            .says("Does an ended execution again, as a new one.")
            .takes(id())
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
    var query =
        new ExecutionQuery(
            phases(request.text("status")),
            request.text("path"),
            request.text("q"),
            request.id("parent"),
            Times.parameter("from", request.text("from"), Instant.EPOCH),
            Times.parameter("until", request.text("until"), Instant.MAX),
            Paging.cursor(request, Long.MAX_VALUE),
            limit + 1);
    var rows = labelled(request.text("label"), query);
    boolean isLast = rows.size() <= limit;
    var page = isLast ? rows : rows.subList(0, limit);
    var view = view();
    var next = isLast ? "" : Long.toString(page.getLast().execution());
    return Reply.json(Paging.answer("items", page.stream().map(view::line).toList(), next));
  }

  private List<ExecutionRow> labelled(String label, ExecutionQuery query) {
    var executions = parts.store().executions();
    if (label.isEmpty()) {
      return executions.list(query);
    }
    var filter =
        LabelFilter.parse(label)
            .orElseThrow(() -> Fault.parameter("label", LabelFilter.FORM, label));
    var playbooks = shelf.labelled(filter);
    return playbooks.isEmpty() ? List.of() : executions.list(query.of(playbooks));
  }

  private static Set<Phase> phases(String words) {
    var phases = EnumSet.noneOf(Phase.class);
    for (var word : words.split(",", -1)) {
      if (!word.isBlank()) {
        phases.add(phase(word.strip().toUpperCase(Locale.ROOT), words));
      }
    }
    return phases;
  }

  private static Phase phase(String word, String all) {
    for (var phase : Phase.values()) {
      if (phase.name().equals(word) && phase != Phase.NEW) {
        return phase;
      }
    }
    throw Fault.parameter(
        "status", "RUNNING, PAUSED, CANCELLING, COMPLETED, FAILED or CANCELLED", all);
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
    var whole =
        view()
            .whole(row)
            .with("labels", shelf.labels(row.playbook()))
            .with("jobs", new Items(jobs))
            .with("waits", new Items(waits));
    var json = Json.write(whole);
    return Reply.written(
        "%s,\"events\":%s,\"events_next_cursor\":%s}"
            .formatted(json.substring(0, json.length() - 1), events.json(), events.next()));
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
    return steered(histories.row(done), 0);
  }

  private Reply retry(Request request) throws InterruptedException {
    long id = request.id("id");
    var step = request.body().text("from_step");
    long again = Refusals.done(parts.operations().retry(id, step));
    return steered(histories.row(again), id);
  }

  private Reply steered(ExecutionRow row, long retryOf) {
    return Reply.json(view().line(row).with("retry_of", ExecutionView.id(retryOf)));
  }

  private ExecutionView view() {
    return new ExecutionView(histories, parts.store().now());
  }
}
