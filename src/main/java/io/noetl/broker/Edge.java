package io.noetl.broker;

import io.noetl.value.Fields;
import io.noetl.value.Value;

/// One judged transition: the explanation behind `noetl why`, and what carries the branch on.
///
/// `when` is the condition's text, `else`, or empty for an edge without one. `value` is what it
/// evaluated to, `why` says in words why it was (not) taken. `data` travels to the target. An edge
/// into a step that has been joined already (`join: any`) is `swallowed`: taken, but without
/// effect.
public record Edge(
    String target,
    String when,
    Value value,
    boolean taken,
    boolean swallowed,
    String why,
    Fields data) {
  boolean arrives() {
    return taken && !swallowed;
  }
}
