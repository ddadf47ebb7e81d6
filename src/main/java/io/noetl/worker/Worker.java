package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.job.JobSource.Held;
import io.noetl.job.JobSource.Leased;
import io.noetl.job.JobSource.Unavailable;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes jobs while it has slots free, runs each on a thread of its own, renews their leases and
/// reports how they ended.
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /// How long tools may take to end once they were told to.
  private static final Duration STOPPING_MAX = Duration.ofSeconds(10);

  /// `slots` jobs at once, of `pool`. A lease is asked for with `patience`, and renewed every
  /// `renewal` (a third of its length). On closing, running jobs get `grace` to end.
  public record Settings(
      String pool, int slots, Duration patience, Duration renewal, Duration grace) {
    public Settings {
      if (slots < 1) {
        throw new IllegalArgumentException("a worker needs at least one slot, not " + slots);
      }
    }
  }

  private final JobSource source;
  private final CallRunner runner;
  private final Settings settings;
  private final Reports reports;
  private final Semaphore slots;
  private final Map<JobId, Running> running = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread leasing;
  private final Thread renewing;
  private volatile boolean leaving;

  public Worker(JobSource source, CallRunner runner, Settings settings) {
    this.source = source;
    this.runner = runner;
    this.settings = settings;
    reports = new Reports(source);
    slots = new Semaphore(settings.slots());
    leasing = Thread.ofVirtual().name("noetl-leasing").unstarted(this::leaseJobs);
    // A platform thread: it must run even when all carriers of virtual ones are held.
    renewing = Thread.ofPlatform().daemon().name("noetl-renewing").unstarted(this::renewLeases);
  }

  public void start() {
    source.onStop(this::stop);
    leasing.start();
    renewing.start();
  }

  private void leaseJobs() {
    var backoff = new Backoff();
    try {
      while (!leaving) {
        slots.acquire();
        int free = 1 + slots.drainPermits();
        try {
          var jobs = source.lease(settings.pool(), free, settings.patience());
          backoff = new Backoff();
          for (var job : jobs) {
            free--;
            begin(job);
          }
        } catch (Unavailable e) {
          LOG.warn("no jobs to be had, trying again reason=\"{}\"", e.getMessage());
          backoff.pause();
        } catch (RuntimeException e) {
          LOG.warn("no jobs to be had, trying again pool={}", settings.pool(), e);
          backoff.pause();
        } finally {
          slots.release(free);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("leasing ends pool={}", settings.pool());
    }
  }

  private void begin(Leased leased) {
    var next = Running.apart(leased.job(), self -> work(leased, self));
    var earlier = running.put(leased.job().id(), next);
    if (earlier != null) {
      earlier.watch().cancel(); // Its lease was lost, or it would not be here again.
    }
    next.start();
  }

  private void work(Leased leased, Running self) {
    try {
      var outcome = outcome(leased, self);
      if (!self.isAbandoned()) {
        reports.outcome(leased.job(), outcome);
      }
    } catch (InterruptedException e) {
      LOG.warn("the worker ended before the outcome was reported job={}", leased.job().id());
    } finally {
      running.remove(leased.job().id(), self);
      slots.release();
    }
  }

  private Outcome outcome(Leased leased, Running self) {
    try (var _ = self.watch();
        var stream = new ProgressStream(self, reports, leased.checkpoint())) {
      return runner.run(leased.job(), self, stream);
    } catch (RuntimeException | Error e) {
      LOG.error("job broke off job={} {}", leased.job().id(), self.redaction().trace(e));
      return self.redaction()
          .outcome(
              new Outcome.Failed(
                  Failure.error("internal", "the worker broke off: " + e),
                  Verdict.NONE,
                  List.of(),
                  self.log().text()));
    }
  }

  private void stop(JobId job) {
    var found = running.get(job);
    if (found != null) {
      found.watch().cancel();
    }
  }

  private void renewLeases() {
    try {
      while (!closed.await(settings.renewal().toMillis(), TimeUnit.MILLISECONDS)) {
        renewOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renewOnce() {
    var held =
        running.values().stream()
            .map(each -> new Held(each.job().id(), each.job().fence()))
            .toList();
    if (held.isEmpty()) {
      return;
    }
    try {
      source.renew(held).forEach(this::stop);
    } catch (Unavailable e) {
      LOG.warn("leases not renewed jobs={} reason=\"{}\"", held.size(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("leases not renewed, trying again jobs={}", held.size(), e);
    }
  }

  /// Takes no more jobs, waits for those that run, and after the grace ends them; what is ended so
  /// is not reported: it will be run again elsewhere.
  @Override
  public void close() {
    leaving = true;
    leasing.interrupt();
    try {
      if (leasing.isAlive()) {
        leasing.join();
      }
      leave();
      if (!isIdleWithin(settings.grace())) {
        running.values().forEach(Running::abandon);
        if (!isIdleWithin(STOPPING_MAX)) {
          running.values().forEach(Running::interrupt);
          LOG.warn("jobs left running jobs={}", running.keySet());
        }
      }
    } catch (InterruptedException e) {
      running.values().forEach(Running::abandon);
      Thread.currentThread().interrupt();
    }
    closed.countDown();
  }

  private void leave() {
    try {
      source.leave();
    } catch (RuntimeException e) {
      LOG.warn("jobs not given back reason=\"{}\"", e.getMessage());
    }
  }

  private boolean isIdleWithin(Duration patience) throws InterruptedException {
    boolean idle = slots.tryAcquire(settings.slots(), patience.toMillis(), TimeUnit.MILLISECONDS);
    if (idle) {
      slots.release(settings.slots());
    }
    return idle;
  }
}
