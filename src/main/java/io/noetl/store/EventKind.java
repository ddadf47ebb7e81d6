package io.noetl.store;

import io.noetl.broker.Event;
import java.util.HashMap;
import java.util.Map;

/// The kinds of events as they are written: name, node type and status. A released name keeps its
/// meaning for ever.
enum EventKind {
  EXECUTION_START("execution_start", "playbook", "RUNNING"),
  STEP_STARTED("step_started", "step", "RUNNING"),
  ACTION_STARTED("action_started", EventKind.TOOL, "RUNNING"),
  ACTION_COMPLETED("action_completed", EventKind.TOOL, "COMPLETED"),
  ACTION_ERROR("action_error", EventKind.TOOL, "FAILED"),
  ACTION_RETRY("action_retry", EventKind.TOOL, "RUNNING"),
  STEP_COMPLETED("step_completed", "step", "COMPLETED"),
  STEP_FAILED("step_failed", "step", "FAILED"),
  STEP_CANCELLED("step_cancelled", "step", "CANCELLED"),
  ITERATOR_STARTED("iterator_started", "iterator", "RUNNING"),
  ITERATOR_COMPLETED("iterator_completed", "iterator", "COMPLETED"),
  ITERATION_STARTED("iteration_started", "iteration", "RUNNING"),
  ITERATION_COMPLETED("iteration_completed", "iteration", "COMPLETED"),
  ITERATION_FAILED("iteration_failed", "iteration", "FAILED"),
  SAVE_STARTED("save_started", "save", "RUNNING"),
  SAVE_COMPLETED("save_completed", "save", "COMPLETED"),
  SAVE_FAILED("save_failed", "save", "FAILED"),
  EXECUTION_CANCELLING("execution_cancelling", "playbook", "RUNNING"),
  EXECUTION_COMPLETE("execution_complete", "playbook", "COMPLETED"),
  EXECUTION_FAILED("execution_failed", "playbook", "FAILED"),
  EXECUTION_CANCELLED("execution_cancelled", "playbook", "CANCELLED"),
  EXECUTION_PAUSED("execution_paused", "playbook", "PAUSED"),
  EXECUTION_RESUMED("execution_resumed", "playbook", "RUNNING");

  /// Stands for the kind of the step's tool.
  static final String TOOL = "";

  private static final Map<String, EventKind> BY_WIRE = byWire();

  final String wire;
  final String nodeType;
  final String status;

  EventKind(String wire, String nodeType, String status) {
    this.wire = wire;
    this.nodeType = nodeType;
    this.status = status;
  }

  static EventKind of(Event event) {
    return switch (event) {
      case Event.ExecutionStarted _ -> EXECUTION_START;
      case Event.StepStarted _ -> STEP_STARTED;
      case Event.ActionStarted _ -> ACTION_STARTED;
      case Event.ActionCompleted _ -> ACTION_COMPLETED;
      case Event.ActionError _ -> ACTION_ERROR;
      case Event.ActionRetry _ -> ACTION_RETRY;
      case Event.StepCompleted _ -> STEP_COMPLETED;
      case Event.StepFailed _ -> STEP_FAILED;
      case Event.StepCancelled _ -> STEP_CANCELLED;
      case Event.IteratorStarted _ -> ITERATOR_STARTED;
      case Event.IteratorCompleted _ -> ITERATOR_COMPLETED;
      case Event.IterationStarted _ -> ITERATION_STARTED;
      case Event.IterationCompleted _ -> ITERATION_COMPLETED;
      case Event.IterationFailed _ -> ITERATION_FAILED;
      case Event.SaveStarted _ -> SAVE_STARTED;
      case Event.SaveCompleted _ -> SAVE_COMPLETED;
      case Event.SaveFailed _ -> SAVE_FAILED;
      case Event.ExecutionCancelling _ -> EXECUTION_CANCELLING;
      case Event.ExecutionCompleted _ -> EXECUTION_COMPLETE;
      case Event.ExecutionFailed _ -> EXECUTION_FAILED;
      case Event.ExecutionCancelled _ -> EXECUTION_CANCELLED;
      case Event.ExecutionPaused _ -> EXECUTION_PAUSED;
      case Event.ExecutionResumed _ -> EXECUTION_RESUMED;
    };
  }

  static EventKind of(String wire) {
    var kind = BY_WIRE.get(wire);
    if (kind == null) {
      throw new IllegalStateException(
          "unknown event type '%s': was it written by a newer version?".formatted(wire));
    }
    return kind;
  }

  private static Map<String, EventKind> byWire() {
    Map<String, EventKind> kinds = new HashMap<>();
    for (var kind : values()) {
      kinds.put(kind.wire, kind);
    }
    return kinds;
  }
}
