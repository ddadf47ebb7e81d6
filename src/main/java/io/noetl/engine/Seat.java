package io.noetl.engine;

import io.noetl.job.Job;
import io.noetl.store.Holder;
import java.util.ArrayDeque;
import java.util.Deque;

/// One worker as the dispatch knows it: the jobs that were born for it and that it has not taken
/// yet, and how many more it can do. Guarded by the lock of the dispatch.
final class Seat {
  final Deque<Job> ready = new ArrayDeque<>();
  private Holder holder;

  /// How many jobs it does at once, as far as it has said.
  private int slots;

  /// What it holds, whether it has taken it yet or not.
  private int running;

  private int promised;

  /// How many of its requests for jobs wait now.
  private int asking;

  private boolean servesDefault;
  private long askedAt = System.nanoTime();

  Seat(Holder holder) {
    this.holder = holder;
  }

  Holder holder() {
    return holder;
  }

  /// It asks for up to `max` jobs.
  void asks(Holder now, String pool, int max) {
    holder = now;
    servesDefault = pool.equals(Job.POOL_DEFAULT) || pool.equals(Job.POOL_ANY);
    asking++;
    slots = running == 0 ? max : Math.max(slots, max + running - ready.size());
  }

  void hasAsked() {
    asking--;
    askedAt = System.nanoTime();
  }

  /// It takes no more jobs.
  void leaves() {
    slots = 0;
  }

  void holds(int more) {
    running += more;
  }

  /// How many jobs could be born for it now.
  int free() {
    return servesDefault ? Math.max(0, slots - running - promised) : 0;
  }

  void promise(int jobs) {
    promised += jobs;
  }

  boolean isAsking() {
    return asking > 0;
  }

  /// Whether nothing was heard of it for so long, and nothing is expected.
  boolean isForgotten(long nanos) {
    return asking == 0
        && running == 0
        && promised == 0
        && ready.isEmpty()
        && System.nanoTime() - askedAt > nanos;
  }
}
