package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// JSON text as Python's `json.dumps` writes it: `{"a": 1}`, all in ASCII.
final class JsonText {
  private final Frame frame;
  private final int indent;
  private final boolean sorted;
  private final StringBuilder out = new StringBuilder();

  private JsonText(Frame frame, int indent, boolean sorted) {
    this.frame = frame;
    this.indent = indent;
    this.sorted = sorted;
  }

  static void define(Library.Shelf shelf) {
    shelf
        .fixed(
            "tojson",
            "indent? sort_keys?",
            (f, of, args) -> of(f, of, args.whole(0, -1), args.truth(1, false)))
        .alias("to_json", "tojson")
        .fixed("fromjson", "", (f, of, _) -> read(f, of))
        .alias("from_json", "fromjson");
  }

  static Value write(Frame frame, Args args) {
    return of(frame, args.value(0), args.whole(1, -1), false);
  }

  private static Value of(Frame frame, Value value, int indent, boolean sorted) {
    var writer = new JsonText(frame, Math.min(indent, 64), sorted);
    writer.write(value, 0);
    return Text.of(writer.out.toString());
  }

  static Value read(Frame frame, Value value) {
    if (value instanceof Undefined undefined) {
      throw frame.undefined(undefined);
    }
    var text = Printing.text(frame, value);
    frame.step(1 + text.length() / 16);
    frame.grow(text.length());
    try {
      return Json.read(text);
    } catch (JsonError e) {
      throw frame.error(String.valueOf(e.getMessage()));
    }
  }

  private void add(String text) {
    frame.grow(text.length());
    out.append(text);
  }

  private void write(Value value, int depth) {
    switch (value) {
      case Null _, Undefined _ -> add("null");
      case Bool truth -> add(truth.isTrue() ? "true" : "false");
      case Num.Real(var real) when !Double.isFinite(real) ->
          add(Double.isNaN(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity");
      case Num number -> add(Printing.number(number));
      case Text(var text) -> writeText(text);
      case Items(var list) -> writeList(list, depth);
      case Row row -> writeList(row.list(), depth);
      case Fields _, Table _ -> writeMap(value, depth);
      case Bytes _ -> throw Operands.unfit(frame, "data for JSON", value);
      case Callable _ -> throw Operands.unfit(frame, "data for JSON", value);
      case View view -> write(view.plain(), depth);
    }
  }

  private void writeList(List<Value> list, int depth) {
    checkDepth(depth);
    frame.step(list.size());
    add("[");
    for (int i = 0; i < list.size(); i++) {
      separate(i == 0, depth + 1);
      write(list.get(i), depth + 1);
    }
    close(list.isEmpty(), "]", depth);
  }

  private void writeMap(Value map, int depth) {
    checkDepth(depth);
    var entries = new ArrayList<>(Sequences.entries(frame, map));
    frame.step(entries.size());
    if (sorted) {
      entries.sort(Comparator.comparing(entry -> Keys.text(entry.key()), Chars::compare));
    }
    add("{");
    for (int i = 0; i < entries.size(); i++) {
      separate(i == 0, depth + 1);
      writeText(Keys.text(entries.get(i).key()));
      add(": ");
      write(entries.get(i).value(), depth + 1);
    }
    close(entries.isEmpty(), "}", depth);
  }

  private void checkDepth(int depth) {
    if (depth > Json.DEPTH_MAX) {
      throw frame.error("the value is nested more than %d levels deep".formatted(Json.DEPTH_MAX));
    }
  }

  private void separate(boolean first, int depth) {
    if (indent < 0) {
      add(first ? "" : ", ");
    } else {
      add(first ? "\n" : ",\n");
      add(" ".repeat(indent * depth));
    }
  }

  private void close(boolean empty, String bracket, int depth) {
    if (indent >= 0 && !empty) {
      add("\n");
      add(" ".repeat(indent * depth));
    }
    add(bracket);
  }

  private void writeText(String text) {
    frame.grow(text.length() + 2L);
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      writeCharacter(text.charAt(i));
    }
    out.append('"');
  }

  private void writeCharacter(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\f' -> out.append("\\f");
      case '\b' -> out.append("\\b");
      default -> {
        if (c >= ' ' && c < 0x7f) {
          out.append(c);
        } else {
          frame.grow(5);
          out.append("\\u").append(Character.forDigit(c >> 12, 16));
          out.append(Character.forDigit(c >> 8 & 15, 16));
          out.append(Character.forDigit(c >> 4 & 15, 16));
          out.append(Character.forDigit(c & 15, 16));
        }
      }
    }
  }
}
