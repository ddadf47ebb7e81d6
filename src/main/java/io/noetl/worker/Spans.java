package io.noetl.worker;

import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations as playbooks write them: seconds, or `500ms 1s 5m 2h 1d`.
final class Spans {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|h|d|)");
  private static final double SECONDS_MAX = 3.2e8; // ten years

  private Spans() {}

  static Optional<Duration> parse(Value value) {
    return switch (value) {
      case Num number when number.real() >= 0 && number.real() <= SECONDS_MAX ->
          Optional.of(seconds(number.real()));
      case Text(var text) -> parse(text.strip());
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> parse(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    double factor =
        switch (parts.group(2)) {
          case "ms" -> 0.001;
          case "m" -> 60;
          case "h" -> 3600;
          case "d" -> 86_400;
          default -> 1;
        };
    double seconds = Double.parseDouble(parts.group(1)) * factor;
    return seconds <= SECONDS_MAX ? Optional.of(seconds(seconds)) : Optional.empty();
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /// `2s`, `500ms`, `1.5s`, `2m`.
  static String text(Duration span) {
    long millis = span.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    return millis % 60_000 == 0
        ? millis / 60_000 + "m"
        : BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString() + "s";
  }
}
