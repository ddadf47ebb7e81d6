package io.noetl.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Real numbers in the notations `f`, `e` and `g`, from their exact values, halves to even. The
/// sign is left to the caller: `number` is not negative.
final class Numerals {
  /// As many places as a double can have between zero and its last digit, about.
  static final int PLACES_MAX = 1100;

  private Numerals() {}

  static String fixed(double number, int places) {
    return Double.isFinite(number)
        ? new BigDecimal(number).setScale(places, RoundingMode.HALF_EVEN).toPlainString()
        : Reals.text(number);
  }

  static String scientific(double number, int places) {
    if (!Double.isFinite(number)) {
      return Reals.text(number);
    }
    var decimal = rounded(number, places + 1);
    var digits = new StringBuilder(decimal.unscaledValue().toString());
    int exponent = number == 0 ? 0 : digits.length() - decimal.scale() - 1;
    digits.repeat('0', Math.max(0, places + 1 - digits.length())).setLength(places + 1);
    if (places > 0) {
      digits.insert(1, '.');
    }
    return digits + "e" + Reals.exponent(exponent);
  }

  /// `digits` significant digits, in whichever notation is short; zeros at the end only if `keep`.
  static String general(double number, int digits, boolean keep) {
    if (!Double.isFinite(number)) {
      return Reals.text(number);
    }
    int significant = Math.max(1, digits);
    int exponent = exponent(number, significant);
    boolean scientific = exponent < -4 || exponent >= significant;
    var text =
        scientific
            ? scientific(number, significant - 1)
            : fixed(number, significant - 1 - exponent);
    return keep ? text : withoutZeros(text);
  }

  private static int exponent(double number, int significant) {
    if (number == 0) {
      return 0;
    }
    var decimal = rounded(number, significant);
    return decimal.precision() - decimal.scale() - 1;
  }

  private static BigDecimal rounded(double number, int digits) {
    return new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String withoutZeros(String text) {
    int end = text.indexOf('e');
    var mantissa = end < 0 ? text : text.substring(0, end);
    if (mantissa.indexOf('.') >= 0) {
      mantissa = Strings.strip(mantissa, "0", Strings.Ends.RIGHT);
      mantissa = Strings.strip(mantissa, ".", Strings.Ends.RIGHT);
    }
    return end < 0 ? mantissa : mantissa + text.substring(end);
  }

  /// Whole digits in groups, from the right: `1,234,567.5`.
  static String grouped(String digits, char separator, int size) {
    int end = 0;
    while (end < digits.length() && Character.digit(digits.charAt(end), 16) >= 0) {
      end++;
    }
    if (size == 3) {
      int exponent = digits.indexOf('e');
      end = exponent >= 0 ? Math.min(end, exponent) : end;
    }
    var out = new StringBuilder(digits);
    for (int at = end - size; at > 0; at -= size) {
      out.insert(at, separator);
    }
    return out.toString();
  }
}
