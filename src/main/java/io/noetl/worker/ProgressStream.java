package io.noetl.worker;

import io.noetl.job.Checkpoint;
import io.noetl.job.Iteration;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.Progress;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Sends an iterator's news on in batches while it runs: when there are many, or after a while.
/// Iterations wait when too much is under way.
final class ProgressStream implements Stream, AutoCloseable {
  private static final int BATCH = 256;
  private static final int PENDING_MAX = 4 * BATCH;

  /// A batch is sent early when its data grow beyond this.
  private static final long BATCH_CHARS = 1 << 20;

  private static final long PENDING_CHARS_MAX = 8 * BATCH_CHARS;
  private static final long DELAY_NANOS = Duration.ofMillis(200).toNanos();

  private final Running running;
  private final Reports reports;
  private final Checkpoint checkpoint;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private List<Progress.Started> started = new ArrayList<>();
  private List<Iteration> ended = new ArrayList<>();
  private int total = -1;
  private long chars;
  private long oldest;
  private boolean closed;
  private boolean refused;
  private @Nullable Thread sender;

  ProgressStream(Running running, Reports reports, Checkpoint checkpoint) {
    this.running = running;
    this.reports = reports;
    this.checkpoint = checkpoint;
  }

  @Override
  public List<Iteration> finished() {
    return checkpoint.finished();
  }

  @Override
  public void total(int count) {
    lock.lock();
    try {
      total = count;
      oldest = System.nanoTime();
      sender = Thread.ofVirtual().name("noetl-progress").start(this::send);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void started(int index, Value item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitRoom();
      started.add(running.redaction().started(new Progress.Started(index, item)));
      added(size(item));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ended(Iteration iteration) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitRoom();
      ended.add(running.redaction().iteration(iteration));
      added(size(iteration.item()) + size(iteration.result()) + answers(iteration));
    } finally {
      lock.unlock();
    }
  }

  private void awaitRoom() throws InterruptedException {
    while (!refused && (pending() >= PENDING_MAX || chars >= PENDING_CHARS_MAX)) {
      changed.await();
    }
  }

  private void added(long size) {
    chars += size;
    if (pending() == 1) {
      oldest = System.nanoTime();
    }
    if (pending() == 1 || isFull()) {
      changed.signalAll();
    }
  }

  private int pending() {
    return started.size() + ended.size();
  }

  private boolean isFull() {
    return pending() >= BATCH || chars >= BATCH_CHARS;
  }

  private static long answers(Iteration iteration) {
    return iteration.saves().stream().mapToLong(save -> size(save.answer())).sum();
  }

  private static long size(Value value) {
    try {
      return Bounds.size(value);
    } catch (ToolFailure e) {
      return BATCH_CHARS; // Too deep: whoever keeps it will say so.
    }
  }

  /// The sender's thread: until all is sent after the end, or the job is not ours any more.
  private void send() {
    try {
      boolean more = true;
      while (more) {
        more = awaitBatch();
        if (reports.progress(running, take()) == Receipt.STALE) {
          running.watch().cancel();
          refuse();
          return;
        }
      }
    } catch (InterruptedException e) {
      refuse();
    }
  }

  /// Returns when a batch is due; false when it is the last.
  private boolean awaitBatch() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !isFull()) {
        if (pending() == 0) {
          changed.await();
        } else {
          long left = oldest + DELAY_NANOS - System.nanoTime();
          if (left <= 0 || changed.awaitNanos(left) <= 0) {
            return true;
          }
        }
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private Progress take() {
    lock.lock();
    try {
      var progress = new Progress(total, started, ended);
      started = new ArrayList<>();
      ended = new ArrayList<>();
      chars = 0;
      changed.signalAll();
      return progress;
    } finally {
      lock.unlock();
    }
  }

  private void refuse() {
    lock.lock();
    try {
      refused = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns when all news are with the source.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (sender != null) {
      joinSender(sender);
    }
  }

  private static void joinSender(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
