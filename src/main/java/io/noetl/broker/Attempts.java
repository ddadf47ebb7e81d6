package io.noetl.broker;

import io.noetl.broker.Activity.Stage;
import io.noetl.broker.Event.ActionCompleted;
import io.noetl.broker.Event.ActionError;
import io.noetl.broker.Event.ActionRetry;
import io.noetl.broker.Event.IteratorCompleted;
import io.noetl.broker.Event.SaveCompleted;
import io.noetl.broker.Event.SaveFailed;
import io.noetl.broker.Event.SaveStarted;
import io.noetl.broker.Event.StepCompleted;
import io.noetl.broker.Event.StepFailed;
import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.playbook.ErrorRoute;
import io.noetl.playbook.Step;
import io.noetl.playbook.Task;
import io.noetl.template.Scope;
import io.noetl.template.TemplateError;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What follows when an attempt ends: the step completes, another attempt is scheduled, or the step
/// fails and its `on_error` is asked.
final class Attempts {
  private final Deciding deciding;

  Attempts(Deciding deciding) {
    this.deciding = deciding;
  }

  /// A worker's report. Late ones (another attempt, an ended visit) change nothing.
  void reported(Fact.Reported report) {
    var activity = deciding.state().activity(report.job());
    if (activity.isEmpty()) {
      deciding.childSaves().saved(report);
      return;
    }
    var it = activity.get();
    var task = deciding.task(it);
    if (it.stage() != Stage.RUNNING || it.attempt() != report.attempt() || !hasJob(it, task)) {
      return;
    }
    switch (report.outcome()) {
      case Outcome.Planned planned -> deciding.iterations().planned(it, task, planned);
      case Outcome.Succeeded done when done.verdict() == Verdict.RETRY -> {
        deciding.iterations().closed(it, task, done.result());
        failed(it, task, unwanted(task), Content.of(done.result()), Verdict.RETRY);
      }
      case Outcome.Succeeded done -> {
        saves(it, -1, done.saves());
        succeeded(it, task, Content.of(done.result()));
      }
      case Outcome.Failed bad -> {
        deciding.iterations().closed(it, task, bad.failure().result());
        saves(it, -1, bad.saves());
        failed(it, task, bad.failure(), Content.of(bad.failure().result()), bad.verdict());
      }
    }
  }

  private static Failure unwanted(Task task) {
    var rule =
        task.retry().retryWhen().map(io.noetl.template.Condition::source).orElse("retry_when");
    return Failure.error("retry_when", "the result is not wanted: retry_when holds: " + rule);
  }

  /// The events of the saves that belong to a step (`index` -1) or to one iteration.
  void saves(Activity activity, int index, List<SaveReport> reports) {
    long cause = activity.turns().causes().iteration(index, activity.actionEvent());
    for (var report : reports) {
      deciding.emit(
          new SaveStarted(activity.step(), activity.visit(), index, report.storage()), cause);
      saved(activity, index, report);
    }
  }

  /// The end of a save whose beginning stands in the history already.
  void saved(Activity activity, int index, SaveReport report) {
    deciding.emit(
        report.failed()
            ? new SaveFailed(
                activity.step(), activity.visit(), index, report.storage(), report.error())
            : new SaveCompleted(
                activity.step(), activity.visit(), index, report.storage(), report.answer()),
        deciding.activity(activity.job()).turns().causes().save(index));
  }

  /// The action is done: judge the transitions.
  void succeeded(Activity activity, Task task, Content result) {
    if (task.iterator().isPresent() && !activity.turns().isPlanned()) {
      deciding.iterations().summed(activity, result);
    }
    deciding.emit(
        new ActionCompleted(
            activity.step(), activity.visit(), task.declared(), activity.attempt(), result),
        activity.actionEvent());
    endWork(activity, task);
    if (deciding.state().phase() == Phase.CANCELLING) {
      deciding.emit(
          new StepCompleted(activity.step(), activity.visit(), List.of(), Fields.EMPTY), 0);
    } else {
      route(deciding.step(activity.step()), activity, result);
    }
  }

  private void route(Step step, Activity activity, Content result) {
    try {
      var scope = scope(step, activity, result);
      var starting = new Starting(deciding);
      var vars = starting.vars(step, scope);
      var seen = starting.withVars(scope, vars);
      var edges =
          deciding
              .routing()
              .judge(step.name(), step.next(), seen, Fields.EMPTY, activity.lineage());
      deciding.emit(new StepCompleted(step.name(), activity.visit(), edges, vars), 0);
    } catch (Routing.Unroutable e) {
      failStep(step, activity.visit(), Failure.invalid("transition", e.message()));
    } catch (TemplateError e) {
      failStep(step, activity.visit(), Failure.invalid("template", e.message()));
    }
  }

  /// What the edges of a step see: `result` and the step's own name are the result at hand.
  private Scope scope(Step step, Activity activity, Content result) {
    var view = new Ran.Ended(result, Ran.SUCCESS, "").view(step.name(), deciding.contents());
    Map<String, Value> special = new HashMap<>();
    special.put("result", view);
    special.put(step.name(), view);
    return deciding.names().scope(step.name(), special, activity.data());
  }

  void failed(Activity activity, Task task, Failure failure, Content result) {
    failed(activity, task, failure, result, judged(activity, task, failure));
  }

  private void failed(
      Activity activity, Task task, Failure failure, Content result, Verdict verdict) {
    if (failure.kind() == Failure.Kind.CANCELLED && deciding.state().phase() == Phase.CANCELLING) {
      endWork(activity, task);
      deciding.ending().cancelled(activity);
      return;
    }
    deciding.emit(
        new ActionError(
            activity.step(),
            activity.visit(),
            task.declared(),
            activity.attempt(),
            failure.withResult(Null.NULL),
            result),
        activity.actionEvent());
    if (deciding.state().phase() == Phase.CANCELLING) {
      endWork(activity, task);
      deciding.ending().cancelled(activity);
    } else if (isRetried(activity, task, failure, verdict)) {
      scheduleRetry(activity, task);
    } else {
      endWork(activity, task);
      failStep(deciding.step(activity.step()), activity.visit(), failure);
    }
  }

  private static boolean isRetried(Activity activity, Task task, Failure failure, Verdict verdict) {
    boolean mayHelp =
        switch (failure.kind()) {
          case ERROR, TIMEOUT -> true;
          case INVALID, CANCELLED, WORKER_LOST -> false;
        };
    return mayHelp && verdict != Verdict.STOP && activity.attempt() < task.retry().attempts();
  }

  private void scheduleRetry(Activity activity, Task task) {
    var delay =
        task.retry()
            .delayAfter(
                activity.attempt(),
                deciding.chance().part("jitter/" + activity.job(), activity.attempt()));
    int next = activity.attempt() + 1;
    deciding.emit(
        new ActionRetry(activity.step(), activity.visit(), task.declared(), next, delay.toMillis()),
        0);
    var due = deciding.at().plus(delay);
    if (hasJob(activity, task)) {
      deciding.command(new Command.HoldJob(activity.job(), next, due));
    } else {
      endWatch(activity, task);
      deciding.setTimer(
          Starting.retryTimer(activity), due, new Timer.RetryDue(activity.job(), next));
    }
  }

  /// Whether a row on the queue stands behind the activity.
  static boolean hasJob(Activity activity, Task task) {
    return switch (task.tool()) {
      case "wait", "playbook" -> false;
      default -> !activity.turns().isPlanned();
    };
  }

  /// Takes what stands behind the activity off queue and timers.
  void endWork(Activity activity, Task task) {
    if (hasJob(activity, task)) {
      deciding.command(new Command.EndJob(activity.job()));
    } else {
      endWatch(activity, task);
    }
    if (activity.stage() == Stage.RETRYING) {
      deciding.command(new Command.EndTimer(Starting.retryTimer(activity)));
    }
  }

  /// What stands behind one attempt that no worker does: its timers, and the saves of children.
  private void endWatch(Activity activity, Task task) {
    deciding.command(new Command.EndTimer(Starting.guardTimer(activity)));
    if (task.tool().equals("wait")) {
      deciding.command(new Command.EndTimer(Starting.waitTimer(activity)));
    }
    deciding.childSaves().end(activity, task);
  }

  /// The step has failed for good: ask `on_error`, else the execution fails.
  void failStep(Step step, int visit, Failure failure) {
    var activity = deciding.state().activity(Activity.job(step.name(), visit));
    Map<String, Integer> lineage = activity.map(Activity::lineage).orElse(Map.of());
    var data = activity.map(Activity::data).orElse(Fields.EMPTY);
    try {
      var edges = errorEdges(step, failure, data, lineage);
      boolean handled =
          switch (step.onError()) {
            case ErrorRoute.Fail _ -> false;
            case ErrorRoute.Continue _ -> true;
            case ErrorRoute.Edges _ -> edges.stream().anyMatch(Edge::taken);
          };
      deciding.emit(new StepFailed(step.name(), visit, failure, handled, edges), 0);
    } catch (Routing.Unroutable e) {
      var both = failure.message() + "; and its on_error cannot be judged: " + e.message();
      var worse = new Failure(failure.kind(), failure.code(), both, failure.trace(), Null.NULL);
      deciding.emit(new StepFailed(step.name(), visit, worse, false, List.of()), 0);
    }
    deciding.ending().stopAfterFailure();
  }

  private List<Edge> errorEdges(
      Step step, Failure failure, Fields data, Map<String, Integer> lineage) {
    Map<String, Value> special = new HashMap<>();
    special.put("error", Text.of(failure.message()));
    special.put("failure", failure.withResult(Null.NULL).toFields());
    var scope = deciding.names().scope(step.name(), special, data);
    return switch (step.onError()) {
      case ErrorRoute.Fail _ -> List.of();
      case ErrorRoute.Continue _ ->
          deciding.routing().judge(step.name(), step.next(), scope, Fields.EMPTY, lineage);
      case ErrorRoute.Edges(var edges) ->
          deciding.routing().judge(step.name(), edges, scope, Fields.EMPTY, lineage);
    };
  }

  /// The wait before an attempt is over.
  void retryDue(String job, int attempt) {
    var activity = deciding.state().activity(job);
    if (activity.isEmpty()
        || activity.get().stage() != Stage.RETRYING
        || activity.get().attempt() != attempt
        || deciding.state().phase() != Phase.RUNNING) {
      return;
    }
    var it = activity.get();
    var task = deciding.task(it);
    switch (task.tool()) {
      case "playbook" -> new Starting(deciding).startChild(it, task);
      case "wait" -> new Starting(deciding).startWait(it, task);
      default -> {
        deciding.actionStarted(it, task, "");
        deciding.iterations().resume(it, task);
      }
    }
    deciding.command(new Command.EndTimer(Starting.retryTimer(it)));
  }

  void waitDue(String job) {
    var activity = deciding.state().activity(job);
    if (activity.isPresent()
        && activity.get().stage() == Stage.RUNNING
        && deciding.task(activity.get()).tool().equals("wait")) {
      var it = activity.get();
      var result = Fields.of("waited_until", Text.of(deciding.at().toString()));
      succeeded(it, deciding.task(it), Content.of(result));
    }
  }

  /// An attempt that no worker watches over took too long.
  void timedOut(String job, int attempt) {
    var activity = deciding.state().activity(job);
    if (activity.isEmpty()
        || activity.get().stage() != Stage.RUNNING
        || activity.get().attempt() != attempt
        || hasJob(activity.get(), deciding.task(activity.get()))) {
      return;
    }
    var it = activity.get();
    deciding.ending().cancelChildren(it, "its step's timeout");
    var failure =
        Failure.timeout(
            "the %s step took longer than its timeout".formatted(deciding.task(it).declared()));
    failed(it, deciding.task(it), failure, Content.NOTHING);
  }

  /// The child of a `playbook` step ended.
  void childEnded(Fact.ChildEnded ended) {
    var activity = deciding.state().activity(ended.job());
    if (activity.isEmpty()
        || activity.get().child() != ended.child()
        || activity.get().stage() != Stage.RUNNING) {
      return;
    }
    var it = activity.get();
    var task = deciding.task(it);
    var result = Content.of(ended.result());
    if (ended.error().isEmpty()) {
      succeeded(it, task, result);
    } else {
      var message = "child execution %d: %s".formatted(ended.child(), ended.error());
      boolean stopped = deciding.state().phase() == Phase.CANCELLING;
      failed(
          it,
          task,
          stopped ? Failure.cancelled(message) : Failure.error("child_failed", message),
          result);
    }
  }

  /// Judges `retry_when` and `stop_when` where no worker has done it.
  private Verdict judged(Activity activity, Task task, Failure failure) {
    var retry = task.retry();
    if (retry.retryWhen().isEmpty() && retry.stopWhen().isEmpty()) {
      return Verdict.NONE;
    }
    Map<String, Value> special = new HashMap<>();
    special.put("error", Text.of(failure.message()));
    special.put("success", Bool.FALSE);
    special.put("result", Null.NULL);
    special.put("data", Null.NULL);
    special.put("attempt", Num.of(activity.attempt()));
    var scope = deciding.names().scope(activity.step(), special, activity.data());
    boolean stop =
        retry.stopWhen().map(it -> !isNot(it, scope)).orElse(false)
            || retry.retryWhen().map(it -> isNot(it, scope)).orElse(false);
    return stop ? Verdict.STOP : Verdict.RETRY;
  }

  private boolean isNot(io.noetl.template.Condition condition, Scope scope) {
    return !condition.judge(scope, deciding.ambient()).held();
  }

  static IteratorCompleted counted(Activity activity, int succeeded, int failed, Content result) {
    return new IteratorCompleted(activity.step(), activity.visit(), succeeded, failed, result);
  }
}
