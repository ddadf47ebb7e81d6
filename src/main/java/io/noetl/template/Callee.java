package io.noetl.template;

import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;

/// Calls of values, and of functions by their names.
final class Callee {
  private Callee() {}

  /// A function as a value: `{{ lipsum is defined }}`.
  record Function(String name, Builtin builtin) implements Callable {
    @Override
    public Value call(Frame frame, Given given) {
      return builtin.call(frame, name, Access.ABSENT, given);
    }
  }

  static Value call(Frame frame, Value callee, Given given) {
    return switch (callee) {
      case Callable callable -> callable.call(frame, given);
      case Undefined undefined -> throw frame.undefined(undefined);
      default -> throw frame.error("%s cannot be called".formatted(Operands.named(callee)));
    };
  }

  /// Calls what `name` holds, for a name that is no builtin function.
  static Value callNamed(Frame frame, String name, Value value, Given given) {
    if (value instanceof Callable callable) {
      return callable.call(frame, given);
    }
    if (value instanceof Undefined) {
      throw frame.error("unknown function `%s`".formatted(name), Functions.hint(name));
    }
    throw frame.error("`%s` is %s, not a function".formatted(name, Operands.named(value)));
  }

  /// Calls the method `name` of `of`.
  static Value method(Frame frame, Value of, String name, Given given) {
    if (of instanceof View view && view.attribute(name) instanceof Callable callable) {
      return callable.call(frame, given);
    }
    if (of instanceof Undefined undefined) {
      throw frame.undefined(undefined);
    }
    var bare = Native.bare(of);
    var library = Methods.of(bare);
    var method = library.find(name);
    if (method.isEmpty()) {
      throw frame.error(
          "%s has no method `%s`".formatted(Operands.named(bare), name),
          Spelling.hint(name, library.names()));
    }
    return method.get().call(frame, name, bare, given);
  }
}
