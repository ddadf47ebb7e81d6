package io.noetl.store.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// How long something that fails is tried again: pauses grow, up to a bound.
final class Patience {
  private static final Duration PAUSE_MIN = Duration.ofMillis(20);
  private static final Duration PAUSE_MAX = Duration.ofMillis(500);

  private final long deadline;
  private long pause = PAUSE_MIN.toNanos();

  Patience(Duration length) {
    this.deadline = System.nanoTime() + length.toNanos();
  }

  /// Waits a little; false if patience has ended.
  boolean pause() {
    if (System.nanoTime() > deadline) {
      return false;
    }
    LockSupport.parkNanos(pause);
    pause = Math.min(2 * pause, PAUSE_MAX.toNanos());
    return true;
  }
}
