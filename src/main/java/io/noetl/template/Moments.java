package io.noetl.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Optional;

/// Instants as text. Dates are texts here, in ISO 8601 and UTC, so that they are data and sort.
final class Moments {
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Moments() {}

  /// `2026-01-02T03:04:05.123456Z`.
  static String text(Instant instant) {
    return TEXT.format(instant);
  }

  static String date(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
  }

  /// What an ISO 8601 text means; without a zone, UTC.
  static Optional<OffsetDateTime> parsed(String text) {
    var iso = text.strip().replace(' ', 'T');
    try {
      if (iso.length() == 10) {
        return Optional.of(LocalDate.parse(iso).atStartOfDay().atOffset(ZoneOffset.UTC));
      }
      boolean zoned = iso.length() > 10 && iso.substring(10).matches(".*(Z|z|[+-]\\d\\d:?\\d\\d)");
      if (!zoned) {
        return Optional.of(LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC));
      }
      return Optional.of(OffsetDateTime.parse(iso.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Seconds since 1970 as an instant, to the microsecond.
  static Optional<Instant> ofSeconds(double seconds) {
    if (!(Math.abs(seconds) < 1e11)) {
      return Optional.empty();
    }
    long micros = Math.round((seconds - Math.floor(seconds)) * 1e6);
    return Optional.of(
        Instant.ofEpochSecond((long) Math.floor(seconds)).plus(micros, ChronoUnit.MICROS));
  }

  static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }

  static Optional<Instant> later(Instant instant, Duration by) {
    try {
      return Optional.of(instant.plus(by)).filter(Moments::isSane);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static boolean isSane(Instant instant) {
    return Math.abs(instant.getEpochSecond()) < 100_000_000_000L;
  }

  /// One field of `strftime`, or empty for an unknown letter.
  static String field(OffsetDateTime when, char letter) {
    return switch (letter) {
      case 'Y' -> "%04d".formatted(when.getYear());
      case 'G' -> "%04d".formatted(when.get(IsoFields.WEEK_BASED_YEAR));
      case 'y' -> two(Math.floorMod(when.getYear(), 100));
      case 'm' -> two(when.getMonthValue());
      case 'd' -> two(when.getDayOfMonth());
      case 'e' -> "%2d".formatted(when.getDayOfMonth());
      case 'H' -> two(when.getHour());
      case 'I' -> two(when.getHour() % 12 == 0 ? 12 : when.getHour() % 12);
      case 'M' -> two(when.getMinute());
      case 'S' -> two(when.getSecond());
      case 'f' -> "%06d".formatted(when.getNano() / 1000);
      case 'j' -> "%03d".formatted(when.getDayOfYear());
      case 'V' -> two(when.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'u' -> String.valueOf(when.getDayOfWeek().getValue());
      case 'w' -> String.valueOf(when.getDayOfWeek().getValue() % 7);
      case 's' -> String.valueOf(when.toEpochSecond());
      default -> name(when, letter);
    };
  }

  private static String name(OffsetDateTime when, char letter) {
    return switch (letter) {
      case 'a' -> when.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> when.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> when.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> when.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'p' -> when.getHour() < 12 ? "AM" : "PM";
      case 'z' -> when.getOffset().equals(ZoneOffset.UTC) ? "+0000" : zone(when);
      case 'Z' -> when.getOffset().equals(ZoneOffset.UTC) ? "UTC" : "UTC" + when.getOffset();
      case 'F' -> when.toLocalDate().toString();
      case 'D' -> field(when, 'm') + "/" + field(when, 'd') + "/" + field(when, 'y');
      case 'R' -> field(when, 'H') + ":" + field(when, 'M');
      case 'T', 'X' -> field(when, 'R') + ":" + field(when, 'S');
      case 'x' -> field(when, 'D');
      case 'c' ->
          "%s %s %s %s %04d"
              .formatted(
                  field(when, 'a'),
                  field(when, 'b'),
                  field(when, 'e'),
                  field(when, 'T'),
                  when.getYear());
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> "";
    };
  }

  private static String zone(OffsetDateTime when) {
    return when.getOffset().getId().replace(":", "");
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
