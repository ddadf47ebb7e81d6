package io.noetl.playbook;

import io.noetl.value.Bool;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigInteger;
import java.util.Optional;

/// What a scalar means: the core schema of YAML 1.2. `yes`, `on`, dates and numbers with leading
/// zeros (zip codes) are text.
final class YamlScalars {
  /// Longer runs of digits are text: reading them takes time that grows with the square.
  private static final int DIGITS_MAX = 1000;

  private YamlScalars() {}

  /// The value of a scalar without quotes and tag.
  static Value plain(String text) {
    if (text.isEmpty()) {
      return Null.NULL;
    }
    char first = text.charAt(0);
    if (isDigit(first) || first == '-' || first == '+' || first == '.') {
      return number(text).orElseGet(() -> Text.of(text));
    }
    return switch (text) {
      case "~", "null", "Null", "NULL" -> Null.NULL;
      case "true", "True", "TRUE" -> Bool.TRUE;
      case "false", "False", "FALSE" -> Bool.FALSE;
      default -> Text.of(text);
    };
  }

  /// The value under an explicit tag of YAML's own, or nothing if text and tag do not go together.
  static Optional<Value> tagged(String tag, String text) {
    return switch (tag) {
      case "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp" ->
          Optional.of(Text.of(text));
      case "tag:yaml.org,2002:int" -> number(text).filter(value -> !(value instanceof Num.Real));
      case "tag:yaml.org,2002:float" ->
          number(text).map(value -> value instanceof Num number ? Num.of(number.real()) : value);
      case "tag:yaml.org,2002:bool" -> Optional.of(plain(text)).filter(Bool.class::isInstance);
      case "tag:yaml.org,2002:null" -> Optional.of(plain(text)).filter(Null.class::isInstance);
      default -> Optional.empty();
    };
  }

  private static Optional<Value> number(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean isNegative = text.startsWith("-");
    var body = text.substring(start);
    if (body.length() > DIGITS_MAX) {
      return Optional.empty();
    }
    if (body.startsWith("0x") || body.startsWith("0o")) {
      return based(body, start == 0);
    }
    if (isWhole(body)) {
      var whole = new BigInteger(body);
      return Optional.of(Num.of(isNegative ? whole.negate() : whole));
    }
    return real(body).map(number -> Num.of(isNegative ? -number : number));
  }

  private static Optional<Value> based(String body, boolean unsigned) {
    int base = body.charAt(1) == 'x' ? 16 : 8;
    for (int i = 2; i < body.length(); i++) {
      if (Character.digit(body.charAt(i), base) < 0 || body.charAt(i) > 'f') {
        return Optional.empty();
      }
    }
    return unsigned && body.length() > 2
        ? Optional.of(Num.of(new BigInteger(body.substring(2), base)))
        : Optional.empty();
  }

  /// Digits without a leading zero.
  private static boolean isWhole(String body) {
    return !body.isEmpty()
        && digitsFrom(body, 0) == body.length()
        && (body.length() == 1 || body.charAt(0) != '0');
  }

  private static Optional<Double> real(String body) {
    switch (body) {
      case ".inf", ".Inf", ".INF" -> {
        return Optional.of(Double.POSITIVE_INFINITY);
      }
      case ".nan", ".NaN", ".NAN" -> {
        return Optional.of(Double.NaN);
      }
      default -> {}
    }
    return isReal(body) ? Optional.of(Double.parseDouble(body)) : Optional.empty();
  }

  private static boolean isReal(String body) {
    int whole = digitsFrom(body, 0);
    if (whole > 1 && body.charAt(0) == '0') {
      return false;
    }
    int at = whole;
    boolean hasPoint = at < body.length() && body.charAt(at) == '.';
    int fraction = 0;
    if (hasPoint) {
      fraction = digitsFrom(body, at + 1) - at - 1;
      at += 1 + fraction;
    }
    if (whole + fraction == 0) {
      return false;
    }
    if (at < body.length() && (body.charAt(at) == 'e' || body.charAt(at) == 'E')) {
      at++;
      if (at < body.length() && (body.charAt(at) == '-' || body.charAt(at) == '+')) {
        at++;
      }
      int digits = digitsFrom(body, at);
      return digits > at && digits == body.length();
    }
    return hasPoint && at == body.length();
  }

  private static int digitsFrom(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
