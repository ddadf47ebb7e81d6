package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What stands after the colon in `'{:>10.2f}'`: how a value is laid out.
final class FormatSpec {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?([a-zA-Z%])?",
          Pattern.DOTALL);

  private final Frame frame;
  private final String fill;
  private final String align;
  private final String sign;
  private final boolean signed;
  private final boolean alternate;
  private final int width;
  private final String group;
  private final int precision;
  private final String type;

  private FormatSpec(Frame frame, Matcher spec) {
    this.frame = frame;
    boolean zero = spec.group(5) != null;
    this.fill = or(spec.group(1), zero && spec.group(2) == null ? "0" : " ");
    this.align = or(spec.group(2), zero ? "=" : "");
    this.signed = spec.group(3) != null;
    this.sign = or(spec.group(3), "-");
    this.alternate = spec.group(4) != null;
    this.width = number(frame, spec.group(6), 0);
    this.group = or(spec.group(7), "");
    this.precision = number(frame, spec.group(8), -1);
    this.type = or(spec.group(9), "");
  }

  /// A width or precision.
  static int number(Frame frame, @Nullable String digits, int otherwise) {
    if (digits == null || digits.isEmpty()) {
      return otherwise;
    }
    if (digits.length() > 9) {
      throw frame.error("`%s` is too large for a format".formatted(digits));
    }
    return Integer.parseInt(digits);
  }

  private static String or(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }

  static String apply(Frame frame, Value value, String spec) {
    var bare = Native.bare(value);
    if (spec.isEmpty()) {
      return Printing.text(frame, value);
    }
    var matcher = SPEC.matcher(spec);
    if (!matcher.matches()) {
      throw frame.error("`%s` is no format".formatted(spec));
    }
    return new FormatSpec(frame, matcher).format(bare);
  }

  private String format(Value value) {
    return switch (value) {
      case Text(var text) -> text(text);
      case Num number -> number(number);
      case Bool _ when type.isEmpty() || "bcdoxXneEfFgG%".contains(type) ->
          number(Comparing.number(value));
      default -> throw frame.error("%s takes no format".formatted(Operands.named(value)));
    };
  }

  private String text(String text) {
    boolean numeric =
        alternate || !group.isEmpty() || signed || (align.equals("=") && !fill.equals("0"));
    if (numeric || (!type.isEmpty() && !type.equals("s"))) {
      throw frame.error("text takes no format for numbers");
    }
    var cut =
        precision >= 0 && precision < Chars.length(text) ? Chars.cut(text, 0, precision) : text;
    return padded("", cut, align.isEmpty() || align.equals("=") ? "<" : align);
  }

  private String number(Num number) {
    boolean real = number instanceof Num.Real || (!type.isEmpty() && "eEfFgG%".contains(type));
    boolean negative =
        number instanceof Num.Real(var value)
            ? value < 0 || 1 / value == Double.NEGATIVE_INFINITY
            : Arithmetic.integer(number).signum() < 0;
    var digits = real ? real(Math.abs(number.real())) : whole(number);
    var mark = negative ? "-" : sign.equals("-") ? "" : sign;
    return padded(mark, digits, align.isEmpty() ? ">" : align);
  }

  private String whole(Num number) {
    if (precision >= 0) {
      throw frame.error("a whole number takes no precision");
    }
    var size = Arithmetic.integer(number).abs();
    frame.step(1 + size.bitLength() / 8);
    return switch (type) {
      case "", "d", "n" -> grouped(size.toString(), 3);
      case "b" -> (alternate ? "0b" : "") + grouped(size.toString(2), 4);
      case "o" -> (alternate ? "0o" : "") + grouped(size.toString(8), 4);
      case "x" -> (alternate ? "0x" : "") + grouped(size.toString(16), 4);
      case "X" -> (alternate ? "0X" : "") + Strings.upper(grouped(size.toString(16), 4));
      case "c" -> character(number);
      default -> throw frame.error("a whole number takes no format `%s`".formatted(type));
    };
  }

  private String character(Num number) {
    if (number instanceof Num.Int(var code)
        && code >= 0
        && Character.isValidCodePoint((int) Math.min(code, Integer.MAX_VALUE))) {
      return Character.toString((int) code);
    }
    throw frame.error("there is no such character");
  }

  private String real(double number) {
    int places = precision < 0 ? 6 : precision;
    if (places > Numerals.PLACES_MAX) {
      throw frame.error("a number has at most %d places".formatted(Numerals.PLACES_MAX));
    }
    frame.step(1 + places / 8);
    return switch (type) {
      case "f" -> grouped(Numerals.fixed(number, places), 3);
      case "F" -> Strings.upper(grouped(Numerals.fixed(number, places), 3));
      case "e" -> grouped(Numerals.scientific(number, places), 3);
      case "E" -> Strings.upper(Numerals.scientific(number, places));
      case "g", "n" -> grouped(Numerals.general(number, places, alternate), 3);
      case "G" -> Strings.upper(Numerals.general(number, places, alternate));
      case "%" -> grouped(Numerals.fixed(number * 100, places), 3) + "%";
      case "" -> grouped(plain(number), 3);
      default -> throw frame.error("a real number takes no format `%s`".formatted(type));
    };
  }

  private String plain(double number) {
    if (precision < 0) {
      return Reals.text(number);
    }
    var text = Numerals.general(number, precision, false);
    return text.indexOf('.') < 0 && text.indexOf('e') < 0 && Double.isFinite(number)
        ? text + ".0"
        : text;
  }

  private String grouped(String digits, int size) {
    return group.isEmpty() ? digits : Numerals.grouped(digits, group.charAt(0), size);
  }

  private String padded(String mark, String text, String side) {
    int missing = width - Chars.length(mark) - Chars.length(text);
    if (missing <= 0) {
      return mark + text;
    }
    return switch (side) {
      case "<" -> mark + text + Arithmetic.repeat(frame, fill, missing);
      case "^" ->
          Arithmetic.repeat(frame, fill, missing / 2)
              + mark
              + text
              + Arithmetic.repeat(frame, fill, missing - missing / 2);
      case "=" -> mark + Arithmetic.repeat(frame, fill, missing) + text;
      default -> Arithmetic.repeat(frame, fill, missing) + mark + text;
    };
  }
}
