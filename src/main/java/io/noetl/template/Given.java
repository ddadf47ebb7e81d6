package io.noetl.template;

import io.noetl.value.Value;
import java.util.List;
import java.util.Map;

/// The arguments of a call, evaluated.
record Given(List<Value> positional, Map<String, Value> named) {
  static final Given NOTHING = new Given(List.of(), Map.of());

  boolean isEmpty() {
    return positional.isEmpty() && named.isEmpty();
  }

  /// Without the first `count` positional ones.
  Given after(int count) {
    return new Given(positional.subList(count, positional.size()), named);
  }
}
