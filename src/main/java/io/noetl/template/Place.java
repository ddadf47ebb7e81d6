package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;

/// Where a changed value is kept.
@FunctionalInterface
interface Place {
  /// The place of what comes from outside: changes are lost.
  Place NOWHERE = (_, _) -> {};

  void put(Frame frame, Value value);

  /// The innermost of these slots that holds a value.
  static Place ofSlots(int[] slots) {
    if (slots.length == 0) {
      return NOWHERE;
    }
    return (frame, value) -> {
      for (int slot : slots) {
        if (frame.slot(slot) != Access.ABSENT) {
          frame.slot(slot, value);
          return;
        }
      }
    };
  }

  /// Keeps `value` under `key` of `container`, and the changed container in `outer`.
  static void put(Frame frame, Place outer, Value container, Value key, Value value) {
    switch (container) {
      case Namespace namespace when key instanceof Text(var name) -> namespace.put(name, value);
      case Fields fields when key instanceof Text(var name) -> {
        frame.step(1 + fields.size() / 32);
        outer.put(frame, fields.with(name, value));
      }
      case Items(var list) when key instanceof Num.Int(var index) -> {
        frame.step(1 + list.size() / 32);
        long at = index < 0 ? index + list.size() : index;
        if (at >= 0 && at < list.size()) {
          var copy = new ArrayList<>(list);
          copy.set((int) at, value);
          outer.put(frame, new Items(copy));
        }
      }
      default -> {}
    }
  }
}
