package io.noetl.job.wire;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Reads what came over the wire; `place` is how its errors call it.
record Reading(String place, Fields fields) {
  static Reading of(String place, Value value) {
    if (value instanceof Fields fields) {
      return new Reading(place, fields);
    }
    throw new WireError(place, "a map", value.kind());
  }

  /// Empty if absent.
  String text(String name) {
    return fields.has(name) ? need(name, "a text", Text.class).text() : "";
  }

  String needText(String name) {
    return need(name, "a text", Text.class).text();
  }

  /// 0 if absent.
  long whole(String name) {
    return fields.has(name) ? need(name, "a whole number", Num.Int.class).number() : 0;
  }

  int small(String name) {
    long number = whole(name);
    if (number != (int) number) {
      throw new WireError(at(name), "a number of 32 bits", Long.toString(number));
    }
    return (int) number;
  }

  /// A number of 64 bits, which travels as text.
  long id(String name) {
    var text = needText(name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw new WireError(at(name), "an id", "'%s'".formatted(text));
    }
  }

  Value value(String name) {
    return fields.get(name);
  }

  /// Empty if absent.
  Fields map(String name) {
    return fields.has(name) ? need(name, "a map", Fields.class) : Fields.EMPTY;
  }

  Reading part(String name) {
    return of(at(name), fields.get(name));
  }

  /// Empty if absent.
  List<Value> values(String name) {
    return fields.has(name) ? need(name, "a list", Items.class).list() : List.of();
  }

  <T> List<T> list(String name, Function<Reading, T> each) {
    var list = new ArrayList<T>();
    for (var value : values(name)) {
      list.add(each.apply(of(at(name) + "[" + list.size() + "]", value)));
    }
    return list;
  }

  <E extends Enum<E>> E word(String name, Class<E> type) {
    var text = needText(name);
    for (var constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new WireError(at(name), "a word of " + type.getSimpleName(), "'%s'".formatted(text));
  }

  private <T extends Value> T need(String name, String expected, Class<T> type) {
    var value = fields.get(name);
    if (!type.isInstance(value)) {
      throw new WireError(at(name), expected, value.kind());
    }
    return type.cast(value);
  }

  private String at(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }
}
