package io.noetl.playbook;

import io.noetl.value.Durations;
import io.noetl.value.Text;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The forms that a text may be asked to have (`format`).
enum InputFormat {
  DATE("a date such as 2026-01-31"),
  TIME("a time such as 08:30:00"),
  DATE_TIME("an instant such as 2026-01-31T08:30:00Z"),
  DURATION("a duration such as 30, 500ms or 5m"),
  EMAIL("an address such as ann@example.org"),
  URI("a URL such as https://example.org/data"),
  UUID("a UUID");

  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)*");
  private static final Pattern ADDRESSED = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+");
  private static final Pattern HEX =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final String words;

  InputFormat(String words) {
    this.words = words;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(InputFormat::word).toList();
  }

  /// One of [#names()].
  static InputFormat of(String word) {
    return valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  String word() {
    return name().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  String words() {
    return words;
  }

  boolean fits(String text) {
    return switch (this) {
      case DATE -> isRead(() -> LocalDate.parse(text));
      case TIME -> isRead(() -> LocalTime.parse(text));
      case DATE_TIME -> isRead(() -> OffsetDateTime.parse(text));
      case DURATION -> Durations.parse(Text.of(text)).isPresent();
      case EMAIL -> ADDRESS.matcher(text).matches();
      case URI -> ADDRESSED.matcher(text).matches();
      case UUID -> HEX.matcher(text).matches();
    };
  }

  private static boolean isRead(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
