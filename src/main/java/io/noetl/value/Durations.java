package io.noetl.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/// Reads durations: seconds as a number, or text such as `500ms`, `1.5s`, `5m`, `1h30m`, `2d`.
public final class Durations {
  /// What a duration looks like, for messages.
  public static final String FORM = "write seconds as a number, or 500ms 1s 5m 2h 1d";

  /// Ten years: longer is a mistake, and would overflow clocks.
  public static final Duration LONGEST = Duration.ofDays(3653);

  private static final int TEXT_MAX = 40;

  private Durations() {}

  /// The duration that `value` means, or nothing if it is none, negative or beyond [#LONGEST].
  public static Optional<Duration> parse(Value value) {
    return switch (value) {
      case Num.Int(var seconds) -> ofSeconds(BigDecimal.valueOf(seconds));
      case Num.Real(var seconds) when Double.isFinite(seconds) ->
          ofSeconds(BigDecimal.valueOf(seconds));
      case Text(var text) when text.length() <= TEXT_MAX -> ofText(text.strip());
      default -> Optional.empty();
    };
  }

  /// `2s`, `500ms`, `1.5s`, `2m`.
  public static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    return millis % 60_000 == 0
        ? millis / 60_000 + "m"
        : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + "s";
  }

  private static Optional<Duration> ofSeconds(BigDecimal seconds) {
    if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) > 0) {
      return Optional.empty();
    }
    var nanos = seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP);
    return Optional.of(Duration.ofNanos(nanos.longValueExact()));
  }

  private static Optional<Duration> ofText(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var sum = BigDecimal.ZERO;
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && isNumeric(text.charAt(at))) {
        at++;
      }
      int unitStart = at;
      while (at < text.length() && !isNumeric(text.charAt(at))) {
        at++;
      }
      var number = decimal(text.substring(start, unitStart));
      var unit = unit(text.substring(unitStart, at).strip());
      if (number.isEmpty() || unit.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.add(number.get().multiply(unit.get()));
    }
    return ofSeconds(sum);
  }

  private static boolean isNumeric(char c) {
    return (c >= '0' && c <= '9') || c == '.';
  }

  private static Optional<BigDecimal> decimal(String digits) {
    int point = digits.indexOf('.');
    boolean isDecimal =
        !digits.isEmpty()
            && point == digits.lastIndexOf('.')
            && digits.length() > (point < 0 ? 0 : 1);
    return isDecimal ? Optional.of(new BigDecimal(digits)) : Optional.empty();
  }

  /// How many seconds a unit is.
  private static Optional<BigDecimal> unit(String unit) {
    return switch (unit) {
      case "ms" -> Optional.of(BigDecimal.valueOf(1, 3));
      case "", "s", "sec" -> Optional.of(BigDecimal.ONE);
      case "m", "min" -> Optional.of(BigDecimal.valueOf(60));
      case "h" -> Optional.of(BigDecimal.valueOf(3600));
      case "d" -> Optional.of(BigDecimal.valueOf(86_400));
      default -> Optional.empty();
    };
  }
}
