package io.noetl.cli;

import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Phase;
import io.noetl.broker.State;
import io.noetl.job.Failure;
import io.noetl.store.Append.LogLine;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Tells how an execution ended: the result on `out`, what went wrong on `err`.
final class Report {
  /// The last lines of what a failed step printed.
  private static final int LOG_LINES_MAX = 20;

  private final ExecutionDesk desk;
  private final Console console;
  private final Strokes strokes;

  Report(ExecutionDesk desk, Console console) {
    this.desk = desk;
    this.console = console;
    this.strokes = new Strokes(console);
  }

  void tell(State state, LocalRun.Manner manner) throws InterruptedException {
    boolean completed = state.phase() == Phase.COMPLETED;
    var result = completed ? desk.result(state) : Null.NULL;
    var error = completed ? "" : error(state);
    if (manner.json()) {
      console.print(Json.write(json(row(state), result, error, Instant.now())));
    } else if (completed) {
      console.print(Json.pretty(result));
    }
    console.out().flush();
    if (!completed) {
      explain(state, error);
    } else if (!manner.quiet()) {
      console.say(strokes.good() + " completed in " + time(state));
    }
  }

  private static ExecutionRow row(State state) {
    return new ExecutionRow(
        state.execution(),
        state.playbook(),
        state.phase(),
        state.origin().execution(),
        state.startedAt(),
        state.endedAt(),
        state.version(),
        state.phase() == Phase.COMPLETED ? 100 : 0,
        "");
  }

  /// The object that `run --json`, `status --json` and `executions --json` have in common.
  static Fields json(ExecutionRow row, Value result, String error, Instant now) {
    boolean isFinal = row.phase().isFinal();
    var end = isFinal ? row.endedAt() : now;
    return Fields.builder()
        .put("execution_id", Long.toString(row.execution()))
        .put("path", row.playbook().path())
        .put("version", row.playbook().version())
        .put("status", row.phase().name())
        .put("result", result)
        .put("error", error.isEmpty() ? Null.NULL : Text.of(error))
        .put("started_at", Times.utc(row.startedAt()))
        .put("ended_at", isFinal ? Text.of(Times.utc(row.endedAt())) : Null.NULL)
        .put("duration_ms", Num.of(Duration.between(row.startedAt(), end).toMillis()))
        .build();
  }

  static String error(State state) {
    var ending = state.ending();
    return ending.detail().isEmpty() ? ending.reason() : ending.detail();
  }

  private static String time(State state) {
    return Times.words(Duration.between(state.startedAt(), state.endedAt()));
  }

  private void explain(State state, String error) throws InterruptedException {
    long id = state.execution();
    var step = state.ending().failedStep();
    boolean cancelled = state.phase() == Phase.CANCELLED;
    console.say(
        "%s execution %d %s after %s: %s"
            .formatted(
                strokes.bad(),
                id,
                cancelled ? "was cancelled" : failedAt(step),
                time(state),
                error));
    if (!step.isEmpty()) {
      var history = desk.entries(id);
      failure(history, step).ifPresent(this::trace);
      printed(id, step);
      console.say("  noetl why %d %s%s  says why this step ran".formatted(id, step, desk.place()));
    }
    console.say("  noetl events %d%s  shows all that happened".formatted(id, desk.place()));
  }

  private static String failedAt(String step) {
    return step.isEmpty() ? "failed" : "failed at step '%s'".formatted(step);
  }

  private static Optional<Failure> failure(List<Entry> history, String step) {
    return history.reversed().stream()
        .map(Entry::event)
        .filter(event -> event instanceof Event.StepFailed it && it.step().equals(step))
        .map(event -> ((Event.StepFailed) event).failure())
        .findFirst();
  }

  private void trace(Failure failure) {
    if (!failure.trace().isBlank()) {
      console.say(failure.trace().stripTrailing().indent(2).stripTrailing());
    }
  }

  private void printed(long execution, String step) throws InterruptedException {
    var text = new StringBuilder();
    desk.logs(execution, step).stream().map(LogLine::text).forEach(text::append);
    var lines = text.toString().lines().toList();
    if (!lines.isEmpty()) {
      console.say("  it printed:");
      lines
          .subList(Math.max(0, lines.size() - LOG_LINES_MAX), lines.size())
          .forEach(line -> console.say("  | " + line));
    }
  }
}
