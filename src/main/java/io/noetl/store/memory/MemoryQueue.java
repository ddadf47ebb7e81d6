package io.noetl.store.memory;

import io.noetl.broker.Phase;
import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Holder;
import io.noetl.store.JobQueue;
import io.noetl.store.Micros;
import io.noetl.store.QueuedJob;
import io.noetl.store.QueuedJob.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The queue of the memory store: looks at all jobs each time.
final class MemoryQueue implements JobQueue {
  private final Map<Long, Execution> executions;
  private final MemoryEngines engines;
  private final BiPredicate<ExecutionRow, String> isSeen;
  private final InstantSource clock;

  MemoryQueue(
      Map<Long, Execution> executions,
      MemoryEngines engines,
      BiPredicate<ExecutionRow, String> isSeen,
      InstantSource clock) {
    this.executions = executions;
    this.engines = engines;
    this.isSeen = isSeen;
    this.clock = clock;
  }

  /// A job and when it began to wait; [Instant#MAX] if it does not.
  private record Place(Execution execution, QueuedJob queued, Instant since) {
    String name() {
      return queued.job().id().name();
    }

    QueuedJob now() {
      return execution.jobs.getOrDefault(name(), queued);
    }

    boolean isHeldBy(String holder) {
      return queued.owner().equals(holder);
    }
  }

  /// In the order of the executions, and in each in that of birth: sorting keeps it among equals.
  private Stream<Place> places() {
    return executions.values().stream()
        .flatMap(
            execution ->
                execution.jobs.entrySet().stream()
                    .map(
                        job ->
                            new Place(
                                execution,
                                job.getValue(),
                                execution.waiting.getOrDefault(job.getKey(), Instant.MAX))));
  }

  private Stream<Place> claimable() {
    var now = clock.instant();
    return places()
        .filter(it -> it.execution().row.phase() != Phase.PAUSED)
        .filter(
            it ->
                switch (it.queued().status()) {
                  case QUEUED -> true;
                  case HELD -> !it.since().isAfter(now);
                  case LEASED, STOPPING -> false;
                });
  }

  @Override
  public List<QueuedJob> claim(String engine, String pool, int max, Holder holder) {
    synchronized (executions) {
      var urgentFirst = Comparator.comparingInt((Place it) -> -it.queued().job().priority());
      return claimable()
          .filter(it -> isSeen.test(it.execution().row, engine))
          .filter(it -> it.queued().job().pool().equals(pool))
          .sorted(urgentFirst.thenComparing(Place::since))
          .limit(max)
          .toList()
          .stream()
          .map(
              it -> {
                it.execution().take(it.name(), holder, clock.instant());
                return it.now();
              })
          .toList();
    }
  }

  @Override
  public List<QueuedJob> reclaim(String engine, int max) {
    synchronized (executions) {
      return places()
          .filter(it -> isSeen.test(it.execution().row, engine))
          .filter(it -> isLost(it.queued()))
          .limit(max)
          .toList()
          .stream()
          .flatMap(
              it ->
                  it
                      .execution()
                      .leaseAgain(it.name(), Holder.engine(engine), clock.instant())
                      .stream())
          .toList();
    }
  }

  private boolean isLost(QueuedJob queued) {
    return isAtWork(queued)
        && (queued.leaseUntil().equals(Instant.EPOCH)
            ? !engines.isAlive(queued.owner())
            : queued.leaseUntil().isBefore(clock.instant()));
  }

  private static boolean isAtWork(QueuedJob queued) {
    return queued.status() == Status.LEASED || queued.status() == Status.STOPPING;
  }

  @Override
  public boolean release(JobId job, long fence, Instant due) {
    synchronized (executions) {
      var execution = executions.get(job.execution());
      if (execution == null
          || !find(job)
              .filter(it -> it.status() == Status.LEASED)
              .filter(it -> it.job().fence() == fence)
              .isPresent()) {
        return false;
      }
      if (due.equals(Instant.EPOCH)) {
        execution.queueAgain(job.name(), clock.instant());
      } else {
        execution.holdAgain(job.name(), due);
      }
      return true;
    }
  }

  private Optional<QueuedJob> find(JobId job) {
    return Optional.ofNullable(executions.get(job.execution()))
        .flatMap(it -> Optional.ofNullable(it.jobs.get(job.name())));
  }

  @Override
  public List<JobId> renew(String holder, List<JobSource.Held> held, Duration lease) {
    synchronized (executions) {
      return held.stream()
          .filter(it -> !mayGoOn(new Holder(holder, lease), it))
          .map(JobSource.Held::job)
          .toList();
    }
  }

  private boolean mayGoOn(Holder holder, JobSource.Held held) {
    var queued =
        find(held.job())
            .filter(it -> it.owner().equals(holder.name()) && it.job().fence() == held.fence());
    var execution = executions.get(held.job().execution());
    if (queued.isEmpty() || execution == null) {
      return false;
    }
    execution.extend(held.job().name(), holder.until(clock.instant()));
    return queued.get().status() == Status.LEASED;
  }

  @Override
  public List<JobSource.Held> stopping(String holder) {
    synchronized (executions) {
      return places()
          .filter(it -> it.isHeldBy(holder) && it.queued().status() == Status.STOPPING)
          .map(it -> new JobSource.Held(it.queued().job().id(), it.queued().job().fence()))
          .toList();
    }
  }

  @Override
  public List<QueuedJob> list(Filter filter, int max) {
    synchronized (executions) {
      return places()
          .filter(it -> isWanted(filter, it.queued()))
          .sorted(Comparator.comparing(Place::since))
          .limit(max)
          .map(Place::queued)
          .toList();
    }
  }

  private static boolean isWanted(Filter filter, QueuedJob queued) {
    var job = queued.job();
    return (filter.pool().isEmpty() || filter.pool().equals(job.pool()))
        && (filter.status().isEmpty() || filter.status().equalsIgnoreCase(queued.status().name()))
        && (filter.holder().isEmpty() || filter.holder().equals(queued.owner()))
        && (filter.execution() == 0 || filter.execution() == job.id().execution());
  }

  @Override
  public Map<String, Long> busy() {
    synchronized (executions) {
      return places()
          .map(Place::queued)
          .filter(MemoryQueue::isAtWork)
          .collect(Collectors.groupingBy(QueuedJob::owner, Collectors.counting()));
    }
  }

  @Override
  public List<Depth> depths() {
    synchronized (executions) {
      Map<String, Depth> depths = new TreeMap<>();
      claimable()
          .forEach(it -> depths.merge(pool(it), depth(it, 1, 0, it.since()), MemoryQueue::sum));
      places()
          .filter(it -> isAtWork(it.queued()))
          .forEach(it -> depths.merge(pool(it), depth(it, 0, 1, Instant.EPOCH), MemoryQueue::sum));
      return List.copyOf(depths.values());
    }
  }

  private static String pool(Place place) {
    return place.queued().job().pool();
  }

  private static Depth depth(Place place, long waiting, long running, Instant oldest) {
    return new Depth(pool(place), waiting, running, Micros.cut(oldest));
  }

  private static Depth sum(Depth one, Depth more) {
    var oldest =
        more.waiting() > 0 && (one.waiting() == 0 || more.oldest().isBefore(one.oldest()))
            ? more.oldest()
            : one.oldest();
    return new Depth(
        one.pool(), one.waiting() + more.waiting(), one.running() + more.running(), oldest);
  }
}
