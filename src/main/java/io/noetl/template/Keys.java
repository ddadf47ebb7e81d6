package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// What makes two values the same key: `1`, `1.0` and `true` are one.
final class Keys {
  private Keys() {}

  /// A value that is equal (as Java says) for values that are equal (as templates say).
  static Value of(Frame frame, Value value) {
    return switch (value) {
      case Text _, Null _, Undefined _, Num.Int _, Num.Big _ -> value;
      case Bool truth -> Num.of(truth.isTrue() ? 1 : 0);
      case Num.Real(var number) -> real(number);
      case Items(var list) -> new Items(all(frame, list));
      case Row row -> new Row(all(frame, row.list()));
      case Fields fields -> fields(frame, fields);
      case Table table -> of(frame, table.plain());
      case Native special -> special;
      case View view -> of(frame, view.plain());
    };
  }

  /// A key as the name of a field, as Python's JSON does it.
  static String text(Value key) {
    return switch (key) {
      case Text(var text) -> text;
      case Null _ -> "null";
      case Bool truth -> truth.isTrue() ? "true" : "false";
      case Num.Int(var number) -> Long.toString(number);
      case Num.Big(var number) -> number.toString();
      case Num.Real(var number) -> Reals.text(number);
      case Items _, Row _, Fields _, Table _, View _ -> key.toString();
    };
  }

  private static Value real(double number) {
    if (number == Math.rint(number) && !Double.isInfinite(number)) {
      return Math.abs(number) < 0x1p62
          ? Num.of((long) number)
          : Num.of(new BigDecimal(number).toBigInteger());
    }
    return Num.of(number);
  }

  private static List<Value> all(Frame frame, List<Value> list) {
    frame.step(list.size());
    List<Value> keys = new ArrayList<>(list.size());
    for (var value : list) {
      keys.add(of(frame, value));
    }
    return keys;
  }

  private static Value fields(Frame frame, Fields fields) {
    frame.step(fields.size());
    var keys = Fields.builder();
    fields.forEach((name, value) -> keys.put(name, of(frame, value)));
    return keys.build();
  }
}
