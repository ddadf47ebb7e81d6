package io.noetl.cli;

import io.noetl.broker.Edge;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Event.ActionRetry;
import io.noetl.broker.Event.ActionStarted;
import io.noetl.broker.Event.ExecutionStarted;
import io.noetl.broker.Event.IterationCompleted;
import io.noetl.broker.Event.IterationFailed;
import io.noetl.broker.Event.IteratorStarted;
import io.noetl.broker.Event.StepCancelled;
import io.noetl.broker.Event.StepCompleted;
import io.noetl.broker.Event.StepFailed;
import io.noetl.broker.Event.StepStarted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a history tells about the steps: their visits, in the order of their start, and every
/// transition that was judged.
final class Story {
  private final Map<String, Visit> visits = new LinkedHashMap<>();
  private final List<Judged> judged = new ArrayList<>();
  private String entry = "";
  private boolean isOver;

  /// A transition as it was judged when visit `visit` of `from` ended with event `event`; `from` is
  /// empty for the way into the first step.
  record Judged(String from, int visit, long event, Edge edge) {}

  void add(Entry entry) {
    switch (entry.event()) {
      case ExecutionStarted it -> begin(it, entry.number());
      case StepStarted it -> visits.put(key(it), new Visit(it.step(), it.visit(), entry));
      case ActionStarted it -> visit(it).ifPresent(visit -> visit.begin(it));
      case ActionRetry it -> visit(it).ifPresent(visit -> visit.retry(it, entry.at()));
      case IteratorStarted it -> visit(it).ifPresent(visit -> visit.expect(it.total()));
      case IterationCompleted it -> visit(it).ifPresent(Visit::succeed);
      case IterationFailed it -> visit(it).ifPresent(Visit::fail);
      case StepCompleted it -> {
        visit(it).ifPresent(visit -> visit.end(Visit.End.COMPLETED, entry));
        judge(it.step(), it.visit(), entry.number(), it.edges());
      }
      case StepFailed it -> {
        var end = it.handled() ? Visit.End.HANDLED : Visit.End.FAILED;
        visit(it).ifPresent(visit -> visit.end(end, entry, it.failure()));
        judge(it.step(), it.visit(), entry.number(), it.edges());
      }
      case StepCancelled it -> visit(it).ifPresent(visit -> visit.end(Visit.End.CANCELLED, entry));
      case Event.ExecutionCancelling _ -> isOver = true;
      case Event.ExecutionCompleted _ -> isOver = true;
      case Event.ExecutionFailed _ -> isOver = true;
      case Event.ExecutionCancelled _ -> isOver = true;
      default -> {}
    }
  }

  private void begin(ExecutionStarted it, long number) {
    entry = it.entry();
    judge(it.entry(), 1, number, it.edges());
  }

  private void judge(String from, int visit, long event, List<Edge> edges) {
    edges.forEach(edge -> judged.add(new Judged(from, visit, event, edge)));
  }

  /// The step that the execution began with.
  String entry() {
    return entry;
  }

  Collection<Visit> visits() {
    return Collections.unmodifiableCollection(visits.values());
  }

  List<Visit> visits(String step) {
    return visits.values().stream().filter(visit -> visit.step().equals(step)).toList();
  }

  List<Visit> running() {
    return visits.values().stream().filter(Visit::goesOn).toList();
  }

  List<Judged> judged() {
    return Collections.unmodifiableList(judged);
  }

  /// The branches that have reached `step` since it last started: it waits for others to join them.
  List<Judged> waitingFor(String step) {
    long since = visits(step).stream().mapToLong(visit -> visit.started().number()).max().orElse(0);
    return isOver ? List.of() : reached(step, since, Long.MAX_VALUE);
  }

  /// The branches that reached `step` with an event after `after` and before `before`.
  List<Judged> reached(String step, long after, long before) {
    return judged.stream()
        .filter(it -> it.edge().target().equals(step) && it.edge().taken())
        .filter(it -> !it.edge().swallowed() && it.event() > after && it.event() < before)
        .toList();
  }

  /// The visit that an event is about.
  Optional<Visit> visit(Event.OfStep event) {
    return Optional.ofNullable(visits.get(key(event)));
  }

  private static String key(Event.OfStep event) {
    return event.visit() == 1 ? event.step() : event.step() + "#" + event.visit();
  }
}
