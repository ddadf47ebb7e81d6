package io.noetl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Broker;
import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Contents;
import io.noetl.broker.Fact;
import io.noetl.broker.Occasion;
import io.noetl.broker.Origin;
import io.noetl.broker.Phase;
import io.noetl.broker.State;
import io.noetl.broker.Timer;
import io.noetl.job.Failure;
import io.noetl.job.Job;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Append;
import io.noetl.store.QueuedJob;
import io.noetl.store.Store;
import io.noetl.store.memory.MemoryStore;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Plays a scenario to its end in one thread, in an order that the seed chooses: two engines that
/// know nothing of each other work on one store, and what can go wrong does. Engines crash before
/// and after commits, leases are lost and their old holders report all the same, outcomes and
/// timers come twice, clocks jump, somebody pauses, resumes or cancels.
final class Simulator {
  private static final long MAIN = 4_000_000_000L;
  private static final Duration LEASE = Duration.ofSeconds(30);

  /// Far more than any scenario takes; who needs more goes round in circles.
  private static final int STEPS_MAX = 60_000;

  /// After this many steps nothing goes wrong any more, so that it can end.
  private static final int TROUBLE_MAX = 2_000;

  private static final int DELIVERIES_MAX = 4;

  private final Gen gen;
  private final Map<String, Broker> brokers;
  private final SimClock clock = new SimClock();
  private final Store store = new MemoryStore(clock);
  private final SimEngine[] engines = new SimEngine[2];
  private final Invariants invariants;
  private final List<Holder> holders = new ArrayList<>();
  private final List<Holder> ghosts = new ArrayList<>();
  private final TreeSet<Long> executions = new TreeSet<>();
  private final boolean mayCancel;
  private int steps;
  private boolean isCancelled;

  /// A worker with a job in its hands; `told` is how many iterations it has reported.
  private static final class Holder {
    final SimEngine engine;
    final Job job;
    int told;

    Holder(SimEngine engine, Job job) {
      this.engine = engine;
      this.job = job;
    }

    long execution() {
      return job.id().execution();
    }

    String name() {
      return job.id().name();
    }
  }

  Simulator(Gen gen, Scenario scenario, Map<String, Broker> brokers) {
    this.gen = gen;
    this.brokers = brokers;
    this.mayCancel = gen.chance(12);
    for (int i = 0; i < engines.length; i++) {
      engines[i] = new SimEngine("engine-" + i, store, brokers, gen);
    }
    this.invariants = new Invariants(store, brokers, engines[0]);
    brokers
        .keySet()
        .forEach(path -> store.catalog().register(path, scenario.texts().get(path), Map.of()));
    start(MAIN, scenario.main(), Fields.EMPTY, Origin.NONE);
  }

  /// Plays until everything has ended.
  void run() {
    while (goOn()) {
      if (++steps > STEPS_MAX) {
        throw new AssertionError("no end after %d steps".formatted(steps));
      }
    }
    executions.forEach(invariants::checkEnd);
  }

  State main() {
    return invariants.state(MAIN);
  }

  Value result() {
    return engines[0].load(main().result());
  }

  boolean isCancelled() {
    return isCancelled;
  }

  int steps() {
    return steps;
  }

  Chronicle chronicle() {
    return new Chronicle(store, executions);
  }

  // One step of the world.

  private boolean goOn() {
    if (steps < TROUBLE_MAX && gen.chance(15)) {
      trouble();
    }
    var choices = new ArrayList<Runnable>();
    for (var holder : holders) {
      choices.add(() -> work(holder));
    }
    for (long execution : executions) {
      for (var job : store.jobs(execution)) {
        if (isFree(job)) {
          choices.add(() -> lease(job));
        } else if (isAbandoned(job)) {
          choices.add(() -> leaseAgain(job));
        }
      }
      nextTimer(execution).ifPresent(timer -> choices.add(() -> carry(execution, timer)));
    }
    if (!choices.isEmpty()) {
      gen.pick(choices).run();
      return true;
    }
    return resumeSome() || letTimePass();
  }

  private boolean isFree(QueuedJob job) {
    boolean isDue =
        job.status() == QueuedJob.Status.QUEUED
            || job.status() == QueuedJob.Status.HELD && !job.leaseUntil().isAfter(store.now());
    return isDue && phase(job.job().id().execution()) == Phase.RUNNING;
  }

  private Phase phase(long execution) {
    return store.executions().find(execution).orElseThrow().phase();
  }

  /// Leased, but whoever held it is gone.
  private boolean isAbandoned(QueuedJob job) {
    boolean isLeased =
        job.status() == QueuedJob.Status.LEASED || job.status() == QueuedJob.Status.STOPPING;
    return isLeased && holders.stream().noneMatch(it -> it.job.id().equals(job.job().id()));
  }

  /// The timers of one execution are carried out in the order in which they are due.
  private Optional<Timer> nextTimer(long execution) {
    return store.timers(execution).stream()
        .filter(timer -> !timer.due().isAfter(store.now()))
        .filter(timer -> isForOther(timer) || phase(execution) != Phase.PAUSED)
        .findFirst();
  }

  private static boolean isForOther(Timer timer) {
    return switch (timer.purpose()) {
      case Timer.StartChild _, Timer.CancelChild _, Timer.PauseChild _, Timer.TellParent _ -> true;
      case Timer.RetryDue _, Timer.WaitDue _, Timer.AttemptTimeout _ -> false;
      case Timer.ExecutionTimeout _ -> false;
    };
  }

  private boolean resumeSome() {
    for (long execution : executions) {
      if (phase(execution) == Phase.PAUSED) {
        tell(execution, new Fact.ResumeRequested());
        return true;
      }
    }
    return false;
  }

  /// Goes on to the next instant at which something is due; false if nothing ever will be.
  private boolean letTimePass() {
    var next =
        executions.stream()
            .flatMap(
                execution ->
                    Stream.concat(
                        store.timers(execution).stream().map(Timer::due),
                        store.jobs(execution).stream()
                            .filter(job -> job.status() == QueuedJob.Status.HELD)
                            .map(QueuedJob::leaseUntil)))
            .min(Comparator.naturalOrder());
    next.ifPresent(clock::reach);
    for (long execution : executions) {
      assertThat(next.isPresent() || phase(execution).isFinal())
          .as("execution %d goes on, but nothing is left to do:%n%s", execution, main())
          .isTrue();
    }
    return next.isPresent();
  }

  // What goes right.

  private void lease(QueuedJob queued) {
    var job = queued.job();
    var engine = gen.among(engines);
    var fact = new Fact.Leased(job.id().name(), job.attempt());
    var guard = new Append.Guard(job.id().name(), job.fence());
    if (tell(engine, job.id().execution(), fact, guard) instanceof SimEngine.Accepted) {
      store
          .job(job.id().execution(), job.id().name())
          .ifPresent(it -> holders.add(new Holder(engine, it.job())));
    }
  }

  private void work(Holder holder) {
    var row = store.job(holder.execution(), holder.name());
    if (row.isEmpty()) {
      // Its job was taken off the queue: it finds out when it reports.
      holders.remove(holder);
      report(holder, FakeWorker.outcome(holder.job), false);
      return;
    }
    boolean isStopping = row.get().status() == QueuedJob.Status.STOPPING;
    if (!isStopping && FakeWorker.hasProgress(holder.job) && gen.chance(70)) {
      int size = FakeWorker.size(holder.job);
      int to = Math.min(size, holder.told + gen.upTo(3));
      int from = gen.chance(20) ? 0 : holder.told;
      progress(holder, from, to);
      if (to < size) {
        return;
      }
    }
    holders.remove(holder);
    var outcome =
        isStopping && gen.chance(70)
            ? new Outcome.Failed(Failure.cancelled("stopped"), Verdict.NONE, List.of(), "")
            : FakeWorker.outcome(holder.job);
    report(holder, outcome, true);
    if (gen.chance(10)) {
      ghosts.add(holder);
    }
  }

  private void progress(Holder holder, int from, int to) {
    var progress = FakeWorker.progress(holder.job, from, to);
    var job = holder.job;
    var fact = new Fact.Progressed(holder.name(), job.attempt(), job.fence(), progress);
    var guard = new Append.Guard(holder.name(), job.fence());
    tell(holder.engine, holder.execution(), fact, guard);
    holder.told = to;
  }

  private void report(Holder holder, Outcome outcome, boolean isLegal) {
    var fact = reported(holder, outcome);
    var guard = new Append.Guard(holder.name(), holder.job.fence());
    var told = tell(holder.engine, holder.execution(), fact, guard);
    if (!isLegal) {
      assertThat(told)
          .as("a report without a lease: %s", fact)
          .isNotInstanceOf(SimEngine.Accepted.class);
    }
    if (told instanceof SimEngine.Accepted(var decision)) {
      assertIgnored(decision.after(), fact);
    }
  }

  private static Fact reported(Holder holder, Outcome outcome) {
    var job = holder.job;
    return new Fact.Reported(holder.name(), job.attempt(), job.fence(), outcome);
  }

  /// Past the guard of the store too, the fact must change nothing.
  private void assertIgnored(State state, Fact fact) {
    var broker = brokers.get(state.playbook().path());
    var contents = new HashMap<Content.Stored, Value>();
    broker.needs(state).forEach(it -> contents.put(it, store.payload(it)));
    var occasion = new Occasion(store.now(), 1, 1, "again");
    assertThat(broker.decide(state, fact, occasion, new Contents(contents)).events())
        .as("told too late: %s", fact)
        .isEmpty();
  }

  private void carry(long execution, Timer timer) {
    switch (timer.purpose()) {
      case Timer.StartChild it -> {
        if (brokers.containsKey(it.path())) {
          start(it.child(), it.path(), it.payload(), it.origin());
        } else {
          endChild(it.origin(), it.child(), Null.NULL, "there is no playbook " + it.path());
        }
      }
      case Timer.CancelChild(var child, var detail) ->
          tell(child, new Fact.CancelRequested(detail));
      case Timer.PauseChild(var child, var pausing) ->
          tell(child, pausing ? new Fact.PauseRequested() : new Fact.ResumeRequested());
      case Timer.TellParent(var origin, var result, var error) ->
          endChild(origin, execution, error.isEmpty() ? engines[0].load(result) : Null.NULL, error);
      case Timer.RetryDue _, Timer.WaitDue _, Timer.AttemptTimeout _, Timer.ExecutionTimeout _ -> {
        var told = tell(execution, new Fact.TimerDue(timer));
        if (told instanceof SimEngine.Nothing(var state) && state.phase() == Phase.PAUSED) {
          return;
        }
      }
    }
    if (steps < TROUBLE_MAX && gen.chance(5)) {
      return; // The engine dies before it can forget the timer: it will be carried out again.
    }
    store.endTimer(execution, timer);
  }

  private void start(long execution, String path, Fields payload, Origin origin) {
    var workload = brokers.get(path).playbook().workload().overlaid(payload);
    executions.add(execution);
    tell(execution, new Fact.Start(new PlaybookRef(path, 1), workload, origin, 0));
  }

  private void endChild(Origin origin, long child, Value result, String error) {
    var fact = new Fact.ChildEnded(origin.job(), origin.index(), child, result, error);
    if (tell(origin.execution(), fact) instanceof SimEngine.Accepted(var decision)) {
      assertIgnored(decision.after(), fact);
    }
  }

  private SimEngine.Told tell(long execution, Fact fact) {
    return tell(gen.among(engines), execution, fact, Append.Guard.NONE);
  }

  private SimEngine.Told tell(SimEngine engine, long execution, Fact fact, Append.Guard guard) {
    var before =
        guard.job().isEmpty() ? Optional.<QueuedJob>empty() : store.job(execution, guard.job());
    var told = engine.tell(execution, fact, guard);
    if (told instanceof SimEngine.Accepted(var decision)) {
      assertThat(before.map(it -> it.job().fence()).orElse(guard.fence()))
          .as("the fence of %s", fact)
          .isEqualTo(guard.fence());
      invariants.check(decision);
      for (var command : decision.commands()) {
        if (command instanceof Command.RunJob(var job, var leased) && leased) {
          store
              .job(execution, job.id().name())
              .ifPresent(it -> holders.add(new Holder(engine, it.job())));
        }
      }
    }
    return told;
  }

  // What goes wrong.

  private void trouble() {
    switch (gen.upTo(9)) {
      case 0, 1 -> crash(gen.among(engines));
      case 2, 3 -> loseLease();
      case 4 -> haunt();
      case 5 ->
          clock.advance(
              gen.chance(80)
                  ? Duration.ofMillis(gen.between(-5_000, 90_000))
                  : Duration.ofMinutes(gen.between(-2, 40)));
      case 6 -> tell(gen.pick(List.copyOf(executions)), new Fact.PauseRequested());
      case 7 -> stray(gen.pick(List.copyOf(executions)));
      default -> {
        if (mayCancel && gen.chance(50)) {
          isCancelled = true;
          tell(gen.pick(List.copyOf(executions)), new Fact.CancelRequested("because"));
        } else {
          resumeSome();
        }
      }
    }
  }

  /// An engine dies with its workers; their reports may still be under way.
  private void crash(SimEngine engine) {
    engine.crash();
    for (var holder : List.copyOf(holders)) {
      if (holder.engine == engine) {
        holders.remove(holder);
        ghosts.add(holder);
      }
    }
  }

  private void leaseAgain(QueuedJob queued) {
    var id = queued.job().id();
    var engine = gen.among(engines);
    var again = store.lease(id.execution(), id.name(), engine.name(), LEASE);
    var holder = new Holder(engine, again.job());
    if (again.job().deliveries() >= DELIVERIES_MAX && mayCancel) {
      isCancelled = true;
      var lost =
          new Failure(Failure.Kind.WORKER_LOST, "worker_lost", "lost too often", "", Null.NULL);
      report(holder, new Outcome.Failed(lost, Verdict.NONE, List.of(), ""), true);
    } else {
      holders.add(holder);
    }
  }

  private void loseLease() {
    if (holders.isEmpty()) {
      return;
    }
    var holder = gen.pick(holders);
    holders.remove(holder);
    ghosts.add(holder);
    store.job(holder.execution(), holder.name()).ifPresent(this::leaseAgain);
  }

  /// A holder of a lost lease reports, or one reports what it has reported before.
  private void haunt() {
    if (!ghosts.isEmpty()) {
      var ghost = ghosts.remove(gen.upTo(ghosts.size()));
      var row = store.job(ghost.execution(), ghost.name());
      boolean isLegal = row.stream().anyMatch(it -> it.job().fence() == ghost.job.fence());
      if (FakeWorker.hasProgress(ghost.job) && !isLegal) {
        progress(ghost, 0, FakeWorker.size(ghost.job));
      }
      // Under the same fence it is as good as the holder: it only seemed to be dead.
      if (isLegal) {
        holders.removeIf(it -> it.job.id().equals(ghost.job.id()));
      }
      report(ghost, FakeWorker.outcome(ghost.job), isLegal);
      var state = invariants.state(ghost.execution());
      if (state.attempt(ghost.name()) != ghost.job.attempt()) {
        assertIgnored(state, reported(ghost, FakeWorker.outcome(ghost.job)));
      }
    }
  }

  /// Facts that make no sense in the state they meet.
  private void stray(long execution) {
    var fact =
        switch (gen.upTo(5)) {
          case 0 -> new Fact.Leased("s" + gen.upTo(9), gen.between(2, 5));
          case 1 -> new Fact.ChildEnded("s" + gen.upTo(9), gen.between(-1, 2), 7, Null.NULL, "");
          case 2 ->
              new Fact.TimerDue(
                  new Timer("x", store.now(), new Timer.RetryDue("s" + gen.upTo(9), 9)));
          case 3 ->
              new Fact.Reported(
                  "s" + gen.upTo(9),
                  gen.between(7, 9),
                  1,
                  new Outcome.Succeeded(Null.NULL, Verdict.NONE, List.of(), ""));
          default -> new Fact.Start(new PlaybookRef("sim/main", 1), Fields.EMPTY, Origin.NONE, 0);
        };
    assertThat(tell(execution, fact))
        .as("%s", fact)
        .isInstanceOfAny(SimEngine.Nothing.class, SimEngine.Unknown.class);
  }
}
