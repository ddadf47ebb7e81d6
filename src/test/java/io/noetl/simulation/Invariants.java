package io.noetl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Broker;
import io.noetl.broker.Decision;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Phase;
import io.noetl.broker.Replay;
import io.noetl.broker.Standing;
import io.noetl.broker.State;
import io.noetl.broker.StateDump;
import io.noetl.store.EventCodec;
import io.noetl.store.QueuedJob;
import io.noetl.store.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// What must hold after every step of a simulation, whatever happened.
final class Invariants {
  private final Store store;
  private final Map<String, Broker> brokers;
  private final SimEngine reader;
  private final Map<Long, Told> told = new HashMap<>();

  /// What one execution's history has told so far, kept by another way than the broker's.
  private static final class Told {
    State replayed;
    Entry last;
    final Map<String, Visit> visits = new HashMap<>();
    boolean isOver;
    boolean isPaused;
    boolean isStopping;
  }

  private static final class Visit {
    boolean isOver;
    int attempt;
    boolean isAttempting;
    int attemptsMax = 1;
    final TreeSet<Integer> done = new TreeSet<>();
  }

  Invariants(Store store, Map<String, Broker> brokers, SimEngine reader) {
    this.store = store;
    this.brokers = brokers;
    this.reader = reader;
  }

  /// Looks at what a decision has left behind in the store.
  void check(Decision decision) {
    var live = decision.after();
    var known = told.computeIfAbsent(live.execution(), _ -> new Told());
    if (known.replayed == null) {
      known.replayed = State.initial(live.execution());
    }
    long from = known.replayed.version();
    for (var row : store.rows(live.execution(), from, Integer.MAX_VALUE)) {
      var entry = EventCodec.decode(row);
      check(known, entry);
      known.replayed = known.replayed.after(entry);
    }
    assertThat(StateDump.of(known.replayed)).as("replay = live").isEqualTo(StateDump.of(live));
    checkWork(live);
  }

  private void check(Told known, Entry entry) {
    assertThat(known.isOver).as("the terminal event is the last, found %s", entry).isFalse();
    if (known.last == null) {
      assertThat(entry.number()).isEqualTo(1);
      assertThat(entry.event()).isInstanceOf(Event.ExecutionStarted.class);
    } else {
      assertThat(entry.number()).as("events without gaps").isEqualTo(known.last.number() + 1);
      assertThat(entry.at()).as("created_at grows").isAfter(known.last.at());
      assertThat(entry.parent()).as("cause of %s", entry).isBetween(1L, entry.number() - 1);
      assertThat(entry.event()).isNotInstanceOf(Event.ExecutionStarted.class);
    }
    checkPhase(known, entry.event());
    if (entry.event() instanceof Event.OfStep step) {
      check(known, step);
    }
    known.isOver =
        switch (entry.event()) {
          case Event.ExecutionCompleted _, Event.ExecutionFailed _, Event.ExecutionCancelled _ ->
              true;
          default -> false;
        };
    known.last = entry;
  }

  /// Nothing is begun while it is paused, nor once it is being stopped.
  private static void checkPhase(Told known, Event event) {
    boolean begins =
        switch (event) {
          case Event.StepStarted _, Event.ActionStarted _ -> true;
          case Event.IterationStarted it -> it.child() != 0;
          default -> false;
        };
    assertThat(begins && (known.isPaused || known.isStopping)).as("begun: %s", event).isFalse();
    switch (event) {
      case Event.ExecutionPaused _ -> known.isPaused = true;
      case Event.ExecutionResumed _ -> known.isPaused = false;
      case Event.ExecutionCancelling _ -> known.isStopping = true;
      case Event.StepFailed it -> known.isStopping |= !it.handled();
      default -> {}
    }
  }

  private static void check(Told known, Event.OfStep event) {
    var name = event.step() + "#" + event.visit();
    if (event instanceof Event.StepStarted) {
      assertThat(known.visits).as("one step_started a visit").doesNotContainKey(name);
      known.visits.put(name, new Visit());
      return;
    }
    var visit = known.visits.get(name);
    if (visit == null) {
      // Only a step that could not even be entered has no step_started.
      assertThat(event).isInstanceOf(Event.StepFailed.class);
      return;
    }
    assertThat(visit.isOver).as("a visit that ended is over: %s", event).isFalse();
    switch (event) {
      case Event.ActionStarted it -> {
        assertThat(visit.isAttempting).as("one attempt at a time: %s", event).isFalse();
        assertThat(it.attempt()).isEqualTo(visit.attempt + 1).isLessThanOrEqualTo(it.attemptsMax());
        visit.attempt = it.attempt();
        visit.attemptsMax = it.attemptsMax();
        visit.isAttempting = true;
      }
      case Event.ActionCompleted _, Event.ActionError _ -> {
        assertThat(visit.isAttempting).as("what ends has begun: %s", event).isTrue();
        visit.isAttempting = false;
      }
      case Event.ActionRetry it -> {
        assertThat(visit.isAttempting).as("retry after the attempt: %s", event).isFalse();
        assertThat(it.attempt()).isEqualTo(visit.attempt + 1);
        assertThat(it.attempt()).as("within policy").isLessThanOrEqualTo(visit.attemptsMax);
      }
      case Event.IterationCompleted it ->
          assertThat(visit.done.add(it.index())).as("an item succeeds once: %s", it).isTrue();
      case Event.StepCompleted _, Event.StepFailed _, Event.StepCancelled _ -> visit.isOver = true;
      default -> {}
    }
  }

  private void checkWork(State live) {
    var broker = brokers.get(live.playbook().path());
    var queued = new TreeSet<String>();
    for (var job : store.jobs(live.execution())) {
      queued.add(job.job().id().name());
      if (job.status() != QueuedJob.Status.STOPPING && live.phase() == Phase.CANCELLING) {
        assertThat(job.status()).as("told to stop: %s", job).isNotEqualTo(QueuedJob.Status.HELD);
      }
    }
    var standing = new TreeSet<>(Standing.jobs(broker, live));
    assertThat(queued).as("every job waited for is on the queue").isEqualTo(standing);
    var timers = store.timers(live.execution());
    assertThat(Standing.wrongTimers(broker, live, timers)).as("timers").isEmpty();
  }

  /// At the end of all: everything is over, and every history decides itself again.
  void checkEnd(long execution) {
    var known = told.get(execution);
    assertThat(known.isOver).as("execution %d has ended", execution).isTrue();
    assertThat(store.jobs(execution)).as("jobs left").isEmpty();
    assertThat(store.timers(execution)).as("timers left").isEmpty();
    known.visits.forEach((name, visit) -> assertThat(visit.isOver).as("%s is over", name).isTrue());
    var history = store.read(execution, 0, Integer.MAX_VALUE);
    assertThat(StateDump.of(Replay.fold(execution, history)))
        .isEqualTo(StateDump.of(known.replayed));
    var broker = brokers.get(known.replayed.playbook().path());
    assertThat(Replay.verify(broker, execution, history, reader::load))
        .as("every fact decided again gives the same events")
        .isEmpty();
  }

  State state(long execution) {
    return told.get(execution).replayed;
  }
}
