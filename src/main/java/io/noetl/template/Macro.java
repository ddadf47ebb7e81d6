package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A macro: a part of the template that is called by name.
record Macro(String name, Shape shape, Block body, Room room, Cost cost) implements Callable {

  /// Its parameters: their names, defaults and slots, and the slots of what else it may be given.
  record Shape(
      Signature signature, List<Node> fallbacks, List<Integer> slots, Map<String, Integer> rest) {}

  /// The slots of everything inside it.
  record Room(int first, int end) {}

  /// What a call costs in steps, and in depth.
  record Cost(int weight, int height) {}

  @Override
  public Value call(Frame frame, Given given) {
    frame.step(cost.weight());
    frame.enter(cost.height());
    var saved = frame.saved(room.first(), room.end());
    frame.clear(room.first(), room.end());
    var text = frame.capture(inner -> run(inner, given));
    frame.restore(room.first(), saved);
    frame.leave(cost.height());
    return Text.of(text);
  }

  private void run(Frame frame, Given given) {
    var names = shape.signature().names();
    takeRest(frame, given, names);
    for (int i = 0; i < names.size(); i++) {
      var name = names.get(i);
      if (i < given.positional().size()) {
        frame.slot(shape.slots().get(i), given.positional().get(i));
      } else {
        var value = given.named().getOrDefault(name, Access.ABSENT);
        var taken = value == Access.ABSENT ? shape.fallbacks().get(i).eval(frame) : value;
        frame.slot(shape.slots().get(i), taken == Access.ABSENT ? new Undefined(name) : taken);
      }
    }
    body.run(frame);
  }

  private void takeRest(Frame frame, Given given, List<String> names) {
    int taken = Math.min(names.size(), given.positional().size());
    Map<String, Value> others = new LinkedHashMap<>(given.named());
    names.forEach(others::remove);
    var caller = others.remove("caller");
    put(frame, "caller", caller == null ? new Undefined("caller") : caller);
    boolean kept = put(frame, "varargs", new Items(given.after(taken).positional()));
    if (!kept && given.positional().size() > names.size()) {
      throw frame.error(misfit(given));
    }
    if (!put(frame, "kwargs", Fields.copyOf(others)) && !others.isEmpty()) {
      throw frame.error(misfit(given));
    }
  }

  private String misfit(Given given) {
    return shape.signature().misfit(name, given.positional().size(), given.named().keySet());
  }

  /// Whether the macro has a place for it.
  private boolean put(Frame frame, String extra, Value value) {
    var slot = shape.rest().get(extra);
    if (slot != null) {
      frame.slot(slot, value);
    }
    return slot != null;
  }

  @Override
  public Value attribute(String attribute) {
    return switch (attribute) {
      case "name" -> Text.of(name);
      case "arguments" -> new Row(shape.signature().names().stream().<Value>map(Text::of).toList());
      default -> new Undefined(name + "." + attribute);
    };
  }
}
