package io.noetl.server.api;

import io.noetl.server.http.Fault;
import io.noetl.store.Micros;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Instants in requests and answers.
final class Times {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /// What every store can keep.
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private Times() {}

  /// `2026-01-31T08:00:00.000000Z`.
  static String utc(Instant at) {
    return UTC.format(at);
  }

  /// Null for [Instant#EPOCH], which stands for never.
  static Value orNull(Instant at) {
    return at.equals(Instant.EPOCH) ? Null.NULL : Text.of(utc(at));
  }

  /// The instant in a parameter (a day stands for its beginning), or `absent`. Without what no
  /// store keeps of it: else pieces of a time that begin there would end between two microseconds.
  static Instant parameter(String name, String text, Instant absent) {
    if (text.isEmpty()) {
      return absent;
    }
    try {
      var at =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      if (!at.isBefore(Instant.EPOCH) && !at.isAfter(LAST)) {
        return Micros.cut(at);
      }
    } catch (DateTimeException _) {
      // Said below.
    }
    throw Fault.parameter(name, "an instant such as 2026-01-31T08:00:00Z, or a day", text);
  }
}
