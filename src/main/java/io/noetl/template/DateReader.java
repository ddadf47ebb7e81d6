package io.noetl.template;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads dates in a given format: `%d.%m.%Y`.
final class DateReader {
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private final String text;
  private final Map<Character, Long> fields = new HashMap<>();
  private int at;

  private DateReader(String text) {
    this.text = text;
  }

  /// The instant, or nothing where the text is not in that format.
  static Optional<Instant> read(String text, String format) {
    var reader = new DateReader(text);
    try {
      return reader.matches(format) ? Optional.of(reader.instant()) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private boolean matches(String format) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        if (!field(format.charAt(++i))) {
          return false;
        }
      } else if (at >= text.length() || text.charAt(at++) != c) {
        return false;
      }
    }
    return at == text.length();
  }

  private boolean field(char letter) {
    return switch (letter) {
      case 'Y' -> number(letter, 4);
      case 'm', 'd', 'H', 'I', 'M', 'S', 'y' -> number(letter, 2);
      case 'j' -> number(letter, 3);
      case 'f' -> fraction();
      case 'b', 'B' -> month();
      case 'p' -> half();
      case 'z' -> zone();
      case 'F' -> field('Y') && literal('-') && field('m') && literal('-') && field('d');
      case 'T' -> field('H') && literal(':') && field('M') && literal(':') && field('S');
      case '%' -> literal('%');
      default -> false;
    };
  }

  private boolean literal(char c) {
    return at < text.length() && text.charAt(at++) == c;
  }

  private boolean number(char letter, int digits) {
    int start = at;
    long number = 0;
    while (at < text.length() && at - start < digits && isDigit(text.charAt(at))) {
      number = number * 10 + text.charAt(at++) - '0';
    }
    fields.put(letter, number);
    return at > start;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean fraction() {
    int start = at;
    boolean found = number('f', 6);
    long scaled = fields.getOrDefault('f', 0L);
    for (int i = at - start; i < 6; i++) {
      scaled *= 10;
    }
    fields.put('f', scaled);
    return found;
  }

  private boolean month() {
    if (at + 3 > text.length()) {
      return false;
    }
    int index = MONTHS.indexOf(text.substring(at, at + 3).toLowerCase(Locale.ROOT));
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    fields.put('m', index / 3 + 1L);
    return index >= 0 && index % 3 == 0;
  }

  private boolean half() {
    var half = at + 2 <= text.length() ? text.substring(at, at + 2).toUpperCase(Locale.ROOT) : "";
    at += 2;
    fields.put('p', half.equals("PM") ? 12L : 0L);
    return half.equals("AM") || half.equals("PM");
  }

  private boolean zone() {
    if (text.startsWith("Z", at)) {
      at++;
      return true;
    }
    boolean west = text.startsWith("-", at);
    if (!west && !text.startsWith("+", at)) {
      return false;
    }
    at++;
    boolean hours = number('<', 2);
    if (text.startsWith(":", at)) {
      at++;
    }
    boolean minutes = number('>', 2);
    long offset = fields.getOrDefault('<', 0L) * 3600 + fields.getOrDefault('>', 0L) * 60;
    fields.put('z', west ? -offset : offset);
    return hours && minutes;
  }

  private Instant instant() {
    int year = part('Y', fields.containsKey('y') ? century(part('y', 0)) : 1970);
    int hour = part('H', part('I', 0) % 12 + part('p', 0));
    var when =
        LocalDateTime.of(year, part('m', 1), part('d', 1), hour, part('M', 0), part('S', 0))
            .plusNanos(part('f', 0) * 1000L);
    if (fields.containsKey('j')) {
      when = when.withDayOfYear(part('j', 1));
    }
    return when.toInstant(ZoneOffset.ofTotalSeconds(part('z', 0)));
  }

  private static int century(int year) {
    return year < 69 ? 2000 + year : 1900 + year;
  }

  private int part(char letter, int otherwise) {
    return Math.toIntExact(fields.getOrDefault(letter, (long) otherwise));
  }
}
