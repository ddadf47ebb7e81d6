package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/// Filters that make numbers.
final class NumberFilters {
  private static final int DIGITS_MAX = 4300;
  private static final Pattern REAL =
      Pattern.compile(
          "[+-]?(?:(?:\\d+(?:_\\d+)*+\\.?(?:\\d+(?:_\\d+)*+)?|\\.\\d+(?:_\\d+)*+)"
              + "(?:e[+-]?\\d+(?:_\\d+)*+)?|inf(?:inity)?|nan)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern WHOLE =
      Pattern.compile("([+-]?)(0[xX]_?|0[oO]_?|0[bB]_?)?([0-9a-zA-Z]++(?:_[0-9a-zA-Z]++)*+)");

  private NumberFilters() {}

  static void define(Library.Shelf shelf) {
    shelf
        .fixed("int", "default? base?", NumberFilters::whole)
        .fixed("float", "default?", NumberFilters::real)
        .fixed("abs", "", NumberFilters::absolute)
        .fixed("round", "precision? method?", NumberFilters::round)
        .fixed("filesizeformat", "binary?", NumberFilters::fileSize);
  }

  private static Value whole(Frame frame, Value of, Args args) {
    var bare = Native.bare(of);
    var otherwise = args.value(0, Num.of(0));
    return switch (bare) {
      case Undefined undefined -> throw frame.undefined(undefined);
      case Num number -> truncated(number).map(Value.class::cast).orElse(otherwise);
      case Bool _ -> Comparing.number(bare);
      case Text(var text) -> whole(frame, text, args.whole(1, 10), otherwise);
      default -> otherwise;
    };
  }

  private static Optional<Num> truncated(Num number) {
    if (number instanceof Num.Real(var real) && !Double.isFinite(real)) {
      return Optional.empty();
    }
    return Optional.of(number instanceof Num.Real ? Num.of(Arithmetic.integer(number)) : number);
  }

  private static Value whole(Frame frame, String text, int base, Value otherwise) {
    frame.step(1 + text.length() / 8);
    if (base != 0 && (base < 2 || base > 36)) {
      throw frame.error("expected a base from 2 to 36, found %d".formatted(base));
    }
    var trimmed = Strings.strip(text, "", Strings.Ends.BOTH);
    var parsed = parsed(trimmed, base);
    if (parsed.isPresent()) {
      return Num.of(parsed.get());
    }
    return realOf(trimmed)
        .flatMap(real -> truncated(new Num.Real(real)))
        .map(Value.class::cast)
        .orElse(otherwise);
  }

  private static Optional<BigInteger> parsed(String text, int base) {
    var match = WHOLE.matcher(text);
    if (text.length() > DIGITS_MAX || !match.matches()) {
      return Optional.empty();
    }
    var prefix = match.group(2) == null ? "" : Strings.lower(match.group(2));
    var digits = match.group(3).replace("_", "");
    int own =
        switch (prefix.length() < 2 ? ' ' : prefix.charAt(1)) {
          case 'x' -> 16;
          case 'o' -> 8;
          case 'b' -> 2;
          default -> base == 0 ? 10 : base;
        };
    if (base != 0 && own != base) {
      digits = prefix.replace("_", "") + digits;
    }
    int radix = base == 0 ? own : base;
    if (!digits.chars().allMatch(c -> Character.digit(c, radix) >= 0)) {
      return Optional.empty();
    }
    return Optional.of(new BigInteger(match.group(1) + digits, radix));
  }

  /// The real number that a text is.
  static Optional<Double> realOf(String text) {
    var trimmed = Strings.strip(text, "", Strings.Ends.BOTH);
    if (trimmed.length() > DIGITS_MAX || !REAL.matcher(trimmed).matches()) {
      return Optional.empty();
    }
    var lower = Strings.lower(trimmed).replace("_", "");
    boolean negative = lower.startsWith("-");
    if (lower.contains("inf")) {
      return Optional.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    return Optional.of(lower.contains("nan") ? Double.NaN : Double.parseDouble(lower));
  }

  private static Value real(Frame frame, Value of, Args args) {
    var bare = Native.bare(of);
    var otherwise = args.value(0, Num.of(0.0));
    return switch (bare) {
      case Undefined undefined -> throw frame.undefined(undefined);
      case Num _, Bool _ -> Num.of(Comparing.number(bare).real());
      case Text(var text) -> realOf(text).<Value>map(Num::of).orElse(otherwise);
      default -> otherwise;
    };
  }

  private static Num number(Frame frame, Value value) {
    var bare = Native.bare(value);
    if (!Comparing.isNumber(bare)) {
      throw Operands.unfit(frame, "a number", bare);
    }
    return Comparing.number(bare);
  }

  private static Value absolute(Frame frame, Value of, Args args) {
    return switch (number(frame, of)) {
      case Num.Real(var real) -> Num.of(Math.abs(real));
      case Num.Int(var whole) when whole >= 0 -> Num.of(whole);
      case Num whole -> Num.of(Arithmetic.integer(whole).abs());
    };
  }

  private static Value round(Frame frame, Value of, Args args) {
    var number = number(frame, of);
    int places = args.whole(0, 0);
    var method = args.text(1, "common");
    return switch (method) {
      case "common" ->
          number instanceof Num.Real(var real)
              ? Num.of(Reals.rounded(real, places))
              : places >= 0 ? number : tens(frame, number, places);
      case "ceil" -> stepped(number.real(), places, RoundingMode.CEILING);
      case "floor" -> stepped(number.real(), places, RoundingMode.FLOOR);
      default ->
          throw frame.error(
              "expected the method `common`, `ceil` or `floor`, found `%s`".formatted(method));
    };
  }

  private static Value tens(Frame frame, Num number, int places) {
    if (places < -DIGITS_MAX) {
      return Num.of(0);
    }
    frame.step(1 - places / 8);
    var rounded =
        new BigDecimal(Arithmetic.integer(number)).setScale(places, RoundingMode.HALF_EVEN);
    return Num.of(rounded.toBigInteger());
  }

  /// As Python computes it: scaled, rounded, scaled back.
  private static Value stepped(double number, int places, RoundingMode mode) {
    double scale = Math.pow(10, places);
    double scaled = number * scale;
    double rounded = mode == RoundingMode.CEILING ? Math.ceil(scaled) : Math.floor(scaled);
    return Num.of(rounded / scale);
  }

  private static Value fileSize(Frame frame, Value of, Args args) {
    double bytes = size(frame, of);
    boolean binary = args.truth(0, false);
    double base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return Text.of("1 Byte");
    }
    if (bytes < base) {
      return Text.of((long) bytes + " Bytes");
    }
    var units = "KMGTPEZY";
    double unit = base * base;
    int index = 0;
    while (bytes >= unit && index < units.length() - 1) {
      unit *= base;
      index++;
    }
    var letter = !binary && index == 0 ? "k" : units.substring(index, index + 1);
    var size = Numerals.fixed(base * bytes / unit, 1);
    return Text.of(size + " " + letter + (binary ? "iB" : "B"));
  }

  private static double size(Frame frame, Value of) {
    if (Native.bare(of) instanceof Text(var text)) {
      return realOf(text)
          .orElseThrow(() -> frame.error("expected a number, found '%s'".formatted(text)));
    }
    return number(frame, of).real();
  }
}
