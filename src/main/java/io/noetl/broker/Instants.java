package io.noetl.broker;

import io.noetl.template.TemplateError;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/// Reads instants that authors write: ISO 8601, UTC where no offset is given.
final class Instants {
  private Instants() {}

  static Instant of(Value value) {
    if (value instanceof Text(var text)) {
      var iso = text.strip().replace(' ', 'T');
      try {
        return OffsetDateTime.parse(iso).toInstant();
      } catch (DateTimeParseException _) {
        return local(iso, value);
      }
    }
    throw unreadable(value);
  }

  private static Instant local(String iso, Value value) {
    try {
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException _) {
      throw unreadable(value);
    }
  }

  private static TemplateError unreadable(Value value) {
    return new TemplateError(
        "until: expected an instant such as 2030-01-31T08:00:00Z, found " + Json.write(value), 0);
  }
}
