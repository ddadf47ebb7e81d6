package io.noetl.engine;

import io.noetl.broker.Timer;
import io.noetl.job.Job;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/// What is to be done later: due timers go to the errands, jobs between two attempts to the queue.
/// Only the memory of it; the rows in the store bring it back after a restart.
final class Clockwork implements Runnable {
  private final Engine engine;
  private final DelayQueue<Due> queue = new DelayQueue<>();
  private final Map<Key, Due> timers = new ConcurrentHashMap<>();

  private record Key(long execution, String name) {}

  private sealed interface What {}

  private record OfTimer(long execution, Timer timer) implements What {}

  private record OfJob(Job job) implements What {}

  /// A job that only waits for its execution to go on.
  private record OfPaused(Job job) implements What {}

  private record Due(Instant at, What what, InstantSource clock) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(java.time.Duration.between(clock.instant(), at));
    }

    @Override
    public int compareTo(Delayed other) {
      return at.compareTo(((Due) other).at);
    }
  }

  Clockwork(Engine engine) {
    this.engine = engine;
  }

  /// Keeps a timer; one of the same name is replaced.
  void set(long execution, Timer timer) {
    set(execution, timer, timer.due());
  }

  void set(long execution, Timer timer, Instant at) {
    var due = new Due(at, new OfTimer(execution, timer), engine.clock());
    var old = timers.put(new Key(execution, timer.name()), due);
    if (old != null) {
      queue.remove(old);
    }
    queue.add(due);
  }

  void end(long execution, String name) {
    var due = timers.remove(new Key(execution, name));
    if (due != null) {
      queue.remove(due);
    }
  }

  /// Offers a job again at that instant.
  void offer(Job job, Instant at) {
    queue.add(new Due(at, new OfJob(job), engine.clock()));
  }

  /// Offers a job of a paused execution again at that instant, or once [#wake]d.
  void rest(Job job, Instant at) {
    queue.add(new Due(at, new OfPaused(job), engine.clock()));
  }

  /// The execution goes on: what rests is offered at once.
  void wake(long execution) {
    for (var due : queue) {
      if (due.what() instanceof OfPaused(var job)
          && job.id().execution() == execution
          && queue.remove(due)) {
        engine.dispatch().queue(job);
      }
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        switch (queue.take().what()) {
          case OfTimer(var execution, var timer) -> {
            timers.remove(new Key(execution, timer.name()));
            engine.errands().carry(execution, timer);
          }
          case OfJob(var job) -> engine.dispatch().queue(job);
          case OfPaused(var job) -> engine.dispatch().queue(job);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
