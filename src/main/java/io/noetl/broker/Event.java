package io.noetl.broker;

import io.noetl.job.Failure;
import io.noetl.playbook.Join;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.util.List;

/// Something that has happened in one execution. The names and fields on the wire are those of
/// docs/events.md; a released event keeps its name, fields and meaning.
public sealed interface Event {

  /// The event concerns one visit of one step.
  sealed interface OfStep extends Event {
    String step();

    int visit();
  }

  /// The event concerns a step's tool; `tool` is its kind as declared.
  sealed interface OfAction extends OfStep {
    String tool();
  }

  /// The event concerns one iteration; `index` counts from 0.
  sealed interface OfIteration extends OfStep {
    int index();
  }

  /// `execution_start`. `entry` is the step it begins with; when that is a router, it has been
  /// passed already (`routed`); `edges` is what it decided and `vars` what it set.
  record ExecutionStarted(
      PlaybookRef playbook,
      Content workload,
      Origin origin,
      long retryOf,
      String entry,
      boolean routed,
      List<Edge> edges,
      Fields vars,
      Takeover takeover)
      implements Event {
    public ExecutionStarted {
      edges = List.copyOf(edges);
    }

    /// One that begins afresh.
    public ExecutionStarted(
        PlaybookRef playbook,
        Content workload,
        Origin origin,
        long retryOf,
        String entry,
        boolean routed,
        List<Edge> edges) {
      this(playbook, workload, origin, retryOf, entry, routed, edges, Fields.EMPTY, Takeover.NONE);
    }
  }

  /// `step_started`. `data` is what the edges carried here, merged; `inputs` is what its tool works
  /// on, as far as it may be shown (no secrets, nothing very large).
  record StepStarted(String step, int visit, Join join, Fields data, Fields inputs)
      implements OfStep {}

  /// `action_started`. `child` is the execution it waits for, 0 if none.
  record ActionStarted(
      String step, int visit, String tool, int attempt, int attemptsMax, String worker, long child)
      implements OfAction {}

  /// `action_completed`.
  record ActionCompleted(String step, int visit, String tool, int attempt, Content result)
      implements OfAction {}

  /// `action_error`: one attempt failed. `result` is what the tool returned all the same.
  record ActionError(
      String step, int visit, String tool, int attempt, Failure failure, Content result)
      implements OfAction {}

  /// `action_retry`: attempt `attempt` is scheduled after `delayMillis`.
  record ActionRetry(String step, int visit, String tool, int attempt, long delayMillis)
      implements OfAction {}

  /// `step_completed`. `vars` are the variables it set.
  record StepCompleted(String step, int visit, List<Edge> edges, Fields vars) implements OfStep {
    public StepCompleted {
      edges = List.copyOf(edges);
    }
  }

  /// `step_failed`. `edges` are those of `on_error` (or of `next` with `continue`).
  record StepFailed(String step, int visit, Failure failure, boolean handled, List<Edge> edges)
      implements OfStep {
    public StepFailed {
      edges = List.copyOf(edges);
    }
  }

  /// `step_cancelled`.
  record StepCancelled(String step, int visit, String reason) implements OfStep {}

  /// `iterator_started`. `plan` holds the items and inputs of the children of an iterator over
  /// playbooks, else nothing.
  record IteratorStarted(String step, int visit, int total, Content plan) implements OfStep {}

  /// `iterator_completed`. `result` is the list of an iterator over playbooks, else nothing (it
  /// stands in action_completed).
  record IteratorCompleted(String step, int visit, int succeeded, int failed, Content result)
      implements OfStep {}

  /// `iteration_started`. `child` is the execution that does the work, 0 if none.
  record IterationStarted(String step, int visit, int index, Value item, long child)
      implements OfIteration {}

  /// `iteration_completed`.
  record IterationCompleted(String step, int visit, int index, Value item, Content result)
      implements OfIteration {}

  /// `iteration_failed`.
  record IterationFailed(String step, int visit, int index, Value item, String error)
      implements OfIteration {}

  /// `save_started`; `index` is -1 for a save of the step itself.
  record SaveStarted(String step, int visit, int index, String storage) implements OfIteration {}

  /// `save_completed`.
  record SaveCompleted(String step, int visit, int index, String storage, Fields answer)
      implements OfIteration {}

  /// `save_failed`.
  record SaveFailed(String step, int visit, int index, String storage, String error)
      implements OfIteration {}

  /// `execution_cancelling`: what still runs is being stopped. `reason`: cancel, timeout, failure.
  record ExecutionCancelling(String reason, String detail) implements Event {}

  /// `execution_complete`.
  record ExecutionCompleted(Content result) implements Event {}

  /// `execution_failed`.
  record ExecutionFailed(String failedStep, String reason, String error) implements Event {}

  /// `execution_cancelled`.
  record ExecutionCancelled(String detail) implements Event {}

  /// `execution_paused`.
  record ExecutionPaused() implements Event {}

  /// `execution_resumed`.
  record ExecutionResumed() implements Event {}
}
