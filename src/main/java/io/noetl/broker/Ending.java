package io.noetl.broker;

import io.noetl.broker.Activity.Stage;
import io.noetl.broker.Event.ExecutionCancelled;
import io.noetl.broker.Event.ExecutionCancelling;
import io.noetl.broker.Event.ExecutionCompleted;
import io.noetl.broker.Event.ExecutionFailed;
import io.noetl.broker.Event.StepCancelled;
import io.noetl.broker.Event.StepFailed;
import io.noetl.job.Failure;
import io.noetl.playbook.Step;
import io.noetl.template.TemplateError;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How an execution ends: exactly one terminal event, when nothing goes on any more.
final class Ending {
  private final Deciding deciding;

  Ending(Deciding deciding) {
    this.deciding = deciding;
  }

  /// After a step has failed: if that was not handled, stops what still goes on.
  void stopAfterFailure() {
    var state = deciding.state();
    boolean unhandled = !state.ending().reason().isEmpty();
    if (unhandled && state.phase() != Phase.CANCELLING && !state.isQuiet()) {
      deciding.emit(
          new ExecutionCancelling(
              "failure", "step '%s' failed".formatted(state.ending().failedStep())),
          0);
      stopAll();
    }
  }

  /// Fails the execution for a reason that is no attempt's: the step cannot even be entered.
  void failFor(String step, String code, String message) {
    int visit = deciding.state().ran(step).visits() + 1;
    deciding.emit(new StepFailed(step, visit, Failure.invalid(code, message), false, List.of()), 0);
    stopAfterFailure();
  }

  /// Stops everything that goes on: what waits is cancelled at once, what runs is told to stop.
  void stopAll() {
    for (var activity : deciding.state().activities()) {
      stop(activity);
    }
  }

  private void stop(Activity activity) {
    var task = deciding.step(activity.step()).task();
    if (task.isEmpty()) {
      return;
    }
    boolean waitsForChild = cancelChildren(activity, deciding.state().ending().reason());
    boolean isRunning = activity.stage() == Stage.RUNNING;
    if (isRunning && Attempts.hasJob(activity, task.get())) {
      deciding.command(new Command.StopJob(activity.job()));
    } else if (!(isRunning && waitsForChild)) {
      deciding.attempts().endWork(activity, task.get());
      cancelled(activity);
    }
  }

  void cancelled(Activity activity) {
    deciding.emit(
        new StepCancelled(activity.step(), activity.visit(), deciding.state().ending().reason()),
        0);
  }

  /// Asks the children of an activity to stop; whether there are any to wait for.
  boolean cancelChildren(Activity activity, String detail) {
    var children = children(activity);
    children.forEach(child -> cancelChild(child, detail));
    return !children.isEmpty();
  }

  /// Lets the children rest with their parent, or go on with it.
  void pauseChildren(boolean pausing) {
    for (var activity : deciding.state().activities()) {
      for (long child : children(activity)) {
        deciding.setTimer(
            "pause/" + child, deciding.state().lastAt(), new Timer.PauseChild(child, pausing));
      }
    }
  }

  private static List<Long> children(Activity activity) {
    var children = new ArrayList<>(activity.turns().children().values());
    if (activity.child() != 0 && activity.stage() == Stage.RUNNING) {
      children.addFirst(activity.child());
    }
    return children;
  }

  /// Due after the start of the same child, even if that is of this decision too.
  private void cancelChild(long child, String detail) {
    deciding.setTimer(
        "cancel/" + child,
        deciding.state().lastAt(),
        new Timer.CancelChild(child, "parent: " + detail));
  }

  /// Ends the execution if nothing is left to do.
  void endIfQuiet() {
    var state = deciding.state();
    if (state.phase().isFinal() || !state.isQuiet()) {
      return;
    }
    if (state.phase() == Phase.CANCELLING) {
      endCancelled(state.ending());
    } else if (!state.ending().reason().isEmpty()) {
      fail(state.ending());
    } else if (state.phase() == Phase.RUNNING && state.pending().isEmpty()) {
      complete();
    }
  }

  private void endCancelled(State.Ending why) {
    if (why.reason().equals("cancel")) {
      deciding.emit(new ExecutionCancelled(why.detail()), 0);
      tellParent(Content.NOTHING, "it was cancelled: " + why.detail());
    } else {
      fail(why);
    }
  }

  private void fail(State.Ending why) {
    deciding.emit(new ExecutionFailed(why.failedStep(), why.reason(), why.detail()), 0);
    var at = why.failedStep().isEmpty() ? "" : "step '%s': ".formatted(why.failedStep());
    tellParent(Content.NOTHING, at + why.detail());
  }

  /// Completes the execution with its result (docs/playbook.md, "How an execution ends").
  void complete() {
    try {
      var result = result();
      deciding.emit(new ExecutionCompleted(result), 0);
      tellParent(result, "");
    } catch (TemplateError e) {
      deciding.emit(
          new ExecutionFailed(
              Step.END, "result", "the result of the execution cannot be rendered: " + e.message()),
          0);
      tellParent(Content.NOTHING, e.message());
    }
  }

  private Content result() {
    var state = deciding.state();
    var end = deciding.playbook().steps().stream().filter(Step::isEnd).findFirst();
    if (end.isPresent() && isReached(end.get())) {
      var mapped = mapped(end.get());
      if (mapped.isPresent()) {
        return mapped.get();
      }
      var own = state.ran(end.get().name()).latest();
      if (own.isPresent()) {
        return own.get().result();
      }
    }
    var wanted = state.ran(state.origin().returnStep()).latest();
    return wanted
        .or(() -> state.ran(state.lastCompleted()).latest())
        .map(Ran.Ended::result)
        .orElse(Content.NOTHING);
  }

  private boolean isReached(Step end) {
    var state = deciding.state();
    return state.hasEntered(end.name())
        || state.pending().stream().anyMatch(it -> it.step().equals(end.name()));
  }

  /// `end.result`, else the data of `end.save`.
  private Optional<Content> mapped(Step end) {
    var scope = scope(end);
    if (end.result().isPresent()) {
      return Optional.of(Content.of(end.result().get().render(scope, deciding.ambient()).plain()));
    }
    var saved = end.task().map(deciding.broker()::saveData);
    if (saved.isPresent() && !saved.get().isNull()) {
      return Optional.of(Content.of(saved.get().render(scope, deciding.ambient()).plain()));
    }
    return Optional.empty();
  }

  private io.noetl.template.Scope scope(Step end) {
    var state = deciding.state();
    var names = deciding.names();
    Map<String, Value> special = new HashMap<>();
    var own = names.result(end.name());
    var result = own instanceof Undefined ? names.result(state.lastCompleted()) : own;
    special.put("result", result);
    special.put("this", result);
    special.put("data", result instanceof View view ? view.attribute("data") : Null.NULL);
    var data =
        state.pending().stream()
            .filter(it -> it.step().equals(end.name()))
            .flatMap(it -> it.arrivals().stream())
            .map(Arrival::data)
            .reduce(Fields.EMPTY, Fields::overlaid);
    return names.scope(end.name(), special, data);
  }

  private void tellParent(Content result, String error) {
    if (deciding.playbook().timeout().isPresent()) {
      deciding.command(new Command.EndTimer(Starting.TIMEOUT_TIMER));
    }
    var origin = deciding.state().origin();
    if (origin.exists()) {
      deciding.setTimer("parent", deciding.at(), new Timer.TellParent(origin, result, error));
    }
  }
}
