package io.noetl.tool.duckdb;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/// Values from what the driver gives. What JSON has no word for is text: dates and times (ISO 8601,
/// those with a zone in UTC), intervals, uuids, enums, bits, NaN and infinities; bytes are base64.
final class Reading {
  /// How DuckDB writes the ends of time.
  private static final LocalDate DATE_MAX = LocalDate.ofEpochDay(Integer.MAX_VALUE);

  private static final LocalDate DATE_MIN = LocalDate.ofEpochDay(-Integer.MAX_VALUE);
  private static final LocalDateTime TIME_MAX = atMicros(Long.MAX_VALUE);
  private static final LocalDateTime TIME_MIN = atMicros(-Long.MAX_VALUE);
  private static final Text INFINITY = new Text("infinity");
  private static final Text MINUS_INFINITY = new Text("-infinity");

  private Reading() {}

  private static LocalDateTime atMicros(long micros) {
    return LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(micros, ChronoUnit.MICROS);
  }

  static Value value(@Nullable Object found) throws SQLException {
    return switch (found) {
      case null -> Null.NULL;
      case Boolean truth -> Bool.of(truth);
      case BigInteger number -> Num.of(number);
      case BigDecimal number -> exact(number);
      case Double number -> real(number);
      case Float number -> real(Double.parseDouble(number.toString()));
      case Number whole -> Num.of(whole.longValue());
      case JsonNode json -> json(json.toString());
      case Array array -> items(array);
      case DuckDBStruct struct -> fields(struct.getMap());
      case Map<?, ?> map -> fields(map);
      case Blob blob ->
          Text.of(Base64.getEncoder().encodeToString(blob.getBytes(1, (int) blob.length())));
      default -> time(found);
    };
  }

  private static Value time(Object found) {
    return switch (found) {
      case Timestamp at -> local(at.toLocalDateTime());
      case LocalDateTime at -> local(at);
      case OffsetDateTime at -> zoned(at.withOffsetSameInstant(ZoneOffset.UTC));
      case LocalDate day when day.equals(DATE_MAX) -> INFINITY;
      case LocalDate day when day.equals(DATE_MIN) -> MINUS_INFINITY;
      case LocalTime time -> Text.of(DateTimeFormatter.ISO_LOCAL_TIME.format(time));
      case OffsetTime time -> Text.of(DateTimeFormatter.ISO_OFFSET_TIME.format(time));
      default -> Text.of(found.toString());
    };
  }

  private static Value local(LocalDateTime at) {
    if (at.equals(TIME_MAX) || at.equals(TIME_MIN)) {
      return at.equals(TIME_MAX) ? INFINITY : MINUS_INFINITY;
    }
    return Text.of(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at));
  }

  private static Value zoned(OffsetDateTime at) {
    var local = at.toLocalDateTime();
    if (local.equals(TIME_MAX) || local.equals(TIME_MIN)) {
      return local(local);
    }
    return Text.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at));
  }

  /// A whole number keeps all its digits, another becomes the nearest real one.
  private static Value exact(BigDecimal number) {
    return number.scale() <= 0 ? Num.of(number.toBigIntegerExact()) : Num.of(number.doubleValue());
  }

  private static Value real(double number) {
    return Double.isFinite(number) ? Num.of(number) : Text.of(Double.toString(number));
  }

  private static Value json(String text) {
    try {
      return Json.read(text);
    } catch (JsonError e) {
      return Text.of(text); // DuckDB allows numbers that are longer, and more depth.
    }
  }

  private static Value items(Array array) throws SQLException {
    if (!(array.getArray() instanceof Object[] elements)) {
      return Text.of(array.toString());
    }
    List<Value> list = new ArrayList<>(elements.length);
    for (var element : elements) {
      list.add(value(element));
    }
    return list.isEmpty() ? Items.EMPTY : new Items(list);
  }

  private static Value fields(Map<?, ?> map) throws SQLException {
    var fields = Fields.builder();
    for (var entry : map.entrySet()) {
      fields.put(name(entry.getKey()), value(entry.getValue()));
    }
    return fields.build();
  }

  private static String name(@Nullable Object key) throws SQLException {
    return value(key) instanceof Text(var text) ? text : Json.write(value(key));
  }
}
