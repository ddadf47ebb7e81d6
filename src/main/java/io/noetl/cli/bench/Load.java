package io.noetl.cli.bench;

import io.noetl.broker.Phase;
import io.noetl.broker.State;
import io.noetl.engine.Engine;
import io.noetl.engine.Merging;
import io.noetl.engine.Order;
import io.noetl.engine.Playbooks;
import io.noetl.value.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Callers who start executions and wait for each to end before they start the next.
final class Load {
  private final Engine engine;
  private final List<Playbooks.Ready> playbooks;
  private final Fields payload;
  private final boolean mayFail;

  Load(Engine engine, List<Playbooks.Ready> playbooks, Fields payload, boolean mayFail) {
    this.engine = engine;
    this.playbooks = playbooks;
    this.payload = payload;
    this.mayFail = mayFail;
  }

  /// How long it took in all, in nanoseconds; and half of the executions, all but one in a hundred,
  /// and the longest, in milliseconds.
  record Times(long nanos, double p50, double p99, double max) {
    private static Times of(long nanos, long[] each) {
      Arrays.sort(each);
      return new Times(nanos, quantile(each, 0.5), quantile(each, 0.99), quantile(each, 1));
    }

    private static double quantile(long[] sorted, double share) {
      int place = (int) Math.ceil(share * sorted.length) - 1;
      return sorted[Math.clamp(place, 0, sorted.length - 1)] / 1e6;
    }
  }

  Times run(int executions, int concurrency) throws InterruptedException {
    var each = new long[executions];
    var next = new AtomicInteger();
    long start = System.nanoTime();
    byMany(
        concurrency,
        () -> {
          for (int i = next.getAndIncrement(); i < executions; i = next.getAndIncrement()) {
            each[i] = one(i);
          }
        });
    return Times.of(System.nanoTime() - start, each);
  }

  /// Runs for so long.
  void runFor(long nanos, int concurrency) throws InterruptedException {
    var next = new AtomicInteger();
    long end = System.nanoTime() + nanos;
    byMany(
        concurrency,
        () -> {
          while (System.nanoTime() < end) {
            one(next.getAndIncrement());
          }
        });
  }

  /// Starts executions that nobody waits for.
  static void start(Engine engine, Playbooks.Ready playbook, int executions, int concurrency)
      throws InterruptedException {
    var left = new AtomicInteger(executions);
    byMany(
        concurrency,
        () -> {
          while (left.getAndDecrement() > 0) {
            if (engine.start(order(playbook, Fields.EMPTY)) instanceof Engine.Refused(var why)) {
              throw new IllegalStateException(why.message());
            }
          }
        });
  }

  private long one(int number) throws InterruptedException {
    long start = System.nanoTime();
    var playbook = playbooks.get(number % playbooks.size());
    switch (engine.run(order(playbook, payload))) {
      case Engine.Done<State>(var state) -> {
        if (state.phase() != Phase.COMPLETED && !mayFail) {
          throw new IllegalStateException(
              "execution %d of %s ended as %s"
                  .formatted(state.execution(), playbook.ref(), state.phase()));
        }
      }
      case Engine.Refused<State>(var refusal) -> throw new IllegalStateException(refusal.message());
    }
    return System.nanoTime() - start;
  }

  private static Order order(Playbooks.Ready playbook, Fields payload) {
    return Order.of(playbook, payload, Merging.DEEP);
  }

  private interface Task {
    void run() throws InterruptedException;
  }

  private static void byMany(int count, Task task) throws InterruptedException {
    List<Future<?>> running = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        running.add(
            threads.submit(
                () -> {
                  task.run();
                  return 0;
                }));
      }
      for (var each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("an execution went wrong: " + e.getCause(), e.getCause());
    }
  }
}
