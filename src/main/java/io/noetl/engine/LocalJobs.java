package io.noetl.engine;

import io.noetl.broker.Fact;
import io.noetl.broker.Phase;
import io.noetl.job.Checkpoint;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.store.Append;
import io.noetl.store.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The jobs of this engine for the worker in the same process: handed over in memory once they are
/// durable. It serves every pool, since nobody else does.
final class LocalJobs implements JobSource {
  private static final Logger LOG = LoggerFactory.getLogger(LocalJobs.class);

  /// How long a job that cannot begin now waits for its next offer.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Engine engine;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Deque<Job> ready = new ArrayDeque<>();
  private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(LocalJobs::compare);
  private final Map<JobId, Job> running = new ConcurrentHashMap<>();
  private final List<Consumer<JobId>> stopListeners = new CopyOnWriteArrayList<>();
  private final AtomicLong pieces = new AtomicLong();
  private long order;
  private int capacity;
  private int promised;

  /// A job that no worker has taken yet.
  private record Waiting(Job job, long order) {}

  /// Urgent ones first, then those that came first. Not made with [java.util.Comparator], whose
  /// methods are linked anew in each process.
  private static int compare(Waiting a, Waiting b) {
    int urgency = Integer.compare(b.job().priority(), a.job().priority());
    return urgency == 0 ? Long.compare(a.order(), b.order()) : urgency;
  }

  LocalJobs(Engine engine) {
    this.engine = engine;
  }

  /// Claims the worker's free slots for jobs about to be born; what is not used must be given back.
  int reserve() {
    lock.lock();
    try {
      int free = Math.max(0, capacity - promised - ready.size() - waiting.size());
      promised += free;
      return free;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(int slots) {
    if (slots > 0) {
      lock.lock();
      try {
        promised -= slots;
      } finally {
        lock.unlock();
      }
    }
  }

  /// Hands over a job that is leased already.
  void handOver(Job job) {
    running.put(job.id(), job);
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
      waiting.add(new Waiting(job, order++));
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The job as it was leased last, if it was leased here.
  Optional<Job> running(JobId id) {
    return Optional.ofNullable(running.get(id));
  }

  /// The job is over, or between two attempts.
  void ended(JobId id) {
    running.remove(id);
    lock.lock();
    try {
      waiting.removeIf(it -> it.job().id().equals(id));
    } finally {
      lock.unlock();
    }
  }

  void stop(JobId id) {
    stopListeners.forEach(listener -> listener.accept(id));
  }

  @Override
  public List<Leased> lease(String pool, int max, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    while (true) {
      List<Job> taken = new ArrayList<>();
      lock.lockInterruptibly();
      try {
        capacity += max;
        try {
          while (ready.isEmpty() && waiting.isEmpty() && left > 0) {
            left = news.awaitNanos(left);
          }
        } finally {
          capacity -= max;
        }
        while (!ready.isEmpty() && taken.size() < max) {
          taken.add(ready.poll());
        }
        if (taken.isEmpty()) {
          while (!waiting.isEmpty() && taken.size() < max) {
            taken.add(waiting.poll().job());
          }
          lock.unlock();
          try {
            taken = begin(taken);
          } finally {
            lock.lock();
          }
        }
      } finally {
        lock.unlock();
      }
      if (!taken.isEmpty() || left <= 0) {
        return taken.stream().map(this::withCheckpoint).toList();
      }
    }
  }

  /// Tells the engine that these are taken now; keeps those that it agrees to.
  private List<Job> begin(List<Job> offered) throws InterruptedException {
    var asked = new ArrayList<Request>();
    var jobs = offered.stream().map(Job::leased).toList();
    for (var job : jobs) {
      running.put(job.id(), job);
      var request =
          Request.of(job.id().execution(), new Fact.Leased(job.id().name(), job.attempt()));
      engine.offer(request);
      asked.add(request);
    }
    var begun = new ArrayList<Job>();
    for (int i = 0; i < jobs.size(); i++) {
      if (isBegun(asked.get(i), offered.get(i))) {
        begun.add(jobs.get(i));
      } else {
        running.remove(jobs.get(i).id());
      }
    }
    return begun;
  }

  /// Whether the engine agrees. A job that cannot begin now, because its execution is paused or the
  /// store is away, is offered again later.
  private boolean isBegun(Request asked, Job offered) throws InterruptedException {
    try {
      return switch (engine.answer(asked)) {
        case Told.Accepted _ -> true;
        case Told.Nothing(var state) -> {
          if (state.phase() == Phase.PAUSED && state.isWaiting(offered.id().name())) {
            engine.clockwork().offer(offered, engine.now().plus(AGAIN));
          }
          yield false;
        }
        case Told.Stale _, Told.Unknown _ -> false;
      };
    } catch (StoreUnavailable e) {
      LOG.warn("event=lease_delayed job={} reason=\"{}\"", offered.id(), e.getMessage());
      engine.clockwork().offer(offered, engine.now().plus(AGAIN));
      return false;
    } catch (Incident e) {
      LOG.error("event=lease_failed job={}", offered.id(), e);
      return false;
    }
  }

  private Leased withCheckpoint(Job job) {
    boolean isFirst = job.attempt() == 1 && job.deliveries() == 0;
    return new Leased(
        job,
        isFirst || !job.call().tool().equals("iterator")
            ? Checkpoint.NONE
            : Checkpoints.read(engine.store().checkpoints(job.id().execution(), job.id().name())));
  }

  @Override
  public Receipt progress(JobId id, long fence, Progress progress) throws InterruptedException {
    var job = running.get(id);
    if (job == null || job.fence() != fence) {
      return Receipt.STALE;
    }
    var fact = new Fact.Progressed(id.name(), job.attempt(), fence, progress);
    var piece = Checkpoints.piece(id, fence, pieces.incrementAndGet(), progress);
    var request =
        Request.under(new Append.Guard(id.name(), fence), id.execution(), fact, piece, List.of());
    engine.offer(request);
    return engine.answer(request) instanceof Told.Stale ? Receipt.STALE : Receipt.ACCEPTED;
  }

  @Override
  public Receipt report(JobId id, long fence, Outcome outcome) throws InterruptedException {
    var job = running.get(id);
    if (job == null || job.fence() != fence) {
      return Receipt.STALE;
    }
    var logs =
        outcome.log().isEmpty()
            ? List.<Append.LogLine>of()
            : List.of(new Append.LogLine(job.step(), job.visit(), job.attempt(), outcome.log()));
    var fact = new Fact.Reported(id.name(), job.attempt(), fence, outcome);
    var request =
        Request.under(new Append.Guard(id.name(), fence), id.execution(), fact, Map.of(), logs);
    engine.offer(request);
    return switch (engine.answer(request)) {
      case Told.Accepted _ -> Receipt.ACCEPTED;
      case Told.Stale _ -> {
        running.remove(id);
        new Recovery(engine).offerAgain(id);
        yield Receipt.STALE;
      }
      case Told.Nothing _, Told.Unknown _ -> {
        running.remove(id);
        yield Receipt.STALE;
      }
    };
  }

  /// Local leases need no renewal: they are void as soon as this process is gone.
  @Override
  public List<JobId> renew(List<Held> held) {
    return held.stream()
        .filter(
            it -> {
              var job = running.get(it.job());
              return job == null || job.fence() != it.fence();
            })
        .map(Held::job)
        .toList();
  }

  @Override
  public void onStop(Consumer<JobId> listener) {
    stopListeners.add(listener);
  }
}
