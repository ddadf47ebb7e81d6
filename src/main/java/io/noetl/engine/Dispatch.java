package io.noetl.engine;

import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.store.Holder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The jobs that this engine knows of, in memory: those born leased for its own worker, those that
/// wait for anybody, and those that it handed out. In a shared store others may know of the same
/// and of more; then this is a short cut to the queue in the store, which decides who gets a job.
final class Dispatch {
  /// Waiting jobs kept at hand for a shared store's queue; it has the others too.
  private static final int WAITING_SHARED_MAX = 1_000;

  /// How long a shared queue that had nothing more is left alone, unless there is news.
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final boolean isShared;
  private final String engine;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<Job> ready = new ArrayDeque<>();
  private final Map<String, PriorityQueue<Waiting>> waiting = new HashMap<>();
  private final Set<JobId> waitingIds = new HashSet<>();
  private final Map<String, Long> quietUntil = new HashMap<>();
  private final Map<JobId, Taken> running = new ConcurrentHashMap<>();

  /// How many of those belong to the engine's own worker, whether it has taken them yet or not.
  private final AtomicInteger localRunning = new AtomicInteger();

  private final Map<String, List<Consumer<JobId>>> stopListeners = new ConcurrentHashMap<>();
  private long order;

  /// How many jobs the engine's own worker does at once, as far as it has said.
  private int localSlots;

  private int promised;
  private boolean hasLeft;

  /// A job that no worker has taken yet.
  private record Waiting(Job job, long order) {}

  /// A job, who has it, and when it was taken.
  record Taken(Job job, Holder holder, long nanos) {}

  /// What there is for someone who asks.
  sealed interface Supply {}

  /// Leased to this engine already: to be begun.
  record Ready(List<Job> jobs) implements Supply {}

  /// To be leased first.
  record Offered(List<Job> jobs) implements Supply {}

  /// The queue in the store may have some.
  record Ask() implements Supply {}

  /// Nothing, for as long as there was patience.
  record Nothing() implements Supply {}

  /// Urgent ones first, then those that came first. Not made with [java.util.Comparator], whose
  /// methods are linked anew in each process.
  private static int compare(Waiting a, Waiting b) {
    int urgency = Integer.compare(b.job().priority(), a.job().priority());
    return urgency == 0 ? Long.compare(a.order(), b.order()) : urgency;
  }

  /// `engine` is the name under which the engine's own worker holds its jobs.
  Dispatch(boolean isShared, String engine) {
    this.isShared = isShared;
    this.engine = engine;
  }

  /// Claims the local worker's free slots for jobs about to be born. `ending` is how many of its
  /// jobs end by the same decision and so make room, though they still run. What is claimed beyond
  /// that, and not used, must be given back.
  int reserve(int ending) {
    lock.lock();
    try {
      int free = localSlots - localRunning.get() - promised - waitingIds.size() + ending;
      promised += Math.max(0, free) - ending;
      return Math.max(0, free);
    } finally {
      lock.unlock();
    }
  }

  /// Less than 0 if more had made room than was claimed.
  void giveBack(int slots) {
    if (slots != 0) {
      lock.lock();
      try {
        promised -= slots;
      } finally {
        lock.unlock();
      }
    }
  }

  /// Hands over a job that is leased to this engine.
  void handOver(Job job, Holder holder) {
    begun(job, holder);
    lock.lock();
    try {
      ready.add(job);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Offers a job that waits for a worker.
  void queue(Job job) {
    lock.lock();
    try {
      if (!isShared || waitingIds.size() < WAITING_SHARED_MAX) {
        waiting
            .computeIfAbsent(job.pool(), _ -> new PriorityQueue<>(Dispatch::compare))
            .add(new Waiting(job, order++));
        waitingIds.add(job.id());
      } else {
        quietUntil.remove(job.pool());
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The queue in the store has jobs of that pool; of any if it is empty.
  void heard(String pool) {
    lock.lock();
    try {
      if (pool.isEmpty()) {
        quietUntil.clear();
      } else {
        quietUntil.remove(pool);
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits up to `nanos` for jobs of `pool`, at most `max`. `isLocal` tells whether the engine's
  /// own worker asks, which can have what was born leased.
  Supply take(String pool, int max, boolean isLocal, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    lock.lockInterruptibly();
    try {
      if (isLocal && !hasLeft) {
        localSlots = Math.max(localSlots, max + localRunning.get() - ready.size());
      }
      while (true) {
        var supply = supply(pool, max, isLocal);
        long now = System.nanoTime();
        if (!(supply instanceof Nothing) || now >= deadline) {
          return supply;
        }
        news.awaitNanos(Math.min(deadline - now, untilNextLook(pool, now)));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The local worker takes no more jobs. Those that were born for it and that it has not taken are
  /// nobody's now.
  List<Job> leave() {
    lock.lock();
    try {
      hasLeft = true;
      localSlots = 0;
      var left = List.copyOf(ready);
      ready.clear();
      left.forEach(job -> lost(job.id(), job.fence()));
      return left;
    } finally {
      lock.unlock();
    }
  }

  private Supply supply(String pool, int max, boolean isLocal) {
    List<Job> jobs = new ArrayList<>();
    while (isLocal && !ready.isEmpty() && jobs.size() < max) {
      jobs.add(ready.poll());
    }
    if (!jobs.isEmpty()) {
      return new Ready(jobs);
    }
    for (Job job; jobs.size() < max && (job = next(pool)) != null; ) {
      jobs.add(job);
    }
    if (!jobs.isEmpty()) {
      return new Offered(jobs);
    }
    if (isShared && untilNextLook(pool, System.nanoTime()) <= 0) {
      quietUntil.put(pool, System.nanoTime() + LOOK_AGAIN_NANOS); // One looks for all.
      return new Ask();
    }
    return new Nothing();
  }

  private long untilNextLook(String pool, long now) {
    return isShared ? quietUntil.getOrDefault(pool, now) - now : Long.MAX_VALUE;
  }

  /// What has ended while it waited is passed over.
  private @Nullable Job next(String pool) {
    for (var queue : poolsOf(pool)) {
      for (var found = queue.poll(); found != null; found = queue.poll()) {
        if (waitingIds.remove(found.job().id())) {
          return found.job();
        }
      }
    }
    return null;
  }

  private List<PriorityQueue<Waiting>> poolsOf(String pool) {
    if (pool.equals(Job.POOL_ANY)) {
      return List.copyOf(waiting.values());
    }
    var one = waiting.get(pool);
    return one == null ? List.of() : List.of(one);
  }

  /// The job as it was leased last, if it was leased here.
  Optional<Taken> running(JobId id) {
    return Optional.ofNullable(running.get(id));
  }

  /// Two desks may begin the same job at once, one from memory and one from the queue in the store:
  /// the later lease is the one that counts.
  void begun(Job job, Holder holder) {
    var taken = new Taken(job, holder, System.nanoTime());
    running.compute(
        job.id(),
        (_, known) -> {
          if (known != null && known.job().fence() > job.fence()) {
            return known;
          }
          localRunning.addAndGet(isLocal(taken) - isLocal(known));
          return taken;
        });
  }

  /// Whether the engine's own worker has that job, or will have it.
  boolean isLocal(JobId id) {
    return isLocal(running.get(id)) == 1;
  }

  private int isLocal(@Nullable Taken taken) {
    return taken != null && taken.holder().name().equals(engine) ? 1 : 0;
  }

  /// What was handed out more than `age` ago and has not ended here.
  List<Job> runningFor(Duration age) {
    long latest = System.nanoTime() - age.toNanos();
    return running.values().stream()
        .filter(taken -> taken.nanos() - latest < 0)
        .map(Taken::job)
        .toList();
  }

  /// It is no longer held under that fence, or an earlier one.
  void lost(JobId id, long fence) {
    running.computeIfPresent(
        id,
        (_, known) -> {
          if (known.job().fence() > fence) {
            return known;
          }
          localRunning.addAndGet(-isLocal(known));
          return null;
        });
  }

  /// The job is over, or between two attempts.
  void ended(JobId id) {
    localRunning.addAndGet(-isLocal(running.remove(id)));
    lock.lock();
    try {
      waitingIds.remove(id);
    } finally {
      lock.unlock();
    }
  }

  /// Tells the holder of the job to stop, if it is one that this engine talks to.
  void stop(JobId id) {
    var taken = running.get(id);
    if (taken != null) {
      stop(taken.holder().name(), id);
    }
  }

  void stop(String holder, JobId id) {
    stopListeners.getOrDefault(holder, List.of()).forEach(listener -> listener.accept(id));
  }

  void onStop(String holder, Consumer<JobId> listener) {
    stopListeners.computeIfAbsent(holder, _ -> new CopyOnWriteArrayList<>()).add(listener);
  }
}
