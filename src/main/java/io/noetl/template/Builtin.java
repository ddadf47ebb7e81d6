package io.noetl.template;

import io.noetl.value.Value;

/// A filter, test, function or method that the language brings along. `of` is the value before the
/// `|`, `is` or `.`.
sealed interface Builtin {

  Value call(Frame frame, String name, Value of, Given given);

  /// One whose arguments have names and places.
  record Fixed(Signature signature, Body body) implements Builtin {
    @Override
    public Value call(Frame frame, String name, Value of, Given given) {
      if (given.isEmpty() && signature.names().isEmpty()) {
        return body.apply(frame, of, new Args(frame, signature, NO_VALUES));
      }
      var misfit = signature.misfit(name, given.positional().size(), given.named().keySet());
      if (!misfit.isEmpty()) {
        throw frame.error(misfit);
      }
      var bound = signature.bound(given.positional(), given.named(), Access.ABSENT);
      return body.apply(frame, of, new Args(frame, signature, bound.toArray(NO_VALUES)));
    }
  }

  /// One that takes any arguments.
  record Open(OpenBody body) implements Builtin {
    @Override
    public Value call(Frame frame, String name, Value of, Given given) {
      return body.apply(frame, of, given);
    }
  }

  @FunctionalInterface
  interface Body {
    Value apply(Frame frame, Value of, Args args);
  }

  @FunctionalInterface
  interface OpenBody {
    Value apply(Frame frame, Value of, Given given);
  }

  Value[] NO_VALUES = {};
}
