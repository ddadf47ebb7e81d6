package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values on their way out of a template, where they become plain data.
final class Exit {
  private final Frame frame;
  private final boolean lenient;
  private long size;

  private Exit(Frame frame, boolean lenient) {
    this.frame = frame;
    this.lenient = lenient;
  }

  /// `value` as plain data; an undefined one is null. Undefined entries of lists and maps are null
  /// too where `lenient`, and an error otherwise.
  static Value plain(Frame frame, Value value, boolean lenient) {
    return switch (value) {
      case Text _, Num _, Bool _, Null _ -> value;
      case Undefined _ -> Null.NULL;
      default -> new Exit(frame, lenient).data(value, 0);
    };
  }

  /// Refuses a value so deeply nested that it could not leave, or be walked over.
  static void checkDepth(Frame frame, Value value) {
    checkDepth(frame, value, 0);
  }

  private static void checkDepth(Frame frame, Value value, int depth) {
    if (value instanceof Items(var list)) {
      checkLevel(frame, list.size(), depth);
      for (var each : list) {
        checkDepth(frame, each, depth + 1);
      }
    } else if (value instanceof Row row) {
      checkDepth(frame, new Items(row.list()), depth);
    } else if (value instanceof Fields fields) {
      checkLevel(frame, fields.size(), depth);
      fields.forEach((_, each) -> checkDepth(frame, each, depth + 1));
    } else if (value instanceof Table table) {
      checkLevel(frame, table.list().size(), depth);
      table.list().forEach(entry -> checkDepth(frame, entry.value(), depth + 1));
    }
  }

  private static void checkLevel(Frame frame, int size, int depth) {
    frame.step(1 + size / 64);
    if (depth > Json.DEPTH_MAX) {
      throw frame.error("the value is nested more than %d levels deep".formatted(Json.DEPTH_MAX));
    }
  }

  private Value data(Value value, int depth) {
    return switch (value) {
      case Num _, Bool _, Null _ -> value;
      case Text(var text) -> {
        add(text.length());
        yield value;
      }
      case Items items -> items(items, depth);
      case Fields fields -> fields(fields, depth);
      case Undefined undefined -> entry(undefined);
      case Bytes _ ->
          throw frame.error("bytes are no data", "put them through `b64encode` or `.decode()`");
      case Callable callable ->
          throw frame.error(
              "`%s` is a function".formatted(callable.name()),
              "call it: `%s()`".formatted(callable.name()));
      case Row row -> items(new Items(row.list()), depth);
      case Table table -> data(table.plain(), depth);
      case View view -> data(view.plain(), depth);
    };
  }

  /// A list that holds the same large value many times is small here, and huge as soon as it is
  /// written.
  private void add(long more) {
    size += more;
    if (size > Json.TEXT_MAX) {
      throw frame.error("the result is larger than %,d characters".formatted(Json.TEXT_MAX));
    }
  }

  private Value entry(Undefined undefined) {
    if (lenient) {
      return Null.NULL;
    }
    throw new TemplateError(
        frame.at,
        "`%s`, an entry of the result, is undefined".formatted(undefined.path()),
        true,
        "put it through `default(none)`");
  }

  private Value items(Items items, int depth) {
    checkLevel(frame, items.size(), depth);
    add(items.size() * 2L);
    List<Value> changed = List.of();
    for (int i = 0; i < items.size(); i++) {
      var value = data(items.get(i), depth + 1);
      if (changed.isEmpty() && value != items.get(i)) {
        changed = new ArrayList<>(items.list());
      }
      if (!changed.isEmpty()) {
        changed.set(i, value);
      }
    }
    return changed.isEmpty() ? items : new Items(changed);
  }

  private Value fields(Fields fields, int depth) {
    checkLevel(frame, fields.size(), depth);
    add(fields.size() * 4L);
    Map<String, Value> changed = Map.of();
    for (var entry : fields.asMap().entrySet()) {
      var value = data(entry.getValue(), depth + 1);
      if (changed.isEmpty() && value != entry.getValue()) {
        changed = new LinkedHashMap<>(fields.asMap());
      }
      if (!changed.isEmpty()) {
        changed.put(entry.getKey(), value);
      }
    }
    return changed.isEmpty() ? fields : Fields.copyOf(changed);
  }
}
