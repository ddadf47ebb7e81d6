package io.noetl.server.api;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Wakes streams when something was committed here. It must be quick: it is lit on the engine's
/// threads.
public final class Beacon {
  /// Executions that one stream remembers; beyond, it looks at the list itself.
  private static final int CHANGED_MAX = 1_000;

  private final Map<Watch, Boolean> watches = new ConcurrentHashMap<>();

  /// Something happened in an execution.
  public void light(long execution) {
    if (!watches.isEmpty()) {
      watches.keySet().forEach(watch -> watch.tell(execution));
    }
  }

  /// Watches one execution, or all (0), until it is closed.
  Watch watch(long execution) {
    var watch = new Watch(this, execution);
    watches.put(watch, true);
    return watch;
  }

  int watching() {
    return watches.size();
  }

  /// What one stream waits for.
  static final class Watch implements AutoCloseable {
    private final Beacon beacon;
    private final long wanted;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Set<Long> changed = new HashSet<>();

    private Watch(Beacon beacon, long wanted) {
      this.beacon = beacon;
      this.wanted = wanted;
    }

    private void tell(long execution) {
      if (wanted != 0 && wanted != execution) {
        return;
      }
      lock.lock();
      try {
        if (changed.size() < CHANGED_MAX) {
          changed.add(execution);
        }
        news.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /// The executions in which something happened since the last call; waits up to `patience` for
    /// the first.
    Set<Long> await(Duration patience) throws InterruptedException {
      long left = patience.toNanos();
      lock.lockInterruptibly();
      try {
        while (changed.isEmpty() && left > 0) {
          left = news.awaitNanos(left);
        }
        var taken = changed;
        changed = new HashSet<>();
        return taken;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      beacon.watches.remove(this);
    }
  }
}
