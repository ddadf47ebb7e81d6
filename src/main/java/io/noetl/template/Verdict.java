package io.noetl.template;

import io.noetl.value.Value;

/// What a [Condition] came to.
public sealed interface Verdict {

  /// It is true; `value` is what the expression gave.
  record Held(Value value) implements Verdict {}

  /// It is false, undefined, or could not be told because an operand is undefined; `why` says so.
  record NotHeld(Value value, String why) implements Verdict {}

  /// It cannot be judged: the expression is wrong, or wrong for these values.
  record Failed(String message) implements Verdict {}

  default boolean held() {
    return this instanceof Held;
  }
}
