package io.noetl.engine;

import io.noetl.broker.Fact;
import io.noetl.store.News;
import io.noetl.store.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks once a second for what did not come by itself: wishes of other processes (`noetl cancel`),
/// jobs whose worker is gone, and in a shared store what other engines have left behind.
final class Rounds implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

  /// Less than a second, so that a wish is fulfilled within one.
  private static final Duration PERIOD = Duration.ofMillis(900);

  /// A timer is left to the engine that set it for so long.
  private static final Duration TIMER_GRACE = Duration.ofSeconds(1);

  /// Bounds what one round takes on; the rest waits for the next.
  private static final int BATCH_MAX = 1_000;

  private static final int ROUNDS_PER_TIDYING = 60;
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Engine engine;
  private final Semaphore news = new Semaphore(0);
  private volatile boolean hasRemoteWorkers;
  private long rounds;

  Rounds(Engine engine) {
    this.engine = engine;
  }

  /// From now on leases end by the clock.
  void watchLeases() {
    hasRemoteWorkers = true;
  }

  /// What another engine did.
  void hear(News it) {
    switch (it) {
      case News.Queued(var pool) -> engine.dispatch().heard(pool);
      case News.Stopping(var holder) -> {
        if (holder.equals(engine.incarnation()) || hasRemoteWorkers) {
          news.release();
        }
      }
      case News.Anything _ -> {
        engine.dispatch().heard("");
        news.release();
      }
    }
  }

  @Override
  public void run() {
    while (true) {
      try {
        if (news.tryAcquire(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
          news.drainPermits();
        }
        look();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (StoreUnavailable e) {
        LOG.warn("event=round_broken_off reason=\"{}\"", e.getMessage());
      } catch (RuntimeException e) {
        LOG.error("event=round_failed", e);
      }
    }
  }

  private void look() throws InterruptedException {
    lookForSignals();
    if (hasRemoteWorkers || engine.store().isShared()) {
      takeBackJobs();
    }
    if (engine.store().isShared()) {
      stopJobs();
      carryTimers();
    }
    if (++rounds % ROUNDS_PER_TIDYING == 0) {
      engine.dispatch().forgetSeats();
      if (engine.store().isShared()) {
        forgetEnded();
      }
    }
  }

  private void lookForSignals() throws InterruptedException {
    for (var signal : engine.store().engines().takeSignals(engine.incarnation())) {
      switch (signal.kind()) {
        case "cancel" -> engine.cancel(signal.execution(), signal.detail());
        case "pause" -> engine.tell(signal.execution(), new Fact.PauseRequested());
        case "resume" -> engine.tell(signal.execution(), new Fact.ResumeRequested());
        default -> LOG.warn("event=unknown_signal kind={}", signal.kind());
      }
    }
  }

  private void takeBackJobs() throws InterruptedException {
    for (var queued : engine.store().queue().reclaim(engine.incarnation(), BATCH_MAX)) {
      var job = queued.job();
      LOG.info("event=job_taken_back job={} deliveries={}", job.id(), job.deliveries());
      engine.dispatch().lost(job.id(), job.fence());
      try {
        new Recovery(engine).offer(queued);
      } catch (Incident e) {
        LOG.error("event=job_given_up job={}", job.id(), e);
      }
    }
  }

  /// Jobs that were handed out here and ended on another server.
  private void forgetEnded() {
    for (var job : engine.dispatch().runningFor(LONG)) {
      var queued = engine.store().job(job.id().execution(), job.id().name());
      if (queued.filter(it -> it.job().fence() == job.fence()).isEmpty()) {
        engine.dispatch().lost(job.id(), job.fence());
      }
    }
  }

  private void stopJobs() {
    for (var held : engine.store().queue().stopping(engine.incarnation())) {
      engine.dispatch().stop(engine.incarnation(), held.job());
    }
  }

  private void carryTimers() {
    var due = engine.now().minus(TIMER_GRACE);
    for (var it : engine.store().dueTimers(engine.incarnation(), due, BATCH_MAX)) {
      engine.errands().carry(it.execution(), it.timer());
    }
  }
}
