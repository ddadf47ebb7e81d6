package io.noetl.broker;

import io.noetl.broker.Event.ActionCompleted;
import io.noetl.broker.Event.ActionError;
import io.noetl.broker.Event.ExecutionCompleted;
import io.noetl.broker.Event.ExecutionStarted;
import io.noetl.broker.Event.IterationCompleted;
import io.noetl.broker.Event.IteratorCompleted;
import io.noetl.broker.Event.IteratorStarted;
import java.util.function.BiFunction;

/// Where events hold values that may be large: the one list of these places.
public final class Large {
  private Large() {}

  /// The name of a step's result in the event of a retry.
  public static String takeover(String step) {
    return "takeover/" + step;
  }

  /// The event with `change` applied to each of its contents; `change` gets the content's name in
  /// the event (`result`, `workload`, `plan`).
  public static Event map(Event event, BiFunction<String, Content, Content> change) {
    return switch (event) {
      case ExecutionStarted it ->
          new ExecutionStarted(
              it.playbook(),
              change.apply("workload", it.workload()),
              it.origin(),
              it.retryOf(),
              it.entry(),
              it.routed(),
              it.edges(),
              it.vars(),
              it.takeover().map((step, result) -> change.apply(takeover(step), result)));
      case ActionCompleted it ->
          new ActionCompleted(
              it.step(), it.visit(), it.tool(), it.attempt(), change.apply("result", it.result()));
      case ActionError it ->
          new ActionError(
              it.step(),
              it.visit(),
              it.tool(),
              it.attempt(),
              it.failure(),
              change.apply("result", it.result()));
      case IteratorStarted it ->
          new IteratorStarted(it.step(), it.visit(), it.total(), change.apply("plan", it.plan()));
      case IteratorCompleted it ->
          new IteratorCompleted(
              it.step(),
              it.visit(),
              it.succeeded(),
              it.failed(),
              change.apply("result", it.result()));
      case IterationCompleted it ->
          new IterationCompleted(
              it.step(), it.visit(), it.index(), it.item(), change.apply("result", it.result()));
      case ExecutionCompleted it -> new ExecutionCompleted(change.apply("result", it.result()));
      default -> event;
    };
  }
}
