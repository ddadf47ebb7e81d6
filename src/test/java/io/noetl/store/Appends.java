package io.noetl.store;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Origin;
import io.noetl.broker.Phase;
import io.noetl.job.Call;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes appends for tests: each wither answers with a changed copy.
public record Appends(
    long execution,
    long expected,
    Append.Guard guard,
    List<Event> events,
    List<Command> commands,
    Map<Content.Stored, Value> payloads,
    List<Append.LogLine> logs,
    Phase phase,
    long parent,
    String owner) {

  public static final String OWNER = "engine-1";
  public static final PlaybookRef PLAYBOOK = new PlaybookRef("tests/one", 1);

  /// The first append of an execution.
  public static Appends start(long execution) {
    return after(execution, 0)
        .with(
            new Event.ExecutionStarted(
                PLAYBOOK, Content.NOTHING, Origin.NONE, 0, "start", false, List.of()));
  }

  /// An append to an execution after its event `expected`.
  public static Appends after(long execution, long expected) {
    return new Appends(
        execution,
        expected,
        Append.Guard.NONE,
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        Phase.RUNNING,
        0,
        OWNER);
  }

  public Append append() {
    List<Entry> entries = new ArrayList<>();
    for (var event : events) {
      long number = expected + entries.size() + 1;
      entries.add(new Entry(number, number - 1, at(number), event, Fields.EMPTY));
    }
    long last = expected + events.size();
    var endedAt = phase.isFinal() ? at(last) : Instant.EPOCH;
    var row =
        new ExecutionRow(
            execution, PLAYBOOK, phase, parent, at(execution), endedAt, last, 0, owner);
    return new Append(
        execution, expected, guard, entries, commands, payloads, logs, row, Holder.engine(owner));
  }

  /// Appends it; it must succeed.
  public void to(Store store) {
    var answers = store.commit(List.of(append()));
    if (!answers.equals(List.of(new Append.Appended()))) {
      throw new AssertionError("expected it to be appended, was " + answers);
    }
  }

  public Append.Answer answer(Store store) {
    return store.commit(List.of(append())).getFirst();
  }

  public Appends with(Event event) {
    var more = new ArrayList<>(events);
    more.add(event);
    return new Appends(
        execution, expected, guard, more, commands, payloads, logs, phase, parent, owner);
  }

  /// With `count` events of no importance.
  public Appends events(int count) {
    var result = this;
    for (int i = 0; i < count; i++) {
      result = result.with(new Event.ExecutionPaused());
    }
    return result;
  }

  public Appends with(Command command) {
    var more = new ArrayList<>(commands);
    more.add(command);
    return new Appends(
        execution, expected, guard, events, more, payloads, logs, phase, parent, owner);
  }

  public Appends with(Append.LogLine line) {
    var more = new ArrayList<>(logs);
    more.add(line);
    return new Appends(
        execution, expected, guard, events, commands, payloads, more, phase, parent, owner);
  }

  public Appends payload(String name, Value value) {
    var more = new HashMap<>(payloads);
    more.put(new Content.Stored(execution, name, 1), value);
    return new Appends(
        execution, expected, guard, events, commands, more, logs, phase, parent, owner);
  }

  public Appends guardedBy(String job, long fence) {
    return new Appends(
        execution,
        expected,
        new Append.Guard(job, fence),
        events,
        commands,
        payloads,
        logs,
        phase,
        parent,
        owner);
  }

  public Appends in(Phase newPhase) {
    return new Appends(
        execution, expected, guard, events, commands, payloads, logs, newPhase, parent, owner);
  }

  public Appends childOf(long newParent) {
    return new Appends(
        execution, expected, guard, events, commands, payloads, logs, phase, newParent, owner);
  }

  public Appends ownedBy(String newOwner) {
    return new Appends(
        execution, expected, guard, events, commands, payloads, logs, phase, parent, newOwner);
  }

  public static Instant at(long number) {
    return Micros.instant(1_760_000_000_000_000L + number);
  }

  public static Job job(long execution, String name) {
    var call =
        new Call(
            "http",
            Fields.of("url", Text.of("{{ secret.url }}")),
            Fields.of("n", Num.of(Double.NaN)),
            "return 1\n",
            List.of(List.of("config", "url"), List.of("inputs")),
            Fields.of("save", Fields.of("storage", Text.of("file"))),
            Fields.of("workload", Fields.of("x", Num.of(1))),
            Fields.EMPTY,
            30_000);
    return new Job(new JobId(execution, name), "step", 1, 1, 3, 0, 0, "default", 5, call);
  }
}
