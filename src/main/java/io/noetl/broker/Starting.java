package io.noetl.broker;

import io.noetl.broker.Event.ExecutionStarted;
import io.noetl.broker.Event.StepCompleted;
import io.noetl.broker.Event.StepStarted;
import io.noetl.job.Failure;
import io.noetl.job.Job;
import io.noetl.playbook.Join;
import io.noetl.playbook.Step;
import io.noetl.playbook.Task;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How an execution begins and how a step does: routers are passed through at once, other steps get
/// a job, a timer or a child execution.
final class Starting {
  static final String TIMEOUT_TIMER = "timeout";

  private final Deciding deciding;

  Starting(Deciding deciding) {
    this.deciding = deciding;
  }

  /// The first decision: execution_start, with the entry router's transitions if it is one.
  void begin(Fact.Start start) {
    var playbook = deciding.playbook();
    var entry = playbook.step(playbook.entry());
    if (start.takeover().exists() || !entry.isRouter() || entry.isEnd()) {
      deciding.emit(started(start, entry.name(), false, List.of(), Fields.EMPTY), 0);
    } else {
      enter(start, entry);
    }
    playbook
        .timeout()
        .ifPresent(
            limit ->
                deciding.setTimer(
                    TIMEOUT_TIMER, deciding.at().plus(limit), new Timer.ExecutionTimeout()));
  }

  /// Begins with a router: it is passed in the first event itself.
  private void enter(Fact.Start start, Step entry) {
    Event passed;
    try {
      passed = passed(start, entry);
    } catch (Routing.Unroutable e) {
      failAtEntry(start, entry, Failure.invalid("transition", e.message()));
      return;
    } catch (TemplateError e) {
      failAtEntry(start, entry, Failure.invalid("template", e.message()));
      return;
    }
    deciding.emit(passed, 0);
  }

  private void failAtEntry(Fact.Start start, Step entry, Failure failure) {
    deciding.emit(started(start, entry.name(), true, List.of(), Fields.EMPTY), 0);
    deciding.attempts().failStep(entry, 1, failure);
  }

  /// Judged before the first event, in the state that it will bring about.
  private ExecutionStarted passed(Fact.Start start, Step entry) {
    var preview =
        deciding
            .state()
            .after(
                new Entry(
                    1,
                    0,
                    deciding.at(),
                    started(start, entry.name(), true, List.of(), Fields.EMPTY),
                    Fields.EMPTY));
    var scope = new Names(preview, deciding.contents()).scope(entry.name(), Fields.EMPTY);
    var vars = vars(entry, scope);
    var edges =
        deciding
            .routing()
            .judge(entry.name(), entry.next(), withVars(scope, vars), Fields.EMPTY, Map.of());
    return started(start, entry.name(), true, edges, vars);
  }

  private static ExecutionStarted started(
      Fact.Start start, String entry, boolean routed, List<Edge> edges, Fields vars) {
    return new ExecutionStarted(
        start.playbook(),
        Content.of(start.workload()),
        start.origin(),
        start.retryOf(),
        entry,
        routed,
        edges,
        vars,
        start.takeover());
  }

  /// Starts a step that is ready.
  void start(Step step, Pending pending) {
    var arrivals = step.join() == Join.EACH ? pending.arrivals().subList(0, 1) : pending.arrivals();
    int visit = deciding.state().ran(step.name()).visits() + 1;
    if (visit > step.visitsMax()) {
      deciding
          .ending()
          .failFor(
              step.name(),
              "max_visits",
              "step '%s' was reached again after %d visits (max_visits): the cycle %s does not end"
                  .formatted(step.name(), step.visitsMax(), cycle(step, arrivals.getLast())));
      return;
    }
    var data = merged(arrivals);
    long parent = arrivals.getLast().event();
    if (step.isRouter()) {
      deciding.emit(new StepStarted(step.name(), visit, step.join(), data, Fields.EMPTY), parent);
      pass(step, visit, data);
    } else {
      startTask(step, step.task().orElseThrow(), visit, data, parent);
    }
  }

  private static String cycle(Step step, Arrival last) {
    return last.from().equals(step.name())
        ? "%s -> %s".formatted(step.name(), step.name())
        : "%s -> ... -> %s -> %s".formatted(step.name(), last.from(), step.name());
  }

  /// What the arrivals carry, in the file order of the steps they come from; later keys win.
  private Fields merged(List<Arrival> arrivals) {
    if (arrivals.size() == 1) {
      return arrivals.getFirst().data();
    }
    var graph = deciding.playbook().graph();
    var data = Fields.EMPTY;
    for (var arrival :
        arrivals.stream()
            .sorted(
                Comparator.comparingInt(it -> it.from().isEmpty() ? -1 : graph.place(it.from())))
            .toList()) {
      data = data.overlaid(arrival.data());
    }
    return data;
  }

  /// Goes through a router: its edges are judged at once and what it was given flows on.
  private void pass(Step step, int visit, Fields data) {
    var job = Activity.job(step.name(), visit);
    try {
      var scope = deciding.names().scope(step.name(), data);
      var vars = vars(step, scope);
      var lineage = deciding.activity(job).lineage();
      var edges =
          deciding.routing().judge(step.name(), step.next(), withVars(scope, vars), data, lineage);
      deciding.emit(new StepCompleted(step.name(), visit, edges, vars), 0);
    } catch (Routing.Unroutable e) {
      deciding.attempts().failStep(step, visit, Failure.invalid("transition", e.message()));
    } catch (TemplateError e) {
      deciding.attempts().failStep(step, visit, Failure.invalid("template", e.message()));
    }
  }

  Fields vars(Step step, Scope scope) {
    return step.vars().source() instanceof Fields fields && fields.isEmpty()
        ? Fields.EMPTY
        : (Fields) step.vars().render(scope, deciding.ambient());
  }

  /// The scope of a step's edges: they see the variables that it sets.
  Scope withVars(Scope scope, Fields vars) {
    if (vars.isEmpty()) {
      return scope;
    }
    var all = deciding.state().vars().overlaid(vars);
    return name -> name.equals("vars") ? all : scope.find(name);
  }

  private void startTask(Step step, Task task, int visit, Fields data, long parent) {
    try {
      var call = new Calls(deciding).of(step.name(), task, data);
      var pool = pool(step, task, data);
      deciding.emit(
          new StepStarted(step.name(), visit, step.join(), data, Calls.shown(call.inputs())),
          parent);
      begin(
          task,
          new Job(
              new io.noetl.job.JobId(
                  deciding.state().execution(), Activity.job(step.name(), visit)),
              step.name(),
              visit,
              1,
              task.retry().attempts(),
              0,
              0,
              pool,
              task.priority(),
              call));
    } catch (TemplateError e) {
      deciding.emit(new StepStarted(step.name(), visit, step.join(), data, Fields.EMPTY), parent);
      deciding.attempts().failStep(step, visit, Failure.invalid("template", e.message()));
    }
  }

  private void begin(Task task, Job job) {
    var activity = deciding.activity(job.id().name());
    switch (task.tool()) {
      case "wait" -> startWait(activity, task);
      case "playbook" -> startChild(activity, task);
      default -> {
        boolean leased = deciding.takeSlot(job.pool());
        if (leased) {
          deciding.actionStarted(activity, task, deciding.worker());
        }
        deciding.command(new Command.RunJob(job, leased));
      }
    }
  }

  /// Begins an attempt of a `wait`.
  void startWait(Activity activity, Task task) {
    deciding.actionStarted(activity, task, "");
    try {
      var call = new Calls(deciding).of(activity.step(), task, activity.data());
      var config = call.config();
      var due =
          config.has("until")
              ? Instants.of(config.get("until"))
              : deciding.at().plusMillis(Calls.millis("duration", config.get("duration")));
      deciding.setTimer(waitTimer(activity), due, new Timer.WaitDue(activity.job()));
      guard(activity, call.timeoutMillis());
    } catch (TemplateError e) {
      var failure = Failure.invalid("invalid_wait", e.message());
      deciding.attempts().failed(activity, task, failure, Content.NOTHING);
    }
  }

  static String waitTimer(Activity activity) {
    return "wait/" + activity.job();
  }

  static String guardTimer(Activity activity) {
    return "attempt/" + activity.job();
  }

  static String retryTimer(Activity activity) {
    return "retry/" + activity.job();
  }

  /// Starts the child execution of a `playbook` step, for its current attempt.
  void startChild(Activity activity, Task task) {
    long child =
        ExecutionId.of(
            deciding.at(), deciding.chance().bits("child/" + activity.job(), activity.attempt()));
    try {
      var call = new Calls(deciding).of(activity.step(), task, activity.data());
      deciding.actionStarted(activity, task, "", child);
      var config = call.config();
      var origin =
          new Origin(
              deciding.state().execution(),
              activity.step(),
              activity.job(),
              -1,
              text(config, "return_step"));
      deciding.setTimer(
          "child/" + child,
          deciding.at(),
          new Timer.StartChild(
              child, text(config, "path"), version(config), call.code(), call.inputs(), origin));
      guard(activity, call.timeoutMillis());
    } catch (TemplateError e) {
      deciding.actionStarted(activity, task, "", 0);
      var failure = Failure.invalid("template", e.message());
      deciding.attempts().failed(activity, task, failure, Content.NOTHING);
    }
  }

  static String text(Fields config, String key) {
    return config.get(key) instanceof Text(var text) ? text : "";
  }

  /// The version a playbook is wanted in; 0 for the latest.
  static int version(Fields config) {
    return switch (config.get("version")) {
      case io.noetl.value.Num.Int(var number) -> (int) number;
      case Text(var text) when text.matches("[0-9]{1,9}") -> Integer.parseInt(text);
      case Null _ -> 0;
      default -> 0;
    };
  }

  /// Watches over an attempt that no worker does.
  void guard(Activity activity, long timeoutMillis) {
    if (timeoutMillis > 0) {
      deciding.setTimer(
          guardTimer(activity),
          deciding.at().plusMillis(timeoutMillis),
          new Timer.AttemptTimeout(activity.job(), activity.attempt()));
    }
  }

  private String pool(Step step, Task task, Fields data) {
    var value = task.pool().render(deciding.names().scope(step.name(), data), deciding.ambient());
    return value instanceof Text(var pool) && !pool.isBlank() ? pool : Job.POOL_DEFAULT;
  }
}
