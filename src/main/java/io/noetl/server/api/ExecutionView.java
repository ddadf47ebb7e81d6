package io.noetl.server.api;

import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.store.ExecutionRow;
import io.noetl.store.QueuedJob;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Executions and their jobs as answers show them.
record ExecutionView(Histories histories, Instant now) {
  static final Form JOB =
      Form.of(
          "Job",
          Field.id("execution_id", "Its execution.").needed(),
          Field.text("job", "Its name within the execution.").needed(),
          Field.text("node_id", "The step it is for, execution first.").needed(),
          Field.text("node_name", "The step it is for.").needed(),
          Field.text("action", "The tool.").needed(),
          Field.text("status", "Where it stands.")
              .oneOf("queued", "leased", "retry", "stopping")
              .needed(),
          Field.text("pool", "The pool of workers it waits for.").needed(),
          Field.whole("priority", "Higher goes first.").needed(),
          Field.whole("attempts", "The attempt it is at.").needed(),
          Field.whole("max_attempts", "How many there may be.").needed(),
          Field.whole("deliveries", "How often a worker was lost with it.").needed(),
          Field.text("worker_id", "Who holds it."),
          Field.text("lease_until", "Until when; for a retry: when it is due."));

  static final Form WAIT =
      Form.of(
          "Wait",
          Field.text("job", "What waits, by its name within the execution.").needed(),
          Field.text("kind", "For its time to come, or for its next attempt.")
              .oneOf("wait", "retry")
              .needed(),
          Field.whole("attempt", "The attempt it is for; 0 for a wait.").needed(),
          Field.text("due", "Until when.").needed());

  static final Form EXECUTION =
      Form.of(
          "Execution",
          Field.id("execution_id", "The execution.").needed(),
          Field.id("id", "The same.").needed(),
          Field.text("path", "The catalog path of its playbook.").needed(),
          Field.text("playbook_id", "The same.").needed(),
          Field.text("playbook_name", "The last part of it.").needed(),
          Field.whole("version", "The version of its playbook.").needed(),
          Field.text("status", "Where it stands.")
              .oneOf("RUNNING", "PAUSED", "CANCELLING", "COMPLETED", "FAILED", "CANCELLED")
              .needed(),
          Field.whole("progress", "How many of a hundred parts are done.").needed(),
          Field.text("start_time", "When it began.").needed(),
          Field.text("end_time", "When it ended; null while it goes on."),
          Field.number("duration", "Seconds, so far.").needed(),
          Field.whole("events_count", "How many events it has.").needed(),
          Field.id("parent_execution_id", "The execution whose step started it."),
          Field.id("retry_of", "The execution that it does again."),
          Field.text("error", "Why it failed or was cancelled."));

  private static final double MILLIS = 1_000;

  /// The line in lists: with the error, without the result.
  Fields line(ExecutionRow row) {
    return lines(List.of(row)).getFirst();
  }

  /// A page of them; what stands in their events is read for all at once.
  List<Fields> lines(List<ExecutionRow> rows) {
    var index = histories.store().executions();
    var originals = index.originals(ids(rows, _ -> true));
    var bad = ids(rows, phase -> phase == Phase.FAILED || phase == Phase.CANCELLED);
    var ends = bad.isEmpty() ? Map.<Long, Entry>of() : index.ends(bad);
    return rows.stream()
        .map(
            row -> {
              var end = Optional.ofNullable(ends.get(row.execution()));
              return base(row)
                  .with("retry_of", id(originals.getOrDefault(row.execution(), 0L)))
                  .with("error", text(end.map(it -> error(it.event())).orElse("")));
            })
        .toList();
  }

  private static List<Long> ids(List<ExecutionRow> rows, Predicate<Phase> wanted) {
    return rows.stream()
        .filter(row -> wanted.test(row.phase()))
        .map(ExecutionRow::execution)
        .toList();
  }

  private Fields base(ExecutionRow row) {
    var id = Long.toString(row.execution());
    var path = row.playbook().path();
    return Fields.builder()
        .put("execution_id", id)
        .put("id", id)
        .put("path", path)
        .put("playbook_id", path)
        .put("playbook_name", path.substring(path.lastIndexOf('/') + 1))
        .put("version", row.playbook().version())
        .put("status", row.phase().name())
        .put("progress", row.progress())
        .put("start_time", Times.utc(row.startedAt()))
        .put("end_time", Times.orNull(row.endedAt()))
        .put("duration", Num.of(seconds(row, now)))
        .put("events_count", row.lastEvent())
        .put("parent_execution_id", id(row.parent()))
        .build();
  }

  /// How long it took, or has taken so far.
  static double seconds(ExecutionRow row, Instant now) {
    var end = row.phase().isFinal() ? row.endedAt() : now;
    return Math.max(0, Duration.between(row.startedAt(), end).toMillis() / MILLIS);
  }

  /// Everything but the events.
  Fields whole(ExecutionRow row) {
    var last = histories.last(row);
    Value result = Null.NULL;
    var failedStep = "";
    if (last.isPresent()) {
      switch (last.get().event()) {
        case Event.ExecutionCompleted it -> result = histories.load(it.result());
        case Event.ExecutionFailed it -> failedStep = it.failedStep();
        default -> {}
      }
    }
    return line(row).with("result", result).with("failed_step", text(failedStep));
  }

  private static String error(Event event) {
    return switch (event) {
      case Event.ExecutionFailed it -> it.error().isEmpty() ? it.reason() : it.error();
      case Event.ExecutionCancelled it -> "cancelled: " + it.detail();
      default -> "";
    };
  }

  static Fields job(QueuedJob queued) {
    var job = queued.job();
    return Fields.builder()
        .put("execution_id", Long.toString(job.id().execution()))
        .put("job", job.id().name())
        .put("node_id", job.id().execution() + ":" + job.step())
        .put("node_name", job.step())
        .put("action", job.call().tool())
        .put("status", word(queued.status()))
        .put("pool", job.pool())
        .put("priority", job.priority())
        .put("attempts", job.attempt())
        .put("max_attempts", job.attemptsMax())
        .put("deliveries", job.deliveries())
        .put("worker_id", text(queued.owner()))
        .put("lease_until", Times.orNull(queued.leaseUntil()))
        .build();
  }

  /// A timer that something of the execution waits for; empty for the others.
  static Optional<Value> wait(Timer timer) {
    return switch (timer.purpose()) {
      case Timer.WaitDue(var job) -> Optional.of(wait(job, "wait", 0, timer.due()));
      case Timer.RetryDue(var job, var attempt) ->
          Optional.of(wait(job, "retry", attempt, timer.due()));
      default -> Optional.empty();
    };
  }

  private static Value wait(String job, String kind, int attempt, Instant due) {
    return Fields.builder()
        .put("job", job)
        .put("kind", kind)
        .put("attempt", attempt)
        .put("due", Times.utc(due))
        .build();
  }

  /// The queue's statuses have the words of old.
  private static String word(QueuedJob.Status status) {
    return status == QueuedJob.Status.HELD ? "retry" : status.name().toLowerCase(Locale.ROOT);
  }

  /// The status that such a word stands for; empty for none.
  static String status(String word) {
    return word.equals("retry") ? QueuedJob.Status.HELD.name() : word.toUpperCase(Locale.ROOT);
  }

  static Value id(long id) {
    return id == 0 ? Null.NULL : Text.of(Long.toString(id));
  }

  static Value text(String text) {
    return text.isEmpty() ? Null.NULL : Text.of(text);
  }
}
