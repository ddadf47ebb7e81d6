package io.noetl.tool;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits until something is so, for as long as a busy machine may need.
public final class Await {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private Await() {}

  public static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("still not so after %s: %s".formatted(LONGEST, what));
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
