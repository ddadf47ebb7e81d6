package io.noetl.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// Times and durations as people and machines read them. Written by hand: formatters take longer to
/// start than a short playbook takes to run.
final class Times {
  private static final int SECOND = 1_000;
  private static final int MINUTE = 60 * SECOND;
  private static final int HOUR = 60 * MINUTE;

  private Times() {}

  /// `2026-01-31T08:00:00.000000Z`.
  static String utc(Instant at) {
    var time = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    var text = date(time).append('T');
    clock(text, time).append('.');
    return padded(text, at.getNano() / 1_000, 6).append('Z').toString();
  }

  /// `2026-01-31 08:00:00` where the user is.
  static String local(Instant at) {
    var time = LocalDateTime.ofInstant(at, ZoneId.systemDefault());
    return clock(date(time).append(' '), time).toString();
  }

  /// `08:00:00.123` where the user is.
  static String clock(Instant at) {
    var time = LocalDateTime.ofInstant(at, ZoneId.systemDefault());
    var text = clock(new StringBuilder(), time).append('.');
    return padded(text, at.getNano() / 1_000_000, 3).toString();
  }

  /// `12 ms`, `3.4 s`, `2 min 5 s`, `3 h 20 min`.
  static String words(Duration time) {
    long millis = Math.max(0, time.toMillis());
    if (millis < SECOND) {
      return millis + " ms";
    }
    if (millis < MINUTE) {
      return millis / SECOND + "." + millis % SECOND / 100 + " s";
    }
    if (millis < HOUR) {
      return millis / MINUTE + " min " + millis % MINUTE / SECOND + " s";
    }
    return millis / HOUR + " h " + millis % HOUR / MINUTE + " min";
  }

  private static StringBuilder date(LocalDateTime time) {
    var text = padded(new StringBuilder(27), time.getYear(), 4).append('-');
    padded(text, time.getMonthValue(), 2).append('-');
    return padded(text, time.getDayOfMonth(), 2);
  }

  private static StringBuilder clock(StringBuilder text, LocalDateTime time) {
    padded(text, time.getHour(), 2).append(':');
    padded(text, time.getMinute(), 2).append(':');
    return padded(text, time.getSecond(), 2);
  }

  private static StringBuilder padded(StringBuilder text, int number, int digits) {
    var written = Integer.toString(number);
    return text.repeat('0', Math.max(0, digits - written.length())).append(written);
  }
}
