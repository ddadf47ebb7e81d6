package io.noetl.store.memory;

import io.noetl.broker.Entry;
import io.noetl.broker.Timer;
import io.noetl.job.Job;
import io.noetl.store.Append;
import io.noetl.store.ExecutionRow;
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

/// All that the memory store keeps of one execution.
final class Execution {
  final List<Entry> events = new ArrayList<>();
  final Map<String, QueuedJob> jobs = new LinkedHashMap<>();
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
    append.logs().forEach(this::print);
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

  private void print(Append.LogLine line) {
    long before = printed.merge(line.step(), (long) line.text().length(), Long::sum);
    var kept = LogLimit.kept(before - line.text().length(), line.text());
    if (!kept.isEmpty()) {
      logs.add(new Append.LogLine(line.step(), line.visit(), line.attempt(), kept));
    }
  }

  void enqueue(Job job, boolean leased, String owner) {
    var born =
        leased
            ? new QueuedJob(job.leased(), Status.LEASED, owner, Instant.EPOCH)
            : new QueuedJob(job, Status.QUEUED, "", Instant.EPOCH);
    if (jobs.putIfAbsent(job.id().name(), born) != null) {
      throw new IllegalStateException("job %s is on the queue already".formatted(job.id()));
    }
  }

  void take(String name, String owner) {
    change(name, it -> new QueuedJob(it.job().leased(), Status.LEASED, owner, Instant.EPOCH));
  }

  void hold(String name, int attempt, Instant due) {
    change(
        name, it -> new QueuedJob(it.job().asAttempt(attempt), Status.HELD, "", Micros.cut(due)));
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
    payloads.keySet().removeIf(payload -> isCheckpoint(name, payload));
  }

  Optional<QueuedJob> leaseAgain(String name, String owner, Instant until) {
    change(
        name,
        it ->
            new QueuedJob(
                it.job().leasedAgain(it.job().fence() + 1),
                it.status() == Status.STOPPING ? Status.STOPPING : Status.LEASED,
                owner,
                until));
    return Optional.ofNullable(jobs.get(name));
  }

  private void change(String name, UnaryOperator<QueuedJob> change) {
    jobs.computeIfPresent(name, (_, queued) -> change.apply(queued));
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
