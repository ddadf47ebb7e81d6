package io.noetl.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Deletes executions that ended long ago, with everything that belongs to them.
///
/// Families go as a whole: an execution without parent and all that descends from it, once each of
/// them has ended long ago. While a parent goes on it may need its children's results, and events
/// may refer to values that another one of the family owns; to others' they never refer
/// (docs/decisions/0024).
///
/// It works in short transactions and rests after each as long as that took, so that at least half
/// of the store's time is left to the living. Interrupt its thread to stop it between two of them:
/// the next run goes on where it stopped.
public final class Pruner {
  /// What has just ended is left alone: engines may have errands in hand that speak of it, and
  /// somebody may be waiting for its result.
  public static final Duration YOUNGEST = Duration.ofMinutes(1);

  /// Executions that are dropped in one transaction.
  public static final int BATCH_DEFAULT = 200;

  public static final int BATCH_MAX = 2_000;

  /// Rows that are deleted in one transaction: some ten milliseconds.
  private static final int ROWS_MAX = 4_000;

  private static final long REST_NANOS_MAX = Duration.ofMillis(200).toNanos();

  private final Store store;
  private final int batch;

  /// `batch` executions at most are dropped in one transaction.
  public Pruner(Store store, int batch) {
    if (batch < 1 || batch > BATCH_MAX) {
      throw new IllegalArgumentException(
          "a batch is of 1 to %d executions, not %d".formatted(BATCH_MAX, batch));
    }
    this.store = store;
    this.batch = batch;
  }

  /// What was done, or would be: `executions` were deleted, with `rows` rows of all tables; `kept`
  /// are old ones without a parent that stay because one of their family goes on or ended later.
  public record Report(long executions, long rows, long kept) {}

  /// The instant before which an execution must have ended to be older than `age` now.
  public Instant before(Duration age) {
    if (age.compareTo(YOUNGEST) < 0) {
      throw new IllegalArgumentException(
          "executions are kept for %s at least, not %s".formatted(YOUNGEST, age));
    }
    return store.now().minus(age);
  }

  /// Deletes all families that ended before `before`.
  public Report prune(Instant before) {
    var run = new Run(before, false);
    run.sweep(); // What a run that was cut off left behind.
    run.lookAtAll();
    run.dropKeys();
    return run.report();
  }

  /// Says what [#prune] would delete; the rows are not counted.
  public Report look(Instant before) {
    var run = new Run(before, true);
    run.lookAtAll();
    return run.report();
  }

  /// Something short, done with the store.
  private interface Stroke {
    int with(Retention retention);
  }

  private final class Run {
    private final Retention retention = store.retention();
    private final Instant before;
    private final boolean onlyLooks;
    private long executions;
    private long rows;
    private long kept;

    Run(Instant before, boolean onlyLooks) {
      this.before = before;
      this.onlyLooks = onlyLooks;
    }

    Report report() {
      return new Report(executions, rows, kept);
    }

    void lookAtAll() {
      long after = 0;
      while (!isStopped()) {
        var heads = retention.heads(before, after, batch);
        if (heads.isEmpty()) {
          return;
        }
        after = heads.getLast().execution();
        take(heads);
        sweep();
      }
    }

    private void take(List<Retention.Head> heads) {
      var single = new ArrayList<Long>();
      for (var head : heads) {
        if (head.isParent()) {
          takeFamily(head.execution());
        } else {
          single.add(head.execution());
        }
      }
      drop(single);
    }

    /// From the youngest generation to the head: where that is cut off, the head is found again.
    private void takeFamily(long head) {
      var descendants = retention.descendants(head);
      if (!descendants.stream().allMatch(member -> member.endedBefore(before))) {
        kept++;
        return;
      }
      var family = new ArrayList<Long>(descendants.size() + 1);
      family.add(head);
      descendants.forEach(member -> family.add(member.execution()));
      drop(family.reversed());
    }

    private void drop(List<Long> wanted) {
      if (onlyLooks) {
        executions += wanted.size();
        return;
      }
      for (int from = 0; from < wanted.size() && !isStopped(); from += batch) {
        var piece = wanted.subList(from, Math.min(from + batch, wanted.size()));
        executions += stroke(it -> it.drop(piece, before));
      }
    }

    void sweep() {
      int swept = onlyLooks ? 0 : 1;
      while (swept > 0 && !isStopped()) {
        swept = stroke(it -> it.sweep(ROWS_MAX));
        rows += swept;
      }
    }

    void dropKeys() {
      int dropped = batch;
      while (dropped == batch && !isStopped()) {
        dropped = stroke(it -> it.dropKeys(before, batch));
        rows += dropped;
      }
    }

    private int stroke(Stroke stroke) {
      long start = System.nanoTime();
      int done = stroke.with(retention);
      if (done > 0) {
        LockSupport.parkNanos(Math.min(System.nanoTime() - start, REST_NANOS_MAX));
      }
      return done;
    }

    private static boolean isStopped() {
      return Thread.currentThread().isInterrupted();
    }
  }
}
