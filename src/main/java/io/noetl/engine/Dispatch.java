package io.noetl.engine;

import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.store.Holder;
import java.time.Duration;
import java.util.ArrayList;
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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The jobs that this engine knows of, in memory: those born leased for a worker, those that wait
/// for anybody, and those that it handed out. In a shared store others may know of the same and of
/// more; then this is a short cut to the queue in the store, which decides who gets a job.
final class Dispatch {
  /// Waiting jobs kept at hand for a shared store's queue; it has the others too.
  private static final int WAITING_SHARED_MAX = 1_000;

  /// How long a shared queue that had nothing more is left alone, unless there is news.
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Workers come under new names each time.
  private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final boolean isShared;
  private final String engine;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Map<String, Seat> seats = new HashMap<>();
  private final Map<String, PriorityQueue<Waiting>> waiting = new HashMap<>();
  private final Set<JobId> waitingIds = new HashSet<>();
  private final Map<String, Long> quietUntil = new HashMap<>();
  private final Map<JobId, Taken> running = new ConcurrentHashMap<>();
  private final Map<String, List<Consumer<JobId>>> stopListeners = new ConcurrentHashMap<>();
  private long order;

  /// A job that no worker has taken yet.
  private record Waiting(Job job, long order) {}

  /// A job, who has it, and when it was taken.
  record Taken(Job job, Holder holder, long nanos) {}

  /// What there is for someone who asks.
  sealed interface Supply {}

  /// Leased to the one who asks already: to be begun.
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

  /// Claims a worker's free slots for jobs about to be born: of the one that reports on `reported`,
  /// else the engine's own, else one that is asking for jobs. What is not used must be given back.
  Claim claim(@Nullable JobId reported) {
    var taken = reported == null ? null : running.get(reported);
    lock.lock();
    try {
      var reporting = taken == null ? null : seats.get(taken.holder().name());
      int ending = reporting == null ? 0 : 1;
      var seat = reporting == null ? idle() : reporting;
      if (seat == null) {
        return Claim.none(Holder.engine(engine));
      }
      seat.promise(-ending);
      int slots = Math.max(0, seat.free() - waitingIds.size());
      seat.promise(slots);
      return new Claim(seat, seat.holder(), slots, ending);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Seat idle() {
    var own = seats.get(engine);
    if (own != null && own.free() > 0) {
      return own;
    }
    Seat best = null;
    for (var seat : seats.values()) {
      if (seat.isAsking() && seat.free() > (best == null ? 0 : best.free())) {
        best = seat;
      }
    }
    return best;
  }

  /// Gives back what a decision has not used, since `used` jobs were born by it.
  void settle(Claim claim, int used) {
    promise(claim, used - claim.slots());
  }

  /// The decision is carried out, or is not: what was born counts by itself now.
  void conclude(Claim claim, int used) {
    promise(claim, claim.ending() - used);
  }

  private void promise(Claim claim, int more) {
    if (claim.seat() != null && more != 0) {
      lock.lock();
      try {
        claim.seat().promise(more);
      } finally {
        lock.unlock();
      }
    }
  }

  /// Hands over a job that is leased to that worker.
  void handOver(Job job, Holder holder) {
    begun(job, holder);
    lock.lock();
    try {
      seat(holder).ready.add(job);
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Seat seat(Holder holder) {
    return seats.computeIfAbsent(holder.name(), _ -> new Seat(holder));
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

  /// Waits up to `nanos` for jobs of `pool`, at most `max`, for that worker.
  Supply take(String pool, int max, Holder holder, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    lock.lockInterruptibly();
    try {
      var seat = seat(holder);
      seat.asks(holder, pool, max);
      try {
        while (true) {
          var supply = supply(pool, max, seat);
          long now = System.nanoTime();
          if (!(supply instanceof Nothing) || now >= deadline) {
            return supply;
          }
          news.awaitNanos(Math.min(deadline - now, untilNextLook(pool, now)));
        }
      } finally {
        seat.hasAsked();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The worker takes no more jobs. Those that were born for it and that it has not taken are
  /// nobody's now.
  List<Job> leave(Holder holder) {
    lock.lock();
    try {
      var seat = seat(holder);
      seat.leaves();
      var left = held(seat, Integer.MAX_VALUE);
      left.forEach(job -> lost(job.id(), job.fence()));
      return left;
    } finally {
      lock.unlock();
    }
  }

  /// Forgets workers that have not asked for long.
  void forgetSeats() {
    lock.lock();
    try {
      seats.values().removeIf(seat -> seat.isForgotten(FORGOTTEN_NANOS));
    } finally {
      lock.unlock();
    }
  }

  private Supply supply(String pool, int max, Seat seat) {
    var born = held(seat, max);
    if (!born.isEmpty()) {
      return new Ready(born);
    }
    List<Job> jobs = new ArrayList<>();
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

  /// Takes what was born for the worker, but for what it has lost meanwhile.
  private List<Job> held(Seat seat, int max) {
    List<Job> jobs = new ArrayList<>();
    for (Job job; jobs.size() < max && (job = seat.ready.poll()) != null; ) {
      var taken = running.get(job.id());
      if (taken != null && taken.job().fence() == job.fence()) {
        jobs.add(job);
      }
    }
    return jobs;
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
    lock.lock();
    try {
      var known = running.get(job.id());
      if (known == null || known.job().fence() <= job.fence()) {
        forget(known);
        running.put(job.id(), new Taken(job, holder, System.nanoTime()));
        seat(holder).holds(1);
      }
    } finally {
      lock.unlock();
    }
  }

  private void forget(@Nullable Taken known) {
    if (known != null) {
      running.remove(known.job().id());
      seat(known.holder()).holds(-1);
    }
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
    lock.lock();
    try {
      var known = running.get(id);
      if (known != null && known.job().fence() <= fence) {
        forget(known);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The job is over, or between two attempts.
  void ended(JobId id) {
    lock.lock();
    try {
      forget(running.get(id));
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
