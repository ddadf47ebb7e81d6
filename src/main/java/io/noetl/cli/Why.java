package io.noetl.cli;

import io.noetl.broker.Edge;
import io.noetl.playbook.ErrorRoute;
import io.noetl.playbook.Join;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.Step;
import io.noetl.playbook.Transition;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/// The explanation of one step in one execution: which branches led to it, what their conditions
/// saw, what it waited for.
final class Why {
  private static final int VALUE_MAX = 200;

  private final Playbook playbook;
  private final ExecutionRow row;
  private final Story story;
  private final Step step;
  private final List<Story.Judged> judged;
  private final List<String> lines = new ArrayList<>();

  Why(Playbook playbook, ExecutionRow row, Story story, String step) {
    this.playbook = playbook;
    this.row = row;
    this.story = story;
    this.step = playbook.step(step);
    this.judged = story.judged().stream().filter(it -> it.edge().target().equals(step)).toList();
  }

  List<String> lines() {
    lines.clear();
    var visits = story.visits(step.name());
    say(
        "Step '%s' of execution %d (%s, %s) %s."
            .formatted(
                step.name(), row.execution(), row.playbook(), row.phase(), headline(visits)));
    visits.forEach(this::visit);
    if (isEntry()) {
      say("The execution begins with it.");
    }
    ways();
    waiting();
    return List.copyOf(lines);
  }

  private String headline(List<Visit> visits) {
    if (isEndRouter()) {
      return judged.stream().anyMatch(it -> it.edge().taken())
          ? "was reached; it has no action and closes the execution"
          : "was not reached";
    }
    if (isEntry() && visits.isEmpty()) {
      return "was passed at once: it has no action";
    }
    return switch (visits.size()) {
      case 0 -> "did not run";
      case 1 -> "ran once";
      default -> "ran " + visits.size() + " times";
    };
  }

  private boolean isEntry() {
    return step.name().equals(story.entry());
  }

  private boolean isEndRouter() {
    return step.isEnd() && step.isRouter();
  }

  private void visit(Visit visit) {
    long before = visit.started().number();
    long after =
        story.visits(step.name()).stream()
            .mapToLong(other -> other.started().number())
            .filter(number -> number < before)
            .max()
            .orElse(0);
    var arrivals = story.reached(step.name(), after, before);
    say("");
    say(
        "%s: started at %s (event %d), %s"
            .formatted(visit.name(), Times.clock(visit.started().at()), before, end(visit)));
    arrivals.forEach(it -> say("  reached from " + from(it)));
    if (step.join() == Join.ALL && !arrivals.isEmpty()) {
      waitedFor(arrivals.getFirst().event(), before);
    }
  }

  /// The steps that ended between the first arrival and the start, and could have led here.
  private void waitedFor(long first, long start) {
    for (var other : story.visits()) {
      boolean kept =
          !other.goesOn()
              && other.ended().number() > first
              && other.ended().number() < start
              && playbook.graph().reaches(other.step(), step.name());
      if (kept) {
        say(
            "  waited for %s, which could still lead here until it %s (event %d)"
                .formatted(other.name(), ended(other), other.ended().number()));
      }
    }
  }

  private static String from(Story.Judged it) {
    var visit = it.visit() == 1 ? "" : "#" + it.visit();
    return "%s%s (event %d)".formatted(it.from(), visit, it.event());
  }

  private static String end(Visit visit) {
    return visit.goesOn()
        ? "goes on"
        : "%s after %s".formatted(ended(visit), Times.words(visit.time(visit.ended().at())));
  }

  private static String ended(Visit visit) {
    return switch (visit.end()) {
      case NONE -> "goes on";
      case COMPLETED -> "completed";
      case FAILED ->
          "failed: "
              + visit
                  .failure()
                  .map(it -> Strokes.firstLine(it.message()))
                  .orElse("no reason given");
      case HANDLED -> "failed (handled)";
      case CANCELLED -> "was cancelled";
    };
  }

  /// Every way that leads to the step, with what became of it.
  private void ways() {
    var sources = sources();
    if (sources.isEmpty()) {
      if (!isEntry()) {
        say("");
        say("No transition leads to it.");
      }
      return;
    }
    say("");
    say("Transitions to it:");
    for (var source : sources) {
      var seen = judged.stream().filter(it -> it.from().equals(source)).toList();
      seen.forEach(it -> say("  from " + from(it) + ": " + verdict(it.edge())));
      if (seen.isEmpty()) {
        say("  from " + source + ": not judged, since " + unjudged(source));
      }
    }
  }

  /// The steps with a transition to this one, in the order of the file.
  private Collection<String> sources() {
    var sources = new LinkedHashSet<String>();
    for (var other : playbook.steps()) {
      if (edges(other).anyMatch(edge -> edge.target().equals(step.name()))) {
        sources.add(other.name());
      }
    }
    return sources;
  }

  private static Stream<Transition> edges(Step step) {
    return step.onError() instanceof ErrorRoute.Edges(var more)
        ? Stream.concat(step.next().stream(), more.stream())
        : step.next().stream();
  }

  private static String verdict(Edge edge) {
    var text = new StringBuilder(edge.taken() ? "taken" : "not taken");
    switch (edge.when()) {
      case "" -> text.append(": it has no condition");
      case "else" -> text.append(": else, ").append(edge.why());
      case String when -> text.append(": `").append(when).append("` gave ").append(shown(edge));
    }
    if (edge.swallowed()) {
      text.append(", but ").append(edge.why());
    }
    return text.toString();
  }

  private static String shown(Edge edge) {
    var json = Json.write(edge.value());
    var value = json.length() <= VALUE_MAX ? json : json.substring(0, VALUE_MAX) + " ...";
    return edge.taken() ? value : value + " (" + edge.why() + ")";
  }

  private String unjudged(String source) {
    var visits = story.visits(source);
    if (visits.isEmpty()) {
      return "it never ran (noetl why %d %s)".formatted(row.execution(), source);
    }
    var last = visits.getLast();
    return switch (last.end()) {
      case NONE -> "it goes on";
      case COMPLETED -> "it completed, and this is for its failure";
      case FAILED, CANCELLED -> "it " + ended(last);
      case HANDLED -> "it failed, and this is for its success";
    };
  }

  /// What a step that has been reached still waits for.
  private void waiting() {
    var arrived = story.waitingFor(step.name());
    if (arrived.isEmpty()) {
      return;
    }
    say("");
    say("It has been reached (event %d) and waits for:".formatted(arrived.getFirst().event()));
    for (var visit : story.running()) {
      if (playbook.graph().reaches(visit.step(), step.name())) {
        say("  %s, which goes on and may still lead here".formatted(visit.name()));
      }
    }
  }

  private void say(String line) {
    lines.add(line);
  }

  Fields json() {
    var visits = new ArrayList<Value>();
    for (var visit : story.visits(step.name())) {
      visits.add(
          Fields.builder()
              .put("visit", visit.number())
              .put("event_id", Long.toString(visit.started().number()))
              .put("started_at", Times.utc(visit.started().at()))
              .put("end", visit.goesOn() ? Null.NULL : Text.of(visit.end().name()))
              .build());
    }
    return Fields.builder()
        .put("execution_id", Long.toString(row.execution()))
        .put("step", step.name())
        .put("visits", new Items(visits))
        .put("transitions", new Items(judged.stream().<Value>map(Why::json).toList()))
        .build();
  }

  private static Fields json(Story.Judged it) {
    var edge = it.edge();
    return Fields.builder()
        .put("from", it.from())
        .put("visit", Num.of(it.visit()))
        .put("event_id", Long.toString(it.event()))
        .put("when", edge.when())
        .put("value", edge.value())
        .put("taken", edge.taken())
        .put("swallowed", edge.swallowed())
        .put("why", edge.why())
        .build();
  }
}
