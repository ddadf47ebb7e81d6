package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Struct;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values out of what drivers hand over. What JSON has no word for becomes text: dates and times
/// (ISO 8601, with a zone in UTC), uuids, intervals; bytes become base64.
final class Reading {
  /// A whole number of more digits is no number to calculate with.
  private static final int DIGITS_MAX = 1_000;

  private static final int DEPTH_MAX = 50;
  private static final int CHUNK = 8_192;

  private final Budget budget;

  Reading(Budget budget) {
    this.budget = budget;
  }

  /// The value at `place` of the row that `found` stands on.
  Value value(ResultSet found, int place, Column column) throws SQLException, ToolFailure {
    var value = column(found, place, column);
    return value == null ? Null.NULL : of(value, column, 0);
  }

  /// Some types come right only when they are asked for.
  private static @Nullable Object column(ResultSet found, int place, Column column)
      throws SQLException {
    if (column.isJson()) {
      return found.getString(place);
    }
    var value = found.getObject(place);
    if (value == null) {
      return null;
    }
    if (column.isZoned() && !(value instanceof OffsetDateTime)) {
      return typed(found, place, OffsetDateTime.class, value);
    }
    return switch (value) {
      // Those would count in the zone of this machine, which may have skipped an hour.
      case java.sql.Timestamp _ -> typed(found, place, LocalDateTime.class, value);
      case java.sql.Time _ -> typed(found, place, LocalTime.class, value);
      default -> value;
    };
  }

  /// Drivers need not know each type: then what they gave must do.
  private static Object typed(ResultSet found, int place, Class<?> type, Object otherwise) {
    try {
      var value = found.getObject(place, type);
      return value == null ? otherwise : value;
    } catch (SQLException | UnsupportedOperationException | LinkageError e) {
      return otherwise;
    }
  }

  private Value of(@Nullable Object value, Column column, int depth)
      throws SQLException, ToolFailure {
    if (depth > DEPTH_MAX) {
      throw ToolFailure.error("result", "a value is nested deeper than " + DEPTH_MAX);
    }
    return switch (value) {
      case null -> Null.NULL;
      case String text when column.isJson() -> json(text);
      case String text -> text(text);
      case Number number when column.isTruth() -> Bool.of(number.longValue() != 0);
      case Number number -> number(number);
      case Boolean truth -> Bool.of(truth);
      case byte[] bytes -> text(Base64.getEncoder().encodeToString(bytes));
      case Blob blob -> text(base64(blob));
      case Clob clob -> text(characters(clob));
      case SQLXML xml -> text(xml.getString());
      case Array array -> array(array, column, depth);
      case Struct struct -> list(List.of(struct.getAttributes()), column, depth);
      case Object[] items -> list(java.util.Arrays.asList(items), column, depth);
      case Collection<?> items -> list(items, column, depth);
      case Map<?, ?> map -> map(map, column, depth);
      default -> time(value, column);
    };
  }

  private Value time(Object value, Column column) throws ToolFailure {
    return switch (value) {
      case java.sql.Date date -> text(date.toLocalDate().toString());
      case java.sql.Time time -> text(iso(time.toLocalTime()));
      case java.sql.Timestamp stamp when column.isZoned() -> text(iso(stamp.toInstant()));
      case java.sql.Timestamp stamp -> text(iso(stamp.toLocalDateTime()));
      case LocalDate date -> text(date.toString());
      case LocalTime time -> text(iso(time));
      case LocalDateTime time -> text(iso(time));
      case OffsetDateTime time -> text(iso(time.toInstant()));
      case ZonedDateTime time -> text(iso(time.toInstant()));
      case Instant time -> text(iso(time));
      default -> text(String.valueOf(value));
    };
  }

  private static String iso(LocalTime time) {
    return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
  }

  private static String iso(LocalDateTime time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
  }

  private static String iso(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private Text text(String text) throws ToolFailure {
    budget.take(text.length());
    return Text.of(text);
  }

  private Value json(String text) throws ToolFailure {
    budget.take(text.length());
    try {
      return Json.read(text);
    } catch (JsonError e) {
      return Text.of(text); // Databases allow more than JSON: bare words, more depth.
    }
  }

  /// A whole number keeps all its digits, another becomes the nearest real one.
  private Value number(Number number) throws ToolFailure {
    return switch (number) {
      case BigInteger whole -> Num.of(whole);
      case BigDecimal exact -> exact(exact);
      // By its text, since 0.1 as a float is not 0.1 as a double.
      case Float real -> real(Double.parseDouble(real.toString()));
      case Double real -> real(real);
      case Long _, Integer _, Short _, Byte _ -> Num.of(number.longValue());
      default -> text(number.toString());
    };
  }

  private Value exact(BigDecimal exact) throws ToolFailure {
    if (exact.scale() > 0) {
      return Num.of(exact.doubleValue());
    }
    return (long) exact.precision() - exact.scale() > DIGITS_MAX
        ? text(exact.toString())
        : Num.of(exact.toBigIntegerExact());
  }

  /// JSON cannot say NaN and Infinity.
  private Value real(double real) throws ToolFailure {
    return Double.isFinite(real) ? Num.of(real) : text(Double.toString(real));
  }

  private Value array(Array array, Column column, int depth) throws SQLException, ToolFailure {
    try {
      return array.getArray() instanceof Object[] items
          ? list(java.util.Arrays.asList(items), column, depth)
          : text(String.valueOf(array));
    } finally {
      array.free();
    }
  }

  private Value list(Collection<?> from, Column column, int depth)
      throws SQLException, ToolFailure {
    var items = new ArrayList<Value>(from.size());
    var element = new Column(column.name(), 0, element(column.typeName()));
    for (var item : from) {
      budget.take(1);
      items.add(of(item, element, depth + 1));
    }
    return new Items(items);
  }

  /// What an array is of: `_json`, `json array`, `json[]`.
  private static String element(String typeName) {
    return typeName.replaceFirst("^_|\\s+array(\\[\\d*])?$|\\[\\d*]$", "");
  }

  private Value map(Map<?, ?> from, Column column, int depth) throws SQLException, ToolFailure {
    var fields = Fields.builder();
    for (var entry : from.entrySet()) {
      var name = String.valueOf(entry.getKey());
      budget.take(name.length());
      fields.put(name, of(entry.getValue(), column, depth + 1));
    }
    return fields.build();
  }

  private String base64(Blob blob) throws SQLException, ToolFailure {
    try (InputStream in = blob.getBinaryStream()) {
      // Base64 has four characters for three bytes.
      var bytes = in.readNBytes((int) (budget.left() / 4 * 3 + 3));
      return Base64.getEncoder().encodeToString(bytes);
    } catch (IOException e) {
      throw new SQLException("a large object cannot be read: " + e.getMessage(), e);
    } finally {
      blob.free();
    }
  }

  private String characters(Clob clob) throws SQLException, ToolFailure {
    try (Reader in = clob.getCharacterStream()) {
      var text = new StringBuilder();
      var chunk = new char[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        text.append(chunk, 0, read);
        if (text.length() > budget.left()) {
          throw Budget.tooLarge();
        }
      }
      return text.toString();
    } catch (IOException e) {
      throw new SQLException("a large text cannot be read: " + e.getMessage(), e);
    } finally {
      clob.free();
    }
  }
}
