package io.noetl.worker;

import io.noetl.job.JobSource.Held;
import io.noetl.tool.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Watches over a job, or over one attempt with a timeout within it. To stop means: what was
/// registered runs, each on a thread of its own, and the watched thread is interrupted.
final class CallWatch implements Watch, AutoCloseable {
  private static final Duration UNLIMITED = Duration.ofDays(365);

  /// What has become of the call so far.
  enum State {
    RUNNING,
    CANCELLED,
    TIMED_OUT,
    OVER
  }

  private final Held job;
  private final Thread thread;
  private final Map<Object, Runnable> stops = new LinkedHashMap<>();
  private final Log log;
  private final Redaction redaction;
  private final long deadline;
  private State state = State.RUNNING;
  private @Nullable Registration withParent;
  private @Nullable Future<?> timer;

  private CallWatch(Held job, Log log, Redaction redaction, Duration timeout, Thread thread) {
    this.job = job;
    this.thread = thread;
    this.log = log;
    this.redaction = redaction;
    deadline = System.nanoTime() + timeout.toNanos();
  }

  /// A watch over `thread`, without a timeout.
  static CallWatch open(Held job, Log log, Redaction redaction, Thread thread) {
    return new CallWatch(job, log, redaction, UNLIMITED, thread);
  }

  /// A watch over the current thread that stops after `timeout`, and when this one does.
  CallWatch limited(Duration timeout, Timers timers) {
    var shorter = timeout.compareTo(left()) < 0 ? timeout : left();
    var child = new CallWatch(job, log, redaction, shorter, Thread.currentThread());
    child.timer = timers.after(timeout, () -> child.stop(State.TIMED_OUT));
    child.withParent = onStop(() -> child.stop(state()));
    return child;
  }

  void cancel() {
    stop(State.CANCELLED);
  }

  synchronized State state() {
    return state;
  }

  boolean isStopped() {
    var now = state();
    return now == State.CANCELLED || now == State.TIMED_OUT;
  }

  private void stop(State why) {
    List<Runnable> actions;
    synchronized (this) {
      if (state != State.RUNNING) {
        return;
      }
      state = why;
      actions = new ArrayList<>(stops.values());
      thread.interrupt();
    }
    actions.forEach(CallWatch::startThread);
  }

  @Override
  public Registration onStop(Runnable stop) {
    var registration = new Object();
    synchronized (this) {
      if (state == State.RUNNING) {
        stops.put(registration, stop);
        return () -> withdraw(registration);
      }
    }
    if (isStopped()) {
      startThread(stop);
    }
    return () -> {};
  }

  private synchronized void withdraw(Object registration) {
    stops.remove(registration);
  }

  private static void startThread(Runnable action) {
    Thread.ofVirtual().name("noetl-stop").start(action);
  }

  @Override
  public Duration left() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  @Override
  public Held job() {
    return job;
  }

  @Override
  public void log(String text) {
    log.add(text);
  }

  @Override
  public void hide(String secret) {
    redaction.hide(secret);
  }

  /// An error as the operators' log may tell it.
  String told(Throwable error) {
    return redaction.trace(error);
  }

  /// Ends the watch on its own thread; nothing interrupts that any more.
  @Override
  public void close() {
    if (timer != null) {
      timer.cancel(false);
    }
    if (withParent != null) {
      withParent.close();
    }
    synchronized (this) {
      if (state == State.RUNNING) {
        state = State.OVER;
      } else {
        Thread.interrupted();
      }
    }
  }
}
