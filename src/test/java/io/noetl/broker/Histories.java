package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Failure;
import io.noetl.job.Job;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.Verdict;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.EventCodec;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Drives one execution by hand, as an engine and its workers would, and looks at every decision:
/// events are numbered without gaps, their instants grow, the fold of the history is the state.
final class Histories {
  static final long EXECUTION = 77;
  static final PlaybookRef REF = new PlaybookRef("tests/play", 1);

  private final Broker broker;
  private final List<Entry> history = new ArrayList<>();
  private final Map<String, Queued> queue = new LinkedHashMap<>();
  private final Map<String, Timer> timers = new TreeMap<>();
  private final List<Command> commands = new ArrayList<>();
  private State state = State.initial(EXECUTION);
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private long seed = 41;
  private int slots;
  private Origin origin = Origin.NONE;

  /// A job on the queue, as a store keeps it. `due` is when it may be leased again.
  private record Queued(Job job, boolean leased, boolean stopping, Instant due) {}

  private Histories(Playbook playbook) {
    this.broker = new Broker(playbook);
  }

  /// `body` is a playbook without its header; `PY` in it stands for the keys of a python step.
  static Histories of(String body) {
    return new Histories(parsed(body));
  }

  static Playbook parsed(String body) {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: tests/play}
        """
            + body.replace("PY", "type: python, code: c");
    return switch (PlaybookParser.parse("play.yaml", text)) {
      case PlaybookParser.Valid(var playbook, _) -> playbook;
      case PlaybookParser.Invalid(var problems) ->
          throw new IllegalArgumentException(problems.toString());
    };
  }

  /// Jobs born from now on find this many free slots in each decision.
  Histories withSlots(int free) {
    slots = free;
    return this;
  }

  Histories asChildOf(Origin parent) {
    origin = parent;
    return this;
  }

  Histories start() {
    return start("{}");
  }

  Histories start(String payload) {
    var workload = broker.playbook().workload().overlaid(fields(payload));
    tell(new Fact.Start(REF, workload, origin, 0));
    return this;
  }

  /// Offers a fact, a second later; what follows is appended and carried out.
  Decision tell(Fact fact) {
    now = now.plusSeconds(1);
    var decision = broker.decide(state, fact, new Occasion(now, ++seed, slots, "w"), contents());
    for (var entry : decision.events()) {
      assertThat(entry.number()).isEqualTo(history.size() + 1);
      assertThat(entry.parent()).isBetween(history.isEmpty() ? 0L : 1L, entry.number() - 1);
      assertThat(history.isEmpty() || entry.at().isAfter(history.getLast().at())).isTrue();
      history.add(entry);
    }
    commands.clear();
    commands.addAll(decision.commands());
    if (decision.isEmpty()) {
      assertThat(StateDump.of(decision.after())).isEqualTo(StateDump.of(state));
      return decision;
    }
    decision.commands().forEach(this::carryOut);
    state = decision.after();
    assertThat(StateDump.of(Replay.fold(EXECUTION, history))).isEqualTo(StateDump.of(state));
    if (state.phase().isFinal()) {
      assertThat(verify()).isEmpty();
    }
    return decision;
  }

  java.util.Optional<Replay.Divergence> verify() {
    return Replay.verify(broker, EXECUTION, history, Histories::inline);
  }

  private Contents contents() {
    var loaded = new HashMap<Content.Stored, Value>();
    broker.needs(state).forEach(stored -> loaded.put(stored, inline(stored)));
    return new Contents(loaded);
  }

  static Value inline(Content content) {
    return ((Content.Inline) content).value();
  }

  private void carryOut(Command command) {
    switch (command) {
      case Command.RunJob(var job, var leased) -> {
        assertThat(queue).doesNotContainKey(job.id().name());
        queue.put(job.id().name(), new Queued(job, leased, false, Instant.MIN));
      }
      case Command.LeaseJob(var name) ->
          queue.computeIfPresent(name, (_, it) -> new Queued(it.job(), true, false, Instant.MIN));
      case Command.HoldJob(var name, var attempt, var due) ->
          queue.computeIfPresent(
              name, (_, it) -> new Queued(it.job().asAttempt(attempt), false, false, due));
      case Command.EndJob(var name) -> queue.remove(name);
      case Command.StopJob(var name) ->
          queue.computeIfPresent(name, (_, it) -> new Queued(it.job(), true, true, it.due()));
      case Command.SetTimer(var timer) -> timers.put(timer.name(), timer);
      case Command.EndTimer(var name) -> timers.remove(name);
    }
  }

  // What workers do.

  Job job(String name) {
    return queue.get(name).job();
  }

  /// A worker takes a queued job; time goes on to when it may be.
  Histories lease(String name) {
    var queued = queue.get(name);
    if (!queued.leased()) {
      now = now.isBefore(queued.due()) ? queued.due() : now;
      tell(new Fact.Leased(name, queued.job().attempt()));
    }
    return this;
  }

  Histories report(String name, Outcome outcome) {
    lease(name);
    tell(new Fact.Reported(name, job(name).attempt(), job(name).fence(), outcome));
    return this;
  }

  Histories done(String... names) {
    for (var name : names) {
      gives(name, Fields.EMPTY);
    }
    return this;
  }

  Histories gives(String name, String json) {
    return gives(name, Json.read(json));
  }

  private Histories gives(String name, Value result) {
    return report(name, new Outcome.Succeeded(result, Verdict.NONE, List.of(), ""));
  }

  Histories fail(String name, String message) {
    return report(name, failed(Failure.error("test", message)));
  }

  static Outcome failed(Failure failure) {
    return new Outcome.Failed(failure, Verdict.NONE, List.of(), "");
  }

  Histories progress(String name, Progress progress) {
    lease(name);
    tell(new Fact.Progressed(name, job(name).attempt(), job(name).fence(), progress));
    return this;
  }

  /// The timer's instant comes.
  Histories due(String name) {
    var timer = timer(name);
    now = timer.due();
    tell(new Fact.TimerDue(timer));
    timers.remove(name, timer);
    return this;
  }

  /// Answers all jobs as `answers` says, first come first served, until none is left.
  Histories run(Function<Job, Outcome> answers) {
    while (!queue.isEmpty()) {
      var first = queue.values().iterator().next().job();
      report(first.id().name(), answers.apply(first));
    }
    return this;
  }

  // What came of it.

  State state() {
    return state;
  }

  Broker broker() {
    return broker;
  }

  List<Entry> history() {
    return history;
  }

  List<Event> events() {
    return history.stream().map(Entry::event).toList();
  }

  /// The instant of the next fact.
  Instant soon() {
    return now.plusSeconds(1);
  }

  /// The names of the jobs on the queue; those told to stop have a `!`.
  List<String> jobs() {
    return queue.entrySet().stream()
        .map(it -> it.getValue().stopping() ? it.getKey() + "!" : it.getKey())
        .toList();
  }

  List<String> timers() {
    return List.copyOf(timers.keySet());
  }

  Timer timer(String name) {
    assertThat(timers).containsKey(name);
    return timers.get(name);
  }

  /// What the latest decision asked for.
  List<Command> commands() {
    return commands;
  }

  /// How long from the latest event on until the job may be leased.
  Duration wait(String job) {
    return Duration.between(decisionAt(), queue.get(job).due());
  }

  private Instant decisionAt() {
    return Replay.decisions(history).getLast().getFirst().at();
  }

  /// `step_started a`, `execution_start`, ... in order.
  List<String> lines() {
    return history.stream().map(Histories::line).toList();
  }

  static String line(Entry entry) {
    var row = EventCodec.encode(EXECUTION, 0, 0, entry);
    return row.nodeName().isEmpty() ? row.type() : row.type() + " " + row.nodeName();
  }

  /// The lines of these types only.
  List<String> lines(String... types) {
    var wanted = List.of(types);
    return lines().stream().filter(line -> wanted.contains(line.split(" ")[0])).toList();
  }

  /// The steps in the order of their starts.
  List<String> started() {
    return lines("step_started").stream().map(line -> line.substring(13)).toList();
  }

  /// The result of the completed execution as JSON.
  String result() {
    assertThat(state.phase()).as(lines().toString()).isEqualTo(Phase.COMPLETED);
    return Json.write(inline(state.result()));
  }

  /// The error of the failed execution.
  String error() {
    assertThat(state.phase()).as(lines().toString()).isEqualTo(Phase.FAILED);
    return state.ending().detail();
  }

  /// The latest event of this kind.
  <E extends Event> E last(Class<E> kind) {
    return kind.cast(
        events().reversed().stream().filter(kind::isInstance).findFirst().orElseThrow());
  }

  private static Fields fields(String json) {
    return (Fields) Json.read(json);
  }
}
