package io.noetl.template;

import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;

/// `'{} and {name:>5}'.format(...)`.
final class BraceFormat {
  private final Frame frame;
  private final String format;
  private final Given given;
  private final StringBuilder out = new StringBuilder();
  private int automatic;

  private BraceFormat(Frame frame, String format, Given given) {
    this.frame = frame;
    this.format = format;
    this.given = given;
  }

  static String of(Frame frame, String format, Given given) {
    var formatter = new BraceFormat(frame, format, given);
    formatter.run();
    return formatter.out.toString();
  }

  private void run() {
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at);
      boolean twice = at + 1 < format.length() && format.charAt(at + 1) == c;
      if (c != '{' && c != '}') {
        frame.grow(1);
        out.append(c);
        at++;
      } else if (twice) {
        out.append(c);
        at += 2;
      } else if (c == '{') {
        int end = end(at + 1);
        var text = field(format.substring(at + 1, end));
        frame.grow(text.length());
        out.append(text);
        at = end + 1;
      } else {
        throw frame.error("`}` closes nothing in the format", "write `}}` for the character");
      }
    }
  }

  /// Where the brace opened before `from` is closed.
  private int end(int from) {
    int open = 1;
    for (int at = from; at < format.length(); at++) {
      open += format.charAt(at) == '{' ? 1 : format.charAt(at) == '}' ? -1 : 0;
      if (open == 0) {
        return at;
      }
    }
    throw frame.error("expected `}` in the format");
  }

  private String field(String field) {
    frame.step(1);
    int colon = field.indexOf(':');
    var name = colon < 0 ? field : field.substring(0, colon);
    var conversion = "";
    int mark = name.indexOf('!');
    if (mark >= 0) {
      conversion = name.substring(mark + 1);
      name = name.substring(0, mark);
    }
    var value = converted(value(name), conversion);
    return FormatSpec.apply(frame, value, colon < 0 ? "" : spec(field.substring(colon + 1)));
  }

  private Value converted(Value value, String conversion) {
    return switch (conversion) {
      case "" -> value;
      case "s" -> Text.of(Printing.text(frame, value));
      case "r", "a" -> Text.of(Printing.quoted(frame, value));
      default -> throw frame.error("unknown conversion `!%s`".formatted(conversion));
    };
  }

  /// A format's format may hold fields itself, but no further ones.
  private String spec(String spec) {
    if (spec.indexOf('{') < 0) {
      return spec;
    }
    var nested = new StringBuilder();
    int at = 0;
    while (at < spec.length()) {
      int open = spec.indexOf('{', at);
      int close = open < 0 ? -1 : spec.indexOf('}', open);
      if (close < 0) {
        break;
      }
      nested.append(spec, at, open);
      nested.append(Printing.text(frame, value(spec.substring(open + 1, close))));
      at = close + 1;
    }
    return nested.append(spec, at, spec.length()).toString();
  }

  /// The value that `0.name[key]` leads to.
  private Value value(String path) {
    int at = 0;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      at++;
    }
    var value = argument(path.substring(0, at));
    while (at < path.length()) {
      boolean item = path.charAt(at) == '[';
      int end = at + 1;
      while (end < path.length()
          && (item ? path.charAt(end) != ']' : ".[".indexOf(path.charAt(end)) < 0)) {
        end++;
      }
      value = step(value, path.substring(at + 1, end), item);
      at = item ? end + 1 : end;
    }
    return value;
  }

  private Value step(Value value, String name, boolean item) {
    var absent = new Undefined(name);
    if (!item) {
      return Access.attribute(value, name, absent);
    }
    boolean index =
        !name.isEmpty() && name.length() < 10 && name.chars().allMatch(Character::isDigit);
    return Access.item(
        frame, value, index ? Num.of(Integer.parseInt(name)) : Text.of(name), absent);
  }

  private Value argument(String name) {
    boolean place = name.length() < 10 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!place) {
      return given.named().getOrDefault(name, new Undefined(name));
    }
    int index = name.isEmpty() ? automatic++ : Integer.parseInt(name);
    if (index >= given.positional().size()) {
      throw frame.error(
          "the format needs %d values, found %d".formatted(index + 1, given.positional().size()));
    }
    return given.positional().get(index);
  }
}
