package io.noetl.worker;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Does small things when their time has come, on one thread that starts when it is first needed.
final class Timers implements AutoCloseable {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("noetl-worker-timers").factory());

  Timers() {
    executor.setRemoveOnCancelPolicy(true);
  }

  Future<?> after(Duration delay, Runnable action) {
    return executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
