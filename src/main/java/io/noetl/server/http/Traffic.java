package io.noetl.server.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The requests in work, so that a server that leaves can let them end. Streams and long polls look
/// here whether it is time to go.
public final class Traffic {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int inWork;
  private volatile boolean isLeaving;

  void begin() {
    lock.lock();
    try {
      inWork++;
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      inWork--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public boolean isLeaving() {
    return isLeaving;
  }

  /// From now on no work is given out; streams end.
  public void leave() {
    isLeaving = true;
  }

  /// Waits until no request is in work; false if that takes longer than `patience`.
  public boolean drain(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (inWork > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      return inWork == 0;
    } finally {
      lock.unlock();
    }
  }
}
