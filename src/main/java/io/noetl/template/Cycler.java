package io.noetl.template;

import io.noetl.value.Null;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.List;

/// What `cycler('odd', 'even')` makes: gives its values in turn.
final class Cycler implements Callable {
  private final List<Value> values;
  private int index;

  Cycler(List<Value> values) {
    this.values = List.copyOf(values);
  }

  @Override
  public String name() {
    return "cycler";
  }

  @Override
  public Value call(Frame frame, Given given) {
    throw frame.error("a cycler cannot be called", "use `.next()`");
  }

  @Override
  public Value attribute(String name) {
    return switch (name) {
      case "current" -> values.isEmpty() ? new Undefined("cycler.current") : values.get(index);
      case "next" -> new Callee.Function("next", new Builtin.Open((frame, _, _) -> next(frame)));
      case "reset" -> new Callee.Function("reset", new Builtin.Open((_, _, _) -> reset()));
      default -> new Undefined("cycler." + name);
    };
  }

  private Value next(Frame frame) {
    if (values.isEmpty()) {
      throw frame.error("the cycler has no values");
    }
    var value = values.get(index);
    index = (index + 1) % values.size();
    return value;
  }

  private Value reset() {
    index = 0;
    return Null.NULL;
  }
}
