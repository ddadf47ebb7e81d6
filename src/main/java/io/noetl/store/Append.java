package io.noetl.store;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One decision on its way into the store: all of it becomes durable, or nothing.
///
/// `expected` is the number of the last event that the decision knew of (0 for a new execution).
/// `guard` names the lease under which a report came; if the job is leased anew or gone, nothing is
/// written. `payloads` are the large values that the events refer to. `row` is the execution's line
/// in lists after this decision. `logs` is what steps printed. `holder` gets the jobs that this
/// decision leases.
public record Append(
    long execution,
    long expected,
    Guard guard,
    List<Entry> events,
    List<Command> commands,
    Map<Content.Stored, Value> payloads,
    List<LogLine> logs,
    ExecutionRow row,
    Holder holder) {

  public Append {
    events = List.copyOf(events);
    commands = List.copyOf(commands);
    payloads = Map.copyOf(payloads);
    logs = List.copyOf(logs);
    check(execution, expected, events, row);
    for (var stored : payloads.keySet()) {
      if (stored.execution() != execution) {
        throw new IllegalArgumentException(
            "%s does not belong to execution %d".formatted(stored, execution));
      }
    }
  }

  private static void check(long execution, long expected, List<Entry> events, ExecutionRow row) {
    if (expected == 0 && events.isEmpty()) {
      throw new IllegalArgumentException("an execution cannot begin without an event");
    }
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).number() != expected + i + 1) {
        throw new IllegalArgumentException(
            "expected event %d of execution %d, found %d"
                .formatted(expected + i + 1, execution, events.get(i).number()));
      }
    }
    if (row.execution() != execution || row.lastEvent() != expected + events.size()) {
      throw new IllegalArgumentException(
          "the row does not stand for execution %d after event %d: %s"
              .formatted(execution, expected + events.size(), row));
    }
  }

  /// When it happened: the instant of its last event, or of the start if it has none.
  public Instant at() {
    return events.isEmpty() ? row.startedAt() : events.getLast().at();
  }

  /// The lease a decision rests on: the job must still be on the queue with this fence. A job name
  /// that is empty asks for nothing.
  public record Guard(String job, long fence) {
    public static final Guard NONE = new Guard("", 0);
  }

  /// A piece of what a step printed. Characters that no database keeps become the replacement
  /// character. `at` is the time of the event that it came with: the store knows it, and
  /// [Instant#EPOCH] stands for none.
  public record LogLine(String step, int visit, int attempt, String text, Instant at) {
    public LogLine {
      text = Portable.cleaned(text);
    }

    /// One that is not in a store yet.
    public LogLine(String step, int visit, int attempt, String text) {
      this(step, visit, attempt, text, Instant.EPOCH);
    }
  }

  /// What became of an append.
  public sealed interface Answer {}

  /// It is durable.
  public record Appended() implements Answer {}

  /// Another decision was appended first: read again and decide afresh.
  public record Conflict() implements Answer {}

  /// The lease in the guard is no longer the job's.
  public record Stale() implements Answer {}
}
