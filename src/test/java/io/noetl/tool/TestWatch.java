package io.noetl.tool;

import io.noetl.job.JobId;
import io.noetl.job.JobSource.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A watch that a test stops by hand, and that keeps what was printed.
public final class TestWatch implements Watch {
  private static final int KEPT_MAX = 1 << 20;

  private final List<Runnable> stops = new ArrayList<>();
  private final StringBuilder log = new StringBuilder();
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();
  private boolean stopped;

  @Override
  public synchronized Registration onStop(Runnable stop) {
    if (stopped) {
      Thread.ofVirtual().start(stop);
      return () -> {};
    }
    stops.add(stop);
    return () -> withdraw(stop);
  }

  private synchronized void withdraw(Runnable stop) {
    stops.remove(stop);
  }

  @Override
  public Held job() {
    return new Held(new JobId(1, "step/1"), 1);
  }

  public synchronized void stop() {
    stopped = true;
    stops.forEach(stop -> Thread.ofVirtual().start(stop));
  }

  public synchronized boolean isWatched() {
    return !stops.isEmpty();
  }

  @Override
  public Duration left() {
    return Duration.ofDays(365);
  }

  @Override
  public synchronized void log(String text) {
    if (log.length() < KEPT_MAX) {
      log.append(text);
    }
  }

  public synchronized String logged() {
    return log.toString();
  }

  @Override
  public void hide(String secret) {
    hidden.add(secret);
  }

  public Set<String> hidden() {
    return hidden;
  }
}
