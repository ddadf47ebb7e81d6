package io.noetl.cli.bench;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.store.Append;
import io.noetl.store.Encoded;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import io.noetl.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/// What the store alone can take: the rows that an engine has written, under the ids of new
/// executions, in the same batches and from as many threads, with nobody who decides in between.
/// Their JSON is written beforehand.
final class Limit {
  /// Leads from an id to one that no other execution has: a day further.
  private static final long STEP = 86_400_000L << 22;

  private final Store store;
  private long shift;

  Limit(Store store) {
    this.store = store;
  }

  /// How many executions went through in how many nanoseconds, and what that cost.
  record Figures(double executions, long nanos, long cpuNanos) {
    static final Figures NONE = new Figures(0, 1, 0);

    double perSecond() {
      return executions * 1e9 / nanos;
    }

    /// For each execution.
    double cpuMillis() {
      return executions == 0 ? 0 : cpuNanos / 1e6 / executions;
    }
  }

  /// Gives the store what was seen of `perExecution` appends each.
  Figures measure(Recorder.Seen seen, double perExecution, Cpu cpu) throws InterruptedException {
    shift += STEP;
    var threads =
        seen.kept().stream()
            .map(batches -> batches.stream().map(batch -> encoded(batch, shift)).toList())
            .toList();
    long appends = threads.stream().flatMap(List::stream).mapToLong(List::size).sum();
    System.gc();
    long cpuBefore = cpu.nanos();
    long before = System.nanoTime();
    try (var pool = Executors.newFixedThreadPool(Math.max(1, threads.size()))) {
      var done = threads.stream().map(batches -> pool.submit(() -> commit(batches))).toList();
      for (var each : done) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the store refused what it had taken before", e.getCause());
    }
    long nanos = System.nanoTime() - before;
    return new Figures(appends / perExecution, nanos, cpu.nanos() - cpuBefore);
  }

  private void commit(List<List<Encoded>> batches) {
    for (var batch : batches) {
      for (var answer : store.write(batch)) {
        if (!(answer instanceof Append.Appended)) {
          throw new IllegalStateException("refused: " + answer);
        }
      }
    }
  }

  private static List<Encoded> encoded(List<Append> batch, long shift) {
    return batch.stream().map(append -> Encoded.of(shifted(append, shift))).toList();
  }

  private static Append shifted(Append append, long shift) {
    long execution = append.execution() + shift;
    var row = append.row();
    return new Append(
        execution,
        append.expected(),
        append.guard(),
        append.events(),
        append.commands().stream().map(command -> shifted(command, execution)).toList(),
        shifted(append.payloads(), execution),
        append.logs(),
        new ExecutionRow(
            execution,
            row.playbook(),
            row.phase(),
            row.parent(),
            row.startedAt(),
            row.endedAt(),
            row.lastEvent(),
            row.progress(),
            row.owner()),
        append.holder());
  }

  private static Command shifted(Command command, long execution) {
    return command instanceof Command.RunJob(var job, var leased)
        ? new Command.RunJob(shifted(job, execution), leased)
        : command;
  }

  private static Job shifted(Job job, long execution) {
    return new Job(
        new JobId(execution, job.id().name()),
        job.step(),
        job.visit(),
        job.attempt(),
        job.attemptsMax(),
        job.fence(),
        job.deliveries(),
        job.pool(),
        job.priority(),
        job.call());
  }

  private static Map<Content.Stored, Value> shifted(
      Map<Content.Stored, Value> payloads, long execution) {
    var shifted = new HashMap<Content.Stored, Value>();
    payloads.forEach(
        (stored, value) ->
            shifted.put(new Content.Stored(execution, stored.name(), stored.bytes()), value));
    return shifted;
  }
}
