package io.noetl.template;

import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `'%s is %05.2f' % (name, number)`.
final class PercentFormat {
  private static final Pattern FIELD =
      Pattern.compile(
          "%(?:\\(([^)]*)\\))?([-#0 +]*)(\\*|\\d+)?(?:\\.(\\*|\\d*))?[hlL]?(.)", Pattern.DOTALL);

  private final Frame frame;
  private final Value values;
  private final List<Value> list;
  private final StringBuilder out = new StringBuilder();
  private int next;
  private boolean keyed;

  private PercentFormat(Frame frame, Value values) {
    this.frame = frame;
    this.values = values;
    this.list = values instanceof Row row ? row.list() : List.of(values);
  }

  static String of(Frame frame, String format, Value values) {
    var formatter = new PercentFormat(frame, values);
    formatter.run(format);
    return formatter.out.toString();
  }

  private void run(String format) {
    frame.step(1 + format.length() / 8);
    var field = FIELD.matcher(format);
    int at = 0;
    for (int percent = format.indexOf('%'); percent >= 0; percent = format.indexOf('%', at)) {
      append(format.substring(at, percent));
      if (!field.region(percent, format.length()).lookingAt()) {
        throw frame.error("the format ends within a field");
      }
      append(field(field));
      at = field.end();
    }
    append(format.substring(at));
    if (isLeftOver()) {
      throw frame.error("the format takes %d values, found %d".formatted(next, list.size()));
    }
  }

  /// Whether values are left; a map or list that no field takes is none of its own.
  private boolean isLeftOver() {
    boolean one = Sequences.isMap(values) || values instanceof Items || values instanceof Undefined;
    return !keyed && next < list.size() && !one;
  }

  private void append(String text) {
    frame.grow(text.length());
    out.append(text);
  }

  private String field(Matcher field) {
    frame.step(1);
    var type = field.group(5);
    if (type.equals("%")) {
      return "%";
    }
    int width = size(field.group(3), 0);
    int precision = field.group(4) == null ? -1 : size(field.group(4), 0);
    var flags = field.group(2);
    var layout = new Layout(width < 0 ? flags + "-" : flags, Math.abs(width), precision);
    var key = field.group(1);
    return layout.of(type, key == null ? following() : keyed(key));
  }

  private int size(@Nullable String text, int otherwise) {
    if (text == null || !text.equals("*")) {
      return FormatSpec.number(frame, text, otherwise);
    }
    if (following() instanceof Num.Int(var number) && Math.abs(number) < 1_000_000_000) {
      return (int) number;
    }
    throw frame.error("expected a whole number for `*` in the format");
  }

  private Value following() {
    if (next >= list.size()) {
      throw frame.error("the format needs more than %d values".formatted(list.size()));
    }
    return list.get(next++);
  }

  private Value keyed(String key) {
    keyed = true;
    if (!Sequences.isMap(values)) {
      throw Operands.unfit(frame, "a map for a format with names", values);
    }
    var value = Access.item(frame, values, Text.of(key), Access.ABSENT);
    if (value == Access.ABSENT) {
      throw frame.error("the map has no key '%s' for the format".formatted(key));
    }
    return value;
  }

  /// How one field is laid out.
  private final class Layout {
    private final String flags;
    private final int width;
    private final int precision;

    private Layout(String flags, int width, int precision) {
      this.flags = flags;
      this.width = width;
      this.precision = precision;
    }

    private String of(String type, Value value) {
      return switch (type) {
        case "s" -> text(Printing.text(frame, value));
        case "r", "a" -> text(Printing.quoted(frame, value));
        case "c" -> text(character(value));
        case "d", "i", "u" -> whole("d", value);
        case "o", "x", "X" -> whole(type, value);
        case "e", "E", "f", "F", "g", "G" -> real(type, value);
        default -> throw frame.error("unknown format `%%%s`".formatted(type));
      };
    }

    private String text(String text) {
      var cut =
          precision >= 0 && precision < Chars.length(text) ? Chars.cut(text, 0, precision) : text;
      var align = has('-') ? Strings.Align.LEFT : Strings.Align.RIGHT;
      return Strings.padded(frame, cut, width, " ", align);
    }

    private String character(Value value) {
      if (value instanceof Text(var text)) {
        if (Chars.length(text) != 1) {
          throw frame.error("expected one character for `%c`");
        }
        return text;
      }
      return whole("c", value);
    }

    private boolean has(char flag) {
      return flags.indexOf(flag) >= 0;
    }

    private String whole(String type, Value value) {
      var bare = Native.bare(value);
      if (!Comparing.isNumber(bare)) {
        throw Operands.unfit(frame, "a number for `%%%s`".formatted(type), bare);
      }
      var number = Comparing.number(bare);
      if (number instanceof Num.Real(var real) && !Double.isFinite(real)) {
        throw frame.error("expected a finite number for `%%%s`".formatted(type));
      }
      if (number instanceof Num.Real && !type.equals("d")) {
        throw Operands.unfit(frame, "a whole number for `%%%s`".formatted(type), bare);
      }
      return spec(type, Num.of(Arithmetic.integer(number)), "");
    }

    private String real(String type, Value value) {
      var bare = Native.bare(value);
      if (!Comparing.isNumber(bare)) {
        throw Operands.unfit(frame, "a number for `%%%s`".formatted(type), bare);
      }
      return spec(
          type, Num.of(Comparing.number(bare).real()), precision < 0 ? "" : "." + precision);
    }

    /// The same in the words of [FormatSpec].
    private String spec(String type, Value value, String places) {
      var align = has('-') ? "<" : has('0') ? "0=" : ">";
      var sign = has('+') ? "+" : has(' ') ? " " : "";
      var alternate = has('#') ? "#" : "";
      return FormatSpec.apply(frame, value, align + sign + alternate + width + places + type);
    }
  }
}
