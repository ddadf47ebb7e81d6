package io.noetl.server.api;

import io.noetl.broker.Edge;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.secret.Permission;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.store.Append.LogLine;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Why an execution went as it did, and what its steps printed.
public final class InsightApi {
  private static final String THEME = "Executions";

  private static final Form WHY =
      Form.of(
          "Why",
          Field.id("execution_id", "The execution.").needed(),
          Field.text("step", "The step asked for; null for all."),
          Field.list("visits", "When it ran, and how that ended.").needed(),
          Field.list("transitions", "Every edge that was judged: condition, value, taken or not.")
              .needed());

  private static final Form LOG =
      Form.of(
          "LogEntry",
          Field.text("step", "The step that printed it.").needed(),
          Field.whole("visit", "Which visit of it.").needed(),
          Field.whole("attempt", "Which attempt.").needed(),
          Field.text("text", "What it printed.").needed(),
          Field.text("at", "When: that of the event it came with; null if it is not known."));

  private final Parts parts;
  private final Histories histories;

  InsightApi(Parts parts) {
    this.parts = parts;
    this.histories = new Histories(parts.store());
  }

  static List<Form> forms() {
    return List.of(LOG);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/executions/{id}/why")
            .needs(Permission.READ)
            .in(THEME)
            .says(
                "Why a step ran or did not: the transitions to it, and what their conditions saw.")
            .takes(ExecutionsApi.id())
            .takes(Parameter.query("step", Kind.TEXT, "The step; all of them if absent."))
            .answers(WHY)
            .does(this::why),
        Route.get("/api/executions/{id}/logs")
            .needs(Permission.READ)
            .in(THEME)
            .says("What the steps printed, in order.")
            .takes(ExecutionsApi.id())
            .takes(
                Parameter.query("step", Kind.TEXT, "Only this step."),
                Parameter.query(
                    "after", Kind.WHOLE, "Without the first so many, to go on from there (0)."))
            .takes(Paging.parameters())
            .answers(LOG.page("entries"))
            .does(this::logs));
  }

  private Reply logs(Request request) {
    var row = histories.row(request.id("id"));
    var step = request.text("step");
    long seen = Paging.cursor(request, request.whole("after", 0, Integer.MAX_VALUE, 0));
    int limit = Paging.limit(request);
    var found = parts.store().logs(row.execution(), step, seen, limit + 1);
    var page = found.stream().limit(limit).map(InsightApi::json).toList();
    var next = found.size() > limit ? Long.toString(seen + limit) : "";
    return Reply.json(Paging.answer("entries", page, next));
  }

  private static Fields json(LogLine line) {
    return Fields.builder()
        .put("step", line.step())
        .put("visit", line.visit())
        .put("attempt", line.attempt())
        .put("text", line.text())
        .put("at", Times.orNull(line.at()))
        .build();
  }

  private Reply why(Request request) {
    var row = histories.row(request.id("id"));
    var step = request.text("step");
    var story = new Story(step);
    histories.each(row.execution(), story::add);
    return Reply.json(
        Fields.builder()
            .put("execution_id", Long.toString(row.execution()))
            .put("step", ExecutionView.text(step))
            .put("visits", new Items(List.copyOf(story.visits.values())))
            .put("transitions", new Items(story.transitions))
            .build());
  }

  /// What a history tells about one step, or about all.
  private static final class Story {
    private final String step;
    private final Map<String, Value> visits = new LinkedHashMap<>();
    private final List<Value> transitions = new ArrayList<>();

    private Story(String step) {
      this.step = step;
    }

    private void add(Entry entry) {
      switch (entry.event()) {
        case Event.ExecutionStarted it -> judged(it.entry(), 1, entry, it.edges());
        case Event.StepStarted it -> begun(it, entry);
        case Event.StepCompleted it -> {
          ended(it, entry, "COMPLETED");
          judged(it.step(), it.visit(), entry, it.edges());
        }
        case Event.StepFailed it -> {
          ended(it, entry, it.handled() ? "HANDLED" : "FAILED");
          judged(it.step(), it.visit(), entry, it.edges());
        }
        case Event.StepCancelled it -> ended(it, entry, "CANCELLED");
        default -> {}
      }
    }

    private boolean isAbout(String name) {
      return step.isEmpty() || step.equals(name);
    }

    private void begun(Event.StepStarted it, Entry entry) {
      if (isAbout(it.step())) {
        var visit =
            Fields.builder()
                .put("step", it.step())
                .put("visit", it.visit())
                .put("event_id", Long.toString(entry.number()))
                .put("started_at", Times.utc(entry.at()))
                .put("end", Null.NULL)
                .build();
        visits.put(it.step() + "#" + it.visit(), visit);
      }
    }

    private void ended(Event.OfStep it, Entry entry, String how) {
      visits.computeIfPresent(
          it.step() + "#" + it.visit(),
          (_, visit) ->
              ((Fields) visit)
                  .with("end", Text.of(how))
                  .with("ended_at", Text.of(Times.utc(entry.at()))));
    }

    private void judged(String from, int visit, Entry entry, List<Edge> edges) {
      for (var edge : edges) {
        if (isAbout(edge.target())) {
          transitions.add(
              Fields.builder()
                  .put("from", from)
                  .put("visit", Num.of(visit))
                  .put("event_id", Long.toString(entry.number()))
                  .put("to", edge.target())
                  .put("when", edge.when())
                  .put("value", edge.value())
                  .put("taken", edge.taken())
                  .put("swallowed", edge.swallowed())
                  .put("why", edge.why())
                  .build());
        }
      }
    }
  }
}
