package io.noetl.tool.postgres;

import io.noetl.value.Bool;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.HexFormat;
import org.postgresql.core.Oid;

/// Values from PostgreSQL's text form. What JSON has no word for stays text: dates and times (ISO
/// 8601, with a zone in UTC), intervals, ranges, enums, uuids; bytes become base64.
final class Reading {
  private static final DateTimeFormatter ZONED =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendOffset("+HH:mm:ss", "+00")
          .toFormatter(java.util.Locale.ROOT);

  private Reading() {}

  /// `type` is the type's OID.
  static Value value(int type, String text) {
    return switch (type) {
      case Oid.BOOL -> Bool.of(text.equals("t"));
      case Oid.INT2, Oid.INT4, Oid.INT8, Oid.OID -> Num.of(Long.parseLong(text));
      case Oid.NUMERIC -> exact(text);
      case Oid.FLOAT4, Oid.FLOAT8 -> real(text);
      case Oid.JSON, Oid.JSONB -> json(text);
      case Oid.TIMESTAMP -> Text.of(text.replaceFirst(" ", "T"));
      case Oid.TIMESTAMPTZ -> zoned(text);
      case Oid.BYTEA -> bytes(text);
      case Oid.VOID -> Null.NULL;
      default -> Text.of(text);
    };
  }

  /// A whole number keeps all its digits, another becomes the nearest real one.
  private static Value exact(String text) {
    if (!Character.isDigit(text.charAt(text.length() - 1))) {
      return Text.of(text); // NaN, Infinity: JSON cannot say them.
    }
    return text.indexOf('.') < 0
        ? Num.of(new BigInteger(text))
        : Num.of(new BigDecimal(text).doubleValue());
  }

  private static Value real(String text) {
    boolean isNumber = Character.isDigit(text.charAt(text.length() - 1));
    return isNumber ? Num.of(Double.parseDouble(text)) : Text.of(text);
  }

  private static Value json(String text) {
    try {
      return Json.read(text);
    } catch (JsonError e) {
      return Text.of(text); // PostgreSQL allows numbers that are longer, and more depth.
    }
  }

  private static Value zoned(String text) {
    try {
      var instant = OffsetDateTime.parse(text, ZONED).withOffsetSameInstant(ZoneOffset.UTC);
      return Text.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant));
    } catch (DateTimeException e) {
      return Text.of(text); // infinity, or before Christ.
    }
  }

  private static Value bytes(String text) {
    return text.startsWith("\\x")
        ? Text.of(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(text.substring(2))))
        : Text.of(text);
  }
}
