package io.noetl.template;

import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// The part of an entry that an `attribute=` names: `address.city`, `0`; the entry itself where it
/// is none.
final class Getter {
  private final Frame frame;
  private final List<Value> path;
  private final Value otherwise;

  private Getter(Frame frame, List<Value> path, Value otherwise) {
    this.frame = frame;
    this.path = path;
    this.otherwise = otherwise;
  }

  /// Gives `otherwise`, unless that is absent, for what is undefined.
  static Getter of(Frame frame, Value attribute, Value otherwise) {
    return new Getter(frame, path(frame, attribute), otherwise);
  }

  /// One getter for each of several attributes with commas between them.
  static List<Getter> several(Frame frame, Value attribute) {
    if (!(attribute instanceof Text(var text))) {
      return List.of(of(frame, attribute, Access.ABSENT));
    }
    List<Getter> getters = new ArrayList<>();
    for (var part : Strings.split(text, ",", -1)) {
      getters.add(of(frame, part, Access.ABSENT));
    }
    return getters;
  }

  private static List<Value> path(Frame frame, Value attribute) {
    return switch (attribute) {
      case Null _ -> List.of();
      case Num.Int _ -> List.of(attribute);
      case Text(var text) -> {
        List<Value> path = new ArrayList<>();
        for (var part : Strings.split(text, ".", -1)) {
          path.add(part instanceof Text(var name) && isPlace(name) ? place(name) : part);
        }
        yield path;
      }
      case Undefined _ when attribute == Access.ABSENT -> List.of();
      default -> throw Operands.unfit(frame, "the name of an attribute", attribute);
    };
  }

  private static boolean isPlace(String name) {
    return !name.isEmpty()
        && name.length() < 10
        && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Value place(String name) {
    return Num.of(Integer.parseInt(name));
  }

  Value get(Value entry) {
    var value = entry;
    for (var key : path) {
      value = Access.item(frame, value, key, new Undefined(Printing.text(frame, key)));
    }
    return value instanceof Undefined && otherwise != Access.ABSENT && !path.isEmpty()
        ? otherwise
        : value;
  }
}
