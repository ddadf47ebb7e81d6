package io.noetl.broker;

import io.noetl.broker.Activity.Stage;
import io.noetl.broker.Event.*;
import io.noetl.playbook.Join;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Fields;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Where an execution stands: the sum of its events, nothing else. Immutable; copies share what did
/// not change.
public final class State implements Cloneable {
  private final long execution;
  private Phase phase = Phase.NEW;
  private long version;
  private Instant lastAt = Instant.EPOCH;
  private Instant startedAt = Instant.EPOCH;
  private Instant endedAt = Instant.EPOCH;
  private PlaybookRef playbook = new PlaybookRef("", 0);
  private Origin origin = Origin.NONE;
  private Content workload = Content.NOTHING;
  private Content result = Content.NOTHING;
  private Fields vars = Fields.EMPTY;
  private Ending ending = Ending.NONE;
  private String lastCompleted = "";
  private long arrivals;
  private PersistentMap<Activity> active = PersistentMap.empty();
  private PersistentMap<Ran> ran = PersistentMap.empty();
  private PersistentMap<Pending> pending = PersistentMap.empty();
  private boolean holdsStored;

  /// Why an execution is being stopped or has failed.
  public record Ending(String reason, String detail, String failedStep) {
    static final Ending NONE = new Ending("", "", "");
  }

  private State(long execution) {
    this.execution = execution;
  }

  /// The state before anything has happened.
  public static State initial(long execution) {
    return new State(execution);
  }

  public long execution() {
    return execution;
  }

  public Phase phase() {
    return phase;
  }

  /// The number of the last event, 0 before the first.
  public long version() {
    return version;
  }

  public Instant lastAt() {
    return lastAt;
  }

  public Instant startedAt() {
    return startedAt;
  }

  /// When it ended; [Instant#EPOCH] while it goes on.
  public Instant endedAt() {
    return endedAt;
  }

  public PlaybookRef playbook() {
    return playbook;
  }

  public Origin origin() {
    return origin;
  }

  public Content workload() {
    return workload;
  }

  /// What a completed execution gave.
  public Content result() {
    return result;
  }

  public Ending ending() {
    return ending;
  }

  /// Whether any value of this execution stands beside its events.
  public boolean holdsStored() {
    return holdsStored;
  }

  Fields vars() {
    return vars;
  }

  String lastCompleted() {
    return lastCompleted;
  }

  Optional<Activity> activity(String job) {
    return active.find(job);
  }

  boolean isQuiet() {
    return active.isEmpty();
  }

  /// The visits that go on, in the order of their start.
  List<Activity> activities() {
    var list = active.values();
    list.sort(Comparator.comparingLong(Activity::startEvent));
    return list;
  }

  /// The same in no particular order, for questions asked often.
  List<Activity> activitiesUnordered() {
    return active.values();
  }

  /// The steps that wait to start, in the order of their first arrival.
  List<Pending> pending() {
    var list = pending.values();
    list.sort(Pending.ORDER);
    return list;
  }

  /// The same in no particular order, for questions asked often.
  List<Pending> pendingUnordered() {
    return pending.values();
  }

  Ran ran(String step) {
    return ran.find(step).orElse(Ran.NEVER);
  }

  /// How many different steps were entered and are not going on.
  int stepsLeft() {
    return Math.max(0, ran.size() - active.size());
  }

  boolean hasEntered(String step) {
    return ran(step).visits() > 0;
  }

  PersistentMap<Ran> allRan() {
    return ran;
  }

  /// How many attempts of this job are known of; 0 when it is not going on.
  public int attempt(String job) {
    return active.find(job).map(Activity::attempt).orElse(0);
  }

  /// Whether this job waits for a worker to begin its current attempt.
  public boolean isWaiting(String job) {
    return active.find(job).filter(activity -> activity.stage() != Stage.RUNNING).isPresent();
  }

  /// The state after one more event. Total: every event has an answer in every state.
  public State after(Entry entry) {
    if (entry.number() != version + 1) {
      throw new IllegalStateException(
          "execution %d: expected event %d, found %d"
              .formatted(execution, version + 1, entry.number()));
    }
    var next = copy();
    next.version = entry.number();
    next.lastAt = entry.at();
    next.apply(entry);
    Large.map(entry.event(), next::note);
    return next;
  }

  private Content note(String place, Content content) {
    holdsStored |= content instanceof Content.Stored;
    return content;
  }

  private State copy() {
    try {
      return (State) clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void apply(Entry entry) {
    switch (entry.event()) {
      case ExecutionStarted started -> begin(started, entry);
      case StepStarted started -> begin(started, entry.number());
      case ActionStarted it -> change(it, a -> a.running(it.attempt(), entry.number(), it.child()));
      case ActionCompleted it -> change(it, a -> a.with(it.result()));
      case ActionError _ -> {}
      case ActionRetry it -> change(it, a -> a.retrying(it.attempt(), entry.number()));
      case StepCompleted completed -> complete(completed, entry.number());
      case StepFailed failed -> fail(failed, entry.number());
      case StepCancelled it -> active = active.without(Activity.job(it.step(), it.visit()));
      case IteratorStarted it -> turn(it, turns -> turns.announced(it.total(), it.plan()));
      case IterationStarted it ->
          turn(it, turns -> turns.begun(it.index(), it.child(), entry.number()));
      case IterationCompleted it -> turn(it, turns -> turns.done(it.index(), it.result()));
      case IterationFailed it -> turn(it, turns -> turns.broken(it.index(), it.error()));
      case SaveStarted it -> turn(it, turns -> turns.saving(it.index(), entry.number()));
      case SaveCompleted it -> turn(it, turns -> turns.saved(it.index()));
      case SaveFailed it -> turn(it, turns -> turns.saved(it.index()));
      case IteratorCompleted _ -> {}
      case ExecutionCancelling it -> {
        phase = Phase.CANCELLING;
        pending = PersistentMap.empty();
        if (ending.equals(Ending.NONE)) {
          ending = new Ending(it.reason(), it.detail(), "");
        }
      }
      case ExecutionCompleted it -> {
        result = it.result();
        end(Phase.COMPLETED, entry.at());
      }
      case ExecutionFailed it -> {
        ending = new Ending(it.reason(), it.error(), it.failedStep());
        end(Phase.FAILED, entry.at());
      }
      case ExecutionCancelled it -> {
        ending = new Ending("cancel", it.detail(), "");
        end(Phase.CANCELLED, entry.at());
      }
      case ExecutionPaused _ -> phase = Phase.PAUSED;
      case ExecutionResumed _ -> phase = Phase.RUNNING;
    }
  }

  private void begin(ExecutionStarted started, Entry entry) {
    phase = Phase.RUNNING;
    startedAt = entry.at();
    playbook = started.playbook();
    origin = started.origin();
    workload = started.workload();
    if (started.takeover().exists()) {
      take(started.takeover(), entry.number());
    } else if (started.routed()) {
      ran = ran.with(started.entry(), new Ran(1, Optional.empty()));
      vars = started.vars();
      arrive(started.entry(), entry.number(), started.edges(), Map.of());
    } else {
      addArrival(started.entry(), new Arrival("", entry.number(), Fields.EMPTY, Map.of()));
    }
  }

  private void take(Takeover takeover, long number) {
    takeover
        .steps()
        .forEach(
            (step, done) -> {
              var ended = new Ran.Ended(done.result(), done.status(), done.error(), done.errors());
              var latest =
                  done.status().isEmpty() ? Optional.<Ran.Ended>empty() : Optional.of(ended);
              ran = ran.with(step, new Ran(done.visits(), latest));
            });
    vars = takeover.vars();
    lastCompleted = takeover.lastCompleted();
    for (var it : takeover.beginnings()) {
      addArrival(it.step(), new Arrival(it.from(), number, it.data(), it.lineage()));
    }
  }

  private void begin(StepStarted started, long number) {
    var waiting = pending.find(started.step());
    var lineage = new TreeMap<String, Integer>();
    if (waiting.isPresent()) {
      var all = waiting.get();
      boolean one = started.join() == Join.EACH && all.arrivals().size() > 1;
      var taken = one ? all.arrivals().subList(0, 1) : all.arrivals();
      taken.forEach(arrival -> arrival.lineage().forEach((k, v) -> lineage.merge(k, v, Math::max)));
      pending =
          one ? pending.with(started.step(), all.withoutFirst()) : pending.without(started.step());
    }
    if (started.join() == Join.ANY) {
      lineage.put(started.step(), started.visit());
    }
    var job = Activity.job(started.step(), started.visit());
    active =
        active.with(
            job,
            new Activity(
                job,
                started.step(),
                started.visit(),
                Stage.QUEUED,
                1,
                number,
                0,
                started.data(),
                Collections.unmodifiableMap(lineage),
                Content.NOTHING,
                0,
                Turns.NONE));
    ran = ran.with(started.step(), new Ran(started.visit(), ran(started.step()).latest()));
  }

  private void complete(StepCompleted completed, long number) {
    var job = Activity.job(completed.step(), completed.visit());
    var activity = active.find(job);
    if (activity.isEmpty()) {
      return;
    }
    if (activity.get().actionEvent() != 0) {
      var errors = activity.get().turns().errors();
      var ended = new Ran.Ended(activity.get().result(), Ran.SUCCESS, "", errors);
      ran = ran.with(completed.step(), new Ran(ran(completed.step()).visits(), Optional.of(ended)));
      lastCompleted = completed.step();
    }
    active = active.without(job);
    vars = vars.overlaid(completed.vars());
    if (phase != Phase.CANCELLING) {
      arrive(completed.step(), number, completed.edges(), activity.get().lineage());
    }
  }

  private void fail(StepFailed failed, long number) {
    var job = Activity.job(failed.step(), failed.visit());
    var lineage = active.find(job).map(Activity::lineage).orElse(Map.of());
    active = active.without(job);
    if (!failed.handled()) {
      pending = PersistentMap.empty();
      if (ending.equals(Ending.NONE)) {
        ending = new Ending("step_failed", failed.failure().message(), failed.step());
      }
      return;
    }
    var ended = new Ran.Ended(Content.NOTHING, Ran.ERROR, failed.failure().message());
    ran = ran.with(failed.step(), new Ran(ran(failed.step()).visits(), Optional.of(ended)));
    if (phase != Phase.CANCELLING) {
      arrive(failed.step(), number, failed.edges(), lineage);
    }
  }

  private void arrive(String from, long event, List<Edge> edges, Map<String, Integer> lineage) {
    for (var edge : edges) {
      if (edge.arrives()) {
        addArrival(edge.target(), new Arrival(from, event, edge.data(), lineage));
      }
    }
  }

  private void addArrival(String step, Arrival arrival) {
    var waiting = pending.find(step).orElseGet(() -> new Pending(step, ++arrivals, List.of()));
    pending = pending.with(step, waiting.with(arrival));
  }

  private void end(Phase last, Instant at) {
    phase = last;
    endedAt = at;
    pending = PersistentMap.empty();
    active = PersistentMap.empty();
  }

  private void change(OfStep event, java.util.function.UnaryOperator<Activity> change) {
    var job = Activity.job(event.step(), event.visit());
    active.find(job).ifPresent(found -> active = active.with(job, change.apply(found)));
  }

  private void turn(OfStep event, java.util.function.UnaryOperator<Turns> change) {
    change(event, activity -> activity.with(change.apply(activity.turns())));
  }
}
