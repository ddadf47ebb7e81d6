package io.noetl.broker;

import io.noetl.value.Fields;
import java.util.Map;

/// A visit of a step that goes on.
///
/// `job` names it: the step, with `#n` from the second visit. `attempt` is the latest begun or
/// scheduled one. `startEvent` and `actionEvent` are the numbers of step_started and of the latest
/// action_started or action_retry (0 before). `child` is the execution it waits for, 0 if none.
record Activity(
    String job,
    String step,
    int visit,
    Stage stage,
    int attempt,
    long startEvent,
    long actionEvent,
    Fields data,
    Map<String, Integer> lineage,
    Content result,
    long child,
    Turns turns) {

  enum Stage {
    /// Its job waits for a worker.
    QUEUED,
    /// An attempt runs, or a child or a timer is waited for.
    RUNNING,
    /// The next attempt is scheduled.
    RETRYING
  }

  static String job(String step, int visit) {
    return visit == 1 ? step : step + "#" + visit;
  }

  Activity at(Stage next) {
    return new Activity(
        job,
        step,
        visit,
        next,
        attempt,
        startEvent,
        actionEvent,
        data,
        lineage,
        result,
        child,
        turns);
  }

  Activity running(int newAttempt, long event, long newChild) {
    return new Activity(
        job,
        step,
        visit,
        Stage.RUNNING,
        newAttempt,
        startEvent,
        event,
        data,
        lineage,
        result,
        newChild,
        turns);
  }

  Activity retrying(int nextAttempt, long event) {
    return new Activity(
        job,
        step,
        visit,
        Stage.RETRYING,
        nextAttempt,
        startEvent,
        event,
        data,
        lineage,
        result,
        0,
        turns.again());
  }

  Activity with(Content newResult) {
    return new Activity(
        job,
        step,
        visit,
        stage,
        attempt,
        startEvent,
        actionEvent,
        data,
        lineage,
        newResult,
        child,
        turns);
  }

  Activity with(Turns newTurns) {
    return new Activity(
        job,
        step,
        visit,
        stage,
        attempt,
        startEvent,
        actionEvent,
        data,
        lineage,
        result,
        child,
        newTurns);
  }
}
