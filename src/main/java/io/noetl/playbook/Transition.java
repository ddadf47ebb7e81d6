package io.noetl.playbook;

import io.noetl.template.Condition;
import io.noetl.template.Document;

/// An edge to a step: when it fires and what data it carries along.
public record Transition(String target, Guard guard, Document data, Place place) {

  /// What decides whether an edge fires.
  public sealed interface Guard {}

  /// Fires always.
  public record Always() implements Guard {}

  /// Fires when the condition holds.
  public record When(Condition condition) implements Guard {}

  /// Fires when no `when` before it in the same list held.
  public record Else() implements Guard {}
}
