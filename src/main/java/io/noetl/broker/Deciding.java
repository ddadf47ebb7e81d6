package io.noetl.broker;

import io.noetl.broker.Event.ActionStarted;
import io.noetl.broker.Event.ExecutionCancelling;
import io.noetl.broker.Event.ExecutionPaused;
import io.noetl.broker.Event.ExecutionResumed;
import io.noetl.job.Job;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.Step;
import io.noetl.playbook.Task;
import io.noetl.template.Ambient;
import io.noetl.value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One decision in the making: collects events and commands and keeps the state after them, so that
/// each rule sees what the rules before it have decided.
final class Deciding {
  private final Broker broker;
  private final Fact fact;
  private final Occasion occasion;
  private final Contents contents;
  private final Chance chance;
  private final Instant at;
  private final List<Entry> events = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private final Routing routing = new Routing(this);
  private final Starting starting = new Starting(this);
  private final Attempts attempts = new Attempts(this);
  private final Iterations iterations = new Iterations(this);
  private final ChildSaves childSaves = new ChildSaves(this);
  private final Ending ending = new Ending(this);
  private State state;
  private int slots;
  private long draws;

  Deciding(Broker broker, State state, Fact fact, Occasion occasion, Contents contents) {
    this.broker = broker;
    this.state = state;
    this.fact = fact;
    this.occasion = occasion;
    this.contents = contents;
    this.chance = new Chance(occasion.seed());
    this.slots = occasion.slots();
    var earliest = state.lastAt().plus(1, ChronoUnit.MICROS);
    this.at = occasion.at().isBefore(earliest) ? earliest : occasion.at();
  }

  Decision decide() {
    if (!state.phase().isFinal() && (state.phase() != Phase.NEW || fact instanceof Fact.Start)) {
      take();
      if (!events.isEmpty()) {
        settle();
      }
    }
    return new Decision(events, commands, state);
  }

  private void take() {
    switch (fact) {
      case Fact.Start start -> {
        if (state.phase() == Phase.NEW) {
          starting.begin(start);
        }
      }
      case Fact.Leased leased -> begun(leased);
      case Fact.Reported reported -> attempts.reported(reported);
      case Fact.Progressed progressed -> iterations.progressed(progressed);
      case Fact.TimerDue(var timer) -> due(timer);
      case Fact.ChildEnded ended -> childEnded(ended);
      case Fact.CancelRequested(var detail) -> {
        if (state.phase() != Phase.CANCELLING) {
          emit(new ExecutionCancelling("cancel", detail), 0);
          ending.stopAll();
        }
      }
      case Fact.PauseRequested _ -> {
        if (state.phase() == Phase.RUNNING) {
          emit(new ExecutionPaused(), 0);
          ending.pauseChildren(true);
        }
      }
      case Fact.ResumeRequested _ -> {
        if (state.phase() == Phase.PAUSED) {
          emit(new ExecutionResumed(), 0);
          ending.pauseChildren(false);
          iterations.resumed();
        }
      }
    }
  }

  /// Starts what is ready, until nothing is; then ends the execution if nothing is left to do.
  private void settle() {
    while (state.phase() == Phase.RUNNING) {
      var ready = Joining.next(playbook(), state);
      if (ready.isEmpty()) {
        break;
      }
      var step = playbook().step(ready.get().step());
      if (step.isEnd() && step.isRouter()) {
        ending.complete();
        return;
      }
      starting.start(step, ready.get());
    }
    ending.endIfQuiet();
  }

  private void begun(Fact.Leased leased) {
    if (state.phase() == Phase.RUNNING && isBegun(leased)) {
      command(new Command.LeaseJob(leased.job()));
      return;
    }
    var activity = state.activity(leased.job());
    if (activity.isPresent()
        && activity.get().stage() != Activity.Stage.RUNNING
        && activity.get().attempt() == leased.attempt()
        && state.phase() == Phase.RUNNING) {
      var it = activity.get();
      actionStarted(it, playbook().step(it.step()).task().orElseThrow(), occasion.worker());
      command(new Command.LeaseJob(it.job()));
    }
  }

  /// Whether the history tells already that this job was begun: one that was lost with its worker,
  /// or a save after its save_started.
  private boolean isBegun(Fact.Leased leased) {
    var activity = state.activity(leased.job());
    return activity.isEmpty()
        ? childSaves.isSave(leased.job())
        : activity.get().stage() == Activity.Stage.RUNNING
            && activity.get().attempt() == leased.attempt()
            && Attempts.hasJob(activity.get(), task(activity.get()));
  }

  private void due(Timer timer) {
    switch (timer.purpose()) {
      case Timer.RetryDue(var job, var attempt) -> attempts.retryDue(job, attempt);
      case Timer.WaitDue(var job) -> attempts.waitDue(job);
      case Timer.AttemptTimeout(var job, var attempt) -> attempts.timedOut(job, attempt);
      case Timer.ExecutionTimeout _ -> {
        if (state.phase() != Phase.CANCELLING) {
          var limit = playbook().timeout().orElse(Duration.ZERO);
          emit(
              new ExecutionCancelling(
                  "timeout", "the execution took longer than its timeout of " + words(limit)),
              0);
          ending.stopAll();
        }
      }
      case Timer.StartChild _, Timer.CancelChild _, Timer.PauseChild _, Timer.TellParent _ -> {}
    }
  }

  private void childEnded(Fact.ChildEnded ended) {
    if (ended.index() < 0) {
      attempts.childEnded(ended);
    } else {
      iterations.childEnded(ended);
    }
  }

  static String words(Duration time) {
    long millis = time.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  // What the rules work with.

  Playbook playbook() {
    return broker.playbook();
  }

  Broker broker() {
    return broker;
  }

  State state() {
    return state;
  }

  Contents contents() {
    return contents;
  }

  Instant at() {
    return at;
  }

  Chance chance() {
    return chance;
  }

  Routing routing() {
    return routing;
  }

  Attempts attempts() {
    return attempts;
  }

  Iterations iterations() {
    return iterations;
  }

  ChildSaves childSaves() {
    return childSaves;
  }

  Ending ending() {
    return ending;
  }

  Names names() {
    return new Names(state, contents);
  }

  /// Time and chance for one rendering; another one each time.
  Ambient ambient() {
    return Names.ambient(at, chance, draws++);
  }

  Set<String> secretSteps() {
    return broker.secretSteps();
  }

  LateEdges lateEdges() {
    return broker.lateEdges();
  }

  Mentions mentions(Task task) {
    return broker.mentions(task);
  }

  Step step(String name) {
    return playbook().step(name);
  }

  Task task(Activity activity) {
    return step(activity.step()).task().orElseThrow();
  }

  /// The activity as it is now; it must go on.
  Activity activity(String job) {
    return state
        .activity(job)
        .orElseThrow(() -> new IllegalStateException("no activity '" + job + "' goes on"));
  }

  /// Appends an event caused by event `parent` (0: the one before it).
  long emit(Event event, long parent) {
    long number = state.version() + 1;
    boolean first = events.isEmpty();
    var when = first ? at : state.lastAt().plus(1, ChronoUnit.MICROS);
    var record = first ? FactRecord.of(fact, occasion) : Fields.EMPTY;
    var entry = new Entry(number, parent == 0 ? number - 1 : parent, when, event, record);
    events.add(entry);
    state = state.after(entry);
    return number;
  }

  void command(Command command) {
    commands.add(command);
  }

  void setTimer(String name, Instant due, Timer.Purpose purpose) {
    command(new Command.SetTimer(new Timer(name, due, purpose)));
  }

  /// Whether a job born now can go straight to the worker at hand; takes its slot if so.
  boolean takeSlot(String pool) {
    if (slots > 0 && pool.equals(Job.POOL_DEFAULT)) {
      slots--;
      return true;
    }
    return false;
  }

  void actionStarted(Activity activity, Task task, String worker) {
    actionStarted(activity, task, worker, 0);
  }

  void actionStarted(Activity activity, Task task, String worker, long child) {
    emit(
        new ActionStarted(
            activity.step(),
            activity.visit(),
            task.declared(),
            activity.attempt(),
            task.retry().attempts(),
            worker,
            child),
        activity.stage() == Activity.Stage.RETRYING
            ? activity.actionEvent()
            : activity.startEvent());
  }

  String worker() {
    return occasion.worker();
  }
}
