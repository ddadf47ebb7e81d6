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

/// What counts as true: everything but false, none, zero, what is empty and what is undefined.
final class Truth {
  private Truth() {}

  static boolean of(Value value) {
    return switch (value) {
      case Bool truth -> truth.isTrue();
      case Null _, Undefined _ -> false;
      case Num.Int(var number) -> number != 0;
      case Num.Big _ -> true;
      case Num.Real(var number) -> number != 0;
      case Text(var text) -> !text.isEmpty();
      case Items(var list) -> !list.isEmpty();
      case Fields fields -> !fields.isEmpty();
      case Row row -> !row.list().isEmpty();
      case Table table -> !table.entries().isEmpty();
      case Bytes bytes -> bytes.size() > 0;
      case Native _ -> true;
      case View view -> of(view.plain());
    };
  }
}
