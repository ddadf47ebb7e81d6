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
import java.util.List;

/// Values as text, as Python prints them: `True`, `None`, `1.5`, `['a', 1]`, `{'a': 1}`.
final class Printing {
  private final Frame frame;
  private final StringBuilder out;

  private Printing(Frame frame, StringBuilder out) {
    this.frame = frame;
    this.out = out;
  }

  /// The text that a value is when put into text; that of an undefined value is empty.
  static String text(Frame frame, Value value) {
    if (value instanceof Text(var text)) {
      return text;
    }
    var out = new StringBuilder();
    print(frame, value, out);
    return out.toString();
  }

  static void print(Frame frame, Value value, StringBuilder out) {
    switch (value) {
      case Text(var text) -> {
        frame.grow(text.length());
        out.append(text);
      }
      case Undefined _ -> {}
      default -> new Printing(frame, out).write(value);
    }
  }

  /// The value as it is written inside a list: texts in quotes.
  static String quoted(Frame frame, Value value) {
    var out = new StringBuilder();
    new Printing(frame, out).write(value);
    return out.toString();
  }

  private void write(Value value) {
    switch (value) {
      case Null _ -> add("None");
      case Bool truth -> add(truth.isTrue() ? "True" : "False");
      case Num number -> add(number(number));
      case Text(var text) -> writeText(text);
      case Items(var list) -> writeList("[", list, "]");
      case Fields fields -> writeFields(fields);
      case Undefined _ -> add("Undefined");
      case Row row -> writeList("(", row.list(), row.list().size() == 1 ? ",)" : ")");
      case Table table -> writeTable(table);
      case Bytes bytes -> add(bytes.toString());
      case Callable callable -> add("<function " + callable.name() + ">");
      case Namespace namespace -> {
        add("<Namespace ");
        write(namespace.plain());
        add(">");
      }
      case View view -> write(view.plain());
    }
  }

  static String number(Num number) {
    return switch (number) {
      case Num.Int(var whole) -> Long.toString(whole);
      case Num.Big(var whole) -> whole.toString();
      case Num.Real(var real) -> Reals.text(real);
    };
  }

  private void add(String text) {
    frame.grow(text.length());
    out.append(text);
  }

  private void writeList(String open, List<Value> list, String close) {
    frame.step(list.size());
    add(open);
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        add(", ");
      }
      write(list.get(i));
    }
    add(close);
  }

  private void writeFields(Fields fields) {
    frame.step(fields.size());
    add("{");
    var separator = "";
    for (var entry : fields.asMap().entrySet()) {
      add(separator);
      separator = ", ";
      writeText(entry.getKey());
      add(": ");
      write(entry.getValue());
    }
    add("}");
  }

  private void writeTable(Table table) {
    frame.step(table.list().size());
    add("{");
    var separator = "";
    for (var entry : table.list()) {
      add(separator);
      separator = ", ";
      write(entry.key());
      add(": ");
      write(entry.value());
    }
    add("}");
  }

  private void writeText(String text) {
    frame.grow(text.length() + 2L);
    boolean doubles = text.indexOf('\'') >= 0 && text.indexOf('"') < 0;
    char quote = doubles ? '"' : '\'';
    out.append(quote);
    text.codePoints().forEach(code -> writeCharacter(code, quote));
    out.append(quote);
  }

  private void writeCharacter(int code, char quote) {
    switch (code) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (code == quote) {
          out.append('\\').append(quote);
        } else if (isPrintable(code)) {
          out.appendCodePoint(code);
        } else {
          writeEscape(code);
        }
      }
    }
  }

  private void writeEscape(int code) {
    frame.grow(10);
    if (code < 0x100) {
      out.append("\\x%02x".formatted(code));
    } else if (code < 0x10000) {
      out.append("\\u%04x".formatted(code));
    } else {
      out.append("\\U%08x".formatted(code));
    }
  }

  private static boolean isPrintable(int code) {
    return code == ' '
        || switch (Character.getType(code)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }
}
