package io.noetl.engine;

import io.noetl.broker.Fact;
import io.noetl.broker.Phase;
import io.noetl.job.Failure;
import io.noetl.job.JobId;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.store.Append;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.QueuedJob;
import io.noetl.value.Null;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/// Goes on with executions whose engine is gone: jobs that were leased are leased again at once,
/// the others are queued, timers are set.
final class Recovery {
  private static final int PAGE = 1_000;

  private final Engine engine;

  Recovery(Engine engine) {
    this.engine = engine;
  }

  Engine.Answer<Long> takeOver(long execution) throws InterruptedException {
    var row = engine.store().executions().find(execution);
    if (row.isEmpty()) {
      return new Engine.Refused<>(new Refusal.UnknownExecution(execution));
    }
    if (row.get().phase().isFinal()) {
      return new Engine.Refused<>(new Refusal.Ended(execution, row.get().phase().name()));
    }
    if (!engine.store().engines().adopt(execution, engine.incarnation())) {
      return new Engine.Refused<>(new Refusal.RunElsewhere(execution, row.get().owner()));
    }
    // Children first: when the parent goes on, their answers find their way.
    for (var child : engine.store().executions().children(execution)) {
      if (!child.phase().isFinal()) {
        takeOver(child.execution());
      }
    }
    for (var job : engine.store().jobs(execution)) {
      goOn(execution, job);
    }
    for (var timer : engine.store().timers(execution)) {
      engine.clockwork().set(execution, timer);
    }
    carryFinishedChildren(execution);
    return new Engine.Done<>(execution);
  }

  /// Parents come before their children, and take these along.
  int takeOverOrphans() throws InterruptedException {
    int taken = 0;
    for (long execution : unfinished()) {
      var row = engine.store().executions().find(execution).orElseThrow();
      boolean isOrphan =
          !row.phase().isFinal()
              && !row.owner().equals(engine.incarnation())
              && !engine.store().engines().isAlive(row.owner());
      if (isOrphan && takeOver(execution) instanceof Engine.Done<Long>) {
        taken++;
      }
    }
    return taken;
  }

  /// Their ids, oldest first.
  private List<Long> unfinished() {
    var phases = EnumSet.allOf(Phase.class);
    phases.removeIf(Phase::isFinal);
    var found = new ArrayList<Long>();
    long before = Long.MAX_VALUE;
    while (true) {
      var page =
          engine
              .store()
              .executions()
              .list(
                  new ExecutionQuery(phases, "", "", 0, Instant.EPOCH, Instant.MAX, before, PAGE));
      page.forEach(row -> found.add(row.execution()));
      if (page.size() < PAGE) {
        return found.reversed();
      }
      before = found.getLast();
    }
  }

  /// A child that ended, but whose word has not reached the parent yet.
  private void carryFinishedChildren(long execution) {
    for (var child : engine.store().executions().children(execution)) {
      if (child.phase().isFinal()) {
        for (var timer : engine.store().timers(child.execution())) {
          engine.clockwork().set(child.execution(), timer);
        }
      }
    }
  }

  private void goOn(long execution, QueuedJob queued) throws InterruptedException {
    var job = queued.job();
    switch (queued.status()) {
      case QUEUED -> engine.dispatch().queue(job);
      case HELD -> engine.clockwork().offer(job, queued.leaseUntil());
      case LEASED, STOPPING -> leaseAgain(execution, queued);
    }
  }

  /// After a report under a lease that the store does not know: if the job is still this engine's,
  /// it is leased anew, so that its execution does not wait for ever.
  void offerAgain(JobId id) throws InterruptedException {
    var queued = engine.store().job(id.execution(), id.name());
    if (queued.isPresent()
        && queued.get().owner().equals(engine.incarnation())
        && engine.dispatch().running(id).isEmpty()) {
      goOn(id.execution(), queued.get());
    }
  }

  private void leaseAgain(long execution, QueuedJob queued) throws InterruptedException {
    if (!queued.leaseUntil().equals(Instant.EPOCH)) {
      engine.watchLeases(); // A remote worker may still be at it.
      return;
    }
    var name = queued.job().id().name();
    offer(engine.store().lease(execution, name, engine.incarnation(), Duration.ZERO));
  }

  /// A job whose worker is gone, leased to this engine meanwhile: it goes to the next one, unless
  /// it was to be stopped or was lost too often.
  void offer(QueuedJob queued) throws InterruptedException {
    var job = queued.job();
    if (queued.status() == QueuedJob.Status.STOPPING) {
      report(queued, Failure.cancelled("its worker is gone"));
    } else if (job.deliveries() >= Settings.DELIVERIES_MAX) {
      report(
          queued,
          new Failure(
              Failure.Kind.WORKER_LOST,
              "worker_lost",
              "the worker was lost %d times while it ran this step".formatted(job.deliveries()),
              "",
              Null.NULL));
    } else if (engine.store().queue().release(job.id(), job.fence(), Instant.EPOCH)) {
      engine.dispatch().queue(job);
    }
  }

  private void report(QueuedJob queued, Failure failure) throws InterruptedException {
    var job = queued.job();
    var outcome = new Outcome.Failed(failure, Verdict.NONE, List.of(), "");
    var fact = new Fact.Reported(job.id().name(), job.attempt(), job.fence(), outcome);
    var request =
        Request.under(
            new Append.Guard(job.id().name(), job.fence()),
            job.id().execution(),
            fact,
            Map.of(),
            List.of());
    engine.tell(request);
  }
}
