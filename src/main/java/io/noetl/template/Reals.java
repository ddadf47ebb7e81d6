package io.noetl.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Real numbers as Python writes and rounds them.
final class Reals {
  private Reals() {}

  /// The shortest text that reads back as `number`: `1.5`, `1e+16`, `inf`.
  static String text(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    var decimal = shortest(Math.abs(number));
    var digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - decimal.scale() - 1;
    var sign = number < 0 ? "-" : "";
    return sign
        + (exponent < -4 || exponent >= 16
            ? scientific(digits, exponent)
            : positional(decimal, digits));
  }

  /// Java gives at least two digits, also where one is enough (for the very smallest numbers).
  private static BigDecimal shortest(double number) {
    var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      var shorter = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
      return shorter.doubleValue() == number ? shorter : decimal;
    }
    return decimal;
  }

  private static String positional(BigDecimal decimal, String digits) {
    var text = decimal.toPlainString();
    return digits.isEmpty() || text.indexOf('.') >= 0 ? text : text + ".0";
  }

  private static String scientific(String digits, int exponent) {
    var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + exponent(exponent);
  }

  static String exponent(int exponent) {
    int size = Math.abs(exponent);
    return (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }

  /// Rounded to `digits` places (or tens, where negative), halves of the exact value to even.
  static double rounded(double number, int digits) {
    if (!Double.isFinite(number) || digits > 340) {
      return number;
    }
    return digits < -320
        ? Math.copySign(0, number)
        : signed(new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN), number);
  }

  private static double signed(BigDecimal rounded, double like) {
    double number = rounded.doubleValue();
    return number == 0 ? Math.copySign(0, like) : number;
  }
}
