package io.noetl.server;

import io.noetl.store.Pruner;
import io.noetl.store.Store;
import io.noetl.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what ended long ago, soon after the server's start and then once an hour. Servers that
/// share a store may all do so: they leave to each other what another is at.
public final class Caretaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);

  /// When it works: a server has better things to do when it has just started.
  record Schedule(Duration first, Duration period) {
    static final Schedule HOURLY = new Schedule(Duration.ofSeconds(10), Duration.ofHours(1));
  }

  /// Something to be done again and again.
  interface Work {
    void run();
  }

  private final Schedule schedule;
  private final Optional<Work> work;
  private final Thread thread = Thread.ofVirtual().name("caretaker").unstarted(this::run);

  /// Executions are kept for `age` after their end; for ever, if there is none.
  public Caretaker(Store store, Optional<Duration> age) {
    this(Schedule.HOURLY, age.map(it -> () -> prune(new Pruner(store, Pruner.BATCH_DEFAULT), it)));
  }

  Caretaker(Schedule schedule, Optional<Work> work) {
    this.schedule = schedule;
    this.work = work;
  }

  static void prune(Pruner pruner, Duration age) {
    Instant before = pruner.before(age);
    var report = pruner.prune(before);
    LOG.info(
        "event=pruned executions={} rows={} kept={} before={}",
        report.executions(),
        report.rows(),
        report.kept(),
        before);
  }

  public void start() {
    if (work.isPresent()) {
      thread.start();
    }
  }

  private void run() {
    try {
      Thread.sleep(schedule.first());
      while (true) {
        once();
        Thread.sleep(schedule.period());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    try {
      work.ifPresent(Work::run);
    } catch (StoreUnavailable e) {
      LOG.warn("event=prune_broken_off reason=\"{}\"", e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("event=prune_failed", e);
    }
  }

  /// Returns when it has stopped, which takes no longer than one short transaction.
  @Override
  public void close() {
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
