package io.noetl.template;

import io.noetl.value.Null;
import io.noetl.value.Undefined;
import io.noetl.value.Value;

/// A value that can be called: a function, a macro, a loop.
non-sealed interface Callable extends Native {

  Value call(Frame frame, Given given);

  /// What it is called in messages.
  String name();

  @Override
  default Value attribute(String name) {
    return new Undefined(name() + "." + name);
  }

  @Override
  default Value plain() {
    return Null.NULL;
  }

  @Override
  default String kind() {
    return "function";
  }
}
