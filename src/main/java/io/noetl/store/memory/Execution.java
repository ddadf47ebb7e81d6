package io.noetl.store.memory;

import io.noetl.broker.Entry;
import io.noetl.broker.Timer;
import io.noetl.job.Job;
import io.noetl.store.Append;
import io.noetl.store.DueTimer;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Holder;
import io.noetl.store.LogLimit;
import io.noetl.store.Micros;
import io.noetl.store.QueuedJob;
import io.noetl.store.QueuedJob.Status;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// All that the memory store keeps of one execution.
final class Execution {
  final List<Entry> events = new ArrayList<>();
  final Map<String, QueuedJob> jobs = new LinkedHashMap<>();

  /// Since when each job that waits does.
  final Map<String, Instant> waiting = new HashMap<>();

  final Map<String, Timer> timers = new HashMap<>();
  final Map<String, Value> payloads = new HashMap<>();
  final List<Append.LogLine> logs = new ArrayList<>();
  private final Map<String, Long> printed = new HashMap<>();
  ExecutionRow row;

  Execution(ExecutionRow row) {
    this.row = row;
  }

  boolean isLeased(Append.Guard guard) {
    var queued = jobs.get(guard.job());
    return queued != null && queued.job().fence() == guard.fence();
  }

  void advance(Append append) {
    row = progressed(append.row());
    events.addAll(append.events());
    append.payloads().forEach((stored, value) -> payloads.put(stored.name(), value));
    append.logs().forEach(line -> print(line, Micros.cut(append.at())));
  }

  /// What never changes after the start is kept.
  private ExecutionRow progressed(ExecutionRow next) {
    return new ExecutionRow(
        row.execution(),
        row.playbook(),
        next.phase(),
        row.parent(),
        Micros.cut(row.startedAt()),
        Micros.cut(next.endedAt()),
        next.lastEvent(),
        next.progress(),
        row.owner());
  }

  void adopt(String owner) {
    row =
        new ExecutionRow(
            row.execution(),
            row.playbook(),
            row.phase(),
            row.parent(),
            row.startedAt(),
            row.endedAt(),
            row.lastEvent(),
            row.progress(),
            owner);
  }

  private void print(Append.LogLine line, Instant at) {
    long before = printed.merge(line.step(), (long) line.text().length(), Long::sum);
    var kept = LogLimit.kept(before - line.text().length(), line.text());
    if (!kept.isEmpty()) {
      logs.add(new Append.LogLine(line.step(), line.visit(), line.attempt(), kept, at));
    }
  }

  void enqueue(Job job, Instant birth) {
    add(new QueuedJob(job, Status.QUEUED, "", Instant.EPOCH));
    waiting.put(job.id().name(), Micros.cut(birth));
  }

  void enqueueLeased(Job job, Holder holder, Instant now) {
    add(new QueuedJob(job.leased(), Status.LEASED, holder.name(), holder.until(now)));
  }

  private void add(QueuedJob born) {
    var id = born.job().id();
    if (jobs.putIfAbsent(id.name(), born) != null) {
      throw new IllegalStateException("job %s is on the queue already".formatted(id));
    }
  }

  void take(String name, Holder holder, Instant now) {
    waiting.remove(name);
    change(
        name,
        it -> new QueuedJob(it.job().leased(), Status.LEASED, holder.name(), holder.until(now)));
  }

  void hold(String name, int attempt, Instant due) {
    change(name, it -> held(it.job().asAttempt(attempt), due));
  }

  private QueuedJob held(Job job, Instant due) {
    waiting.put(job.id().name(), Micros.cut(due));
    return new QueuedJob(job, Status.HELD, "", Micros.cut(due));
  }

  void queueAgain(String name, Instant now) {
    change(
        name,
        it -> {
          waiting.put(name, now);
          return new QueuedJob(it.job(), Status.QUEUED, "", Instant.EPOCH);
        });
  }

  void holdAgain(String name, Instant due) {
    change(name, it -> held(it.job(), due));
  }

  void extend(String name, Instant until) {
    change(name, it -> new QueuedJob(it.job(), it.status(), it.owner(), until));
  }

  void stop(String name) {
    change(
        name,
        it ->
            it.status() == Status.LEASED
                ? new QueuedJob(it.job(), Status.STOPPING, it.owner(), it.leaseUntil())
                : it);
  }

  void end(String name) {
    jobs.remove(name);
    waiting.remove(name);
    payloads.keySet().removeIf(payload -> isCheckpoint(name, payload));
  }

  Optional<QueuedJob> leaseAgain(String name, Holder holder, Instant now) {
    waiting.remove(name);
    change(
        name,
        it ->
            new QueuedJob(
                it.job().leasedAgain(it.job().fence() + 1),
                it.status() == Status.STOPPING ? Status.STOPPING : Status.LEASED,
                holder.name(),
                holder.until(now)));
    return Optional.ofNullable(jobs.get(name));
  }

  private void change(String name, UnaryOperator<QueuedJob> change) {
    jobs.computeIfPresent(name, (_, queued) -> change.apply(queued));
  }

  Stream<DueTimer> due(Instant before) {
    return timers.values().stream()
        .filter(timer -> timer.due().isBefore(before))
        .sorted(Comparator.comparing(Timer::name))
        .map(timer -> new DueTimer(row.execution(), timer));
  }

  List<Value> checkpoints(String job) {
    return payloads.entrySet().stream()
        .filter(payload -> isCheckpoint(job, payload.getKey()))
        .sorted(Comparator.comparingLong(payload -> number(job, payload.getKey())))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static boolean isCheckpoint(String job, String payload) {
    var prefix = prefix(job);
    return payload.startsWith(prefix) && payload.indexOf('/', prefix.length()) < 0;
  }

  private static long number(String job, String payload) {
    return Long.parseLong(payload.substring(prefix(job).length()));
  }

  private static String prefix(String job) {
    return "checkpoint/" + job + "/";
  }
}
