package io.noetl.worker;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads data written as JSON, or as Python prints it: `['a', None, (1, 2.5)]`.
final class Literal {
  private static final int DEPTH_MAX = 100;

  /// Longer whole numbers are nobody's data, and slow to read.
  private static final int DIGITS_MAX = 1000;

  private final String text;
  private int at;
  private int depth;

  private Literal(String text) {
    this.text = text;
  }

  /// The data that `text` says, if it is a list, tuple or map in either language.
  static Optional<Value> parse(String text) {
    var stripped = text.strip();
    if (stripped.isEmpty() || "[{(".indexOf(stripped.charAt(0)) < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(stripped));
    } catch (JsonError notJson) {
      return new Literal(stripped).whole();
    }
  }

  private static final class NotLiteral extends RuntimeException {
    private static final long serialVersionUID = 1;

    private NotLiteral() {
      super("not a literal", null, false, false);
    }
  }

  private Optional<Value> whole() {
    try {
      var value = value();
      return at == text.length() ? Optional.of(value) : Optional.empty();
    } catch (NotLiteral e) {
      return Optional.empty();
    }
  }

  private Value value() {
    skipSpace();
    return switch (peek()) {
      case '[' -> new Items(sequence(']'));
      case '(' -> tuple();
      case '{' -> fields();
      case '\'', '"' -> Text.of(string());
      default -> word();
    };
  }

  private List<Value> sequence(char end) {
    enter();
    var list = new ArrayList<Value>();
    at++;
    skipSpace();
    while (peek() != end) {
      list.add(value());
      separator(end);
    }
    at++;
    leave();
    return list;
  }

  /// `(1)` is one, `(1,)` a tuple.
  private Value tuple() {
    int start = at;
    var list = sequence(')');
    int last = at - 2;
    while (last > start && Character.isWhitespace(text.charAt(last))) {
      last--;
    }
    return list.size() == 1 && text.charAt(last) != ',' ? list.getFirst() : new Items(list);
  }

  private Value fields() {
    enter();
    var map = Fields.builder();
    at++;
    skipSpace();
    while (peek() != '}') {
      var key = value();
      skipSpace();
      if (peek() != ':') {
        throw new NotLiteral();
      }
      at++;
      map.put(key instanceof Text(var name) ? name : Json.write(key), value());
      separator('}');
    }
    at++;
    leave();
    return map.build();
  }

  private void separator(char end) {
    skipSpace();
    if (peek() == ',') {
      at++;
      skipSpace();
    } else if (peek() != end) {
      throw new NotLiteral();
    }
  }

  private String string() {
    char quote = text.charAt(at++);
    var out = new StringBuilder();
    while (peek() != quote) {
      char c = text.charAt(at++);
      if (c == '\\') {
        escape(out);
      } else {
        out.append(c);
      }
    }
    at++;
    return out.toString();
  }

  private void escape(StringBuilder out) {
    char c = peek();
    at++;
    switch (c) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case '\\', '\'', '"' -> out.append(c);
      case 'x' -> out.appendCodePoint(hex(2));
      case 'u' -> out.append((char) hex(4));
      default -> throw new NotLiteral();
    }
  }

  private int hex(int digits) {
    if (at + digits > text.length()) {
      throw new NotLiteral();
    }
    at += digits;
    try {
      return Integer.parseInt(text, at - digits, at, 16);
    } catch (NumberFormatException e) {
      throw new NotLiteral();
    }
  }

  private Value word() {
    int start = at;
    while (at < text.length() && ",]}): \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    var word = text.substring(start, at);
    return switch (word) {
      case "None", "null" -> Null.NULL;
      case "True", "true" -> Bool.TRUE;
      case "False", "false" -> Bool.FALSE;
      default -> number(word);
    };
  }

  private static Value number(String word) {
    if (word.isEmpty() || word.length() > DIGITS_MAX) {
      throw new NotLiteral();
    }
    try {
      return word.matches("[+-]?\\d+")
          ? Num.of(new BigInteger(word))
          : Num.of(Double.parseDouble(word));
    } catch (NumberFormatException e) {
      throw new NotLiteral();
    }
  }

  private void enter() {
    if (++depth > DEPTH_MAX) {
      throw new NotLiteral();
    }
  }

  private void leave() {
    depth--;
  }

  private char peek() {
    if (at >= text.length()) {
      throw new NotLiteral();
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
