package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Texts;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Binds a value as what its column wants: numbers, truths, times, bytes, JSON, arrays.
record Cell(Column column, Dialect dialect) {
  /// As most databases read it: a blank, and `+00:00` for UTC.
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private static final DateTimeFormatter ZONED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

  void bind(PreparedStatement statement, int place, Value value) throws SQLException, ToolFailure {
    switch (value) {
      case Null _ -> setNull(statement, place);
      case View view -> bind(statement, place, view.plain());
      case Items items when column.type() == Types.ARRAY && !column.isJson() ->
          bindArray(statement, place, items);
      default -> bindScalar(statement, place, value);
    }
  }

  private void setNull(PreparedStatement statement, int place) throws SQLException {
    boolean isOwn = column.type() == Types.OTHER || column.type() > Types.SQLXML;
    statement.setNull(place, isOwn && !column.isZoned() ? Types.NULL : column.type());
  }

  private void bindScalar(PreparedStatement statement, int place, Value value)
      throws SQLException, ToolFailure {
    if (column.isJson()) {
      statement.setString(place, Texts.json(value));
      return;
    }
    // What SQLite's columns are said to be binds nobody.
    if (dialect == Dialect.SQLITE && column.type() != Types.BLOB) {
      Binding.bind(statement, place, value);
      return;
    }
    if (column.isTruth()) {
      bindTruth(statement, place, value);
      return;
    }
    switch (column.type()) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.DECIMAL,
          Types.NUMERIC ->
          statement.setBigDecimal(place, number(value));
      case Types.REAL, Types.FLOAT, Types.DOUBLE ->
          statement.setDouble(place, number(value).doubleValue());
      case Types.DATE -> bindDate(statement, place, value);
      case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> bindTime(statement, place, value);
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
          statement.setBytes(place, bytes(value));
      default -> {
        if (column.isZoned()) {
          bindTime(statement, place, value);
        } else {
          statement.setString(place, Texts.plain(value));
        }
      }
    }
  }

  private void bindTruth(PreparedStatement statement, int place, Value value)
      throws SQLException, ToolFailure {
    boolean isTrue =
        switch (value) {
          case Bool truth -> truth.isTrue();
          case Num.Int(var number) -> number != 0;
          default ->
              switch (Texts.plain(value).toLowerCase(Locale.ROOT)) {
                case "true", "t", "yes", "1" -> true;
                case "false", "f", "no", "0" -> false;
                default -> throw wrong("true or false", value);
              };
        };
    statement.setBoolean(place, isTrue);
  }

  private BigDecimal number(Value value) throws ToolFailure {
    return switch (value) {
      case Bool truth -> truth.isTrue() ? BigDecimal.ONE : BigDecimal.ZERO;
      case Num.Real(var real) when !Double.isFinite(real) -> throw wrong("a number", value);
      default -> {
        try {
          yield new BigDecimal(Texts.plain(value).strip());
        } catch (NumberFormatException e) {
          throw wrong("a number", value);
        }
      }
    };
  }

  /// Base64, as the tool reads bytes, or hexadecimal after `\x`.
  private byte[] bytes(Value value) throws ToolFailure {
    var text = Texts.plain(value);
    try {
      return text.startsWith("\\x")
          ? HexFormat.of().parseHex(text.substring(2))
          : Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw wrong("bytes as base64, or as \\x and hexadecimal,", value);
    }
  }

  private ToolFailure wrong(String wanted, Value found) {
    var text = Json.write(found);
    return ToolFailure.invalid(
        "save",
        "column %s takes %s, not %s"
            .formatted(
                column.name(), wanted, text.length() <= 40 ? text : text.substring(0, 40) + "..."));
  }

  private void bindDate(PreparedStatement statement, int place, Value value) throws SQLException {
    var text = Texts.plain(value);
    try {
      var time = time(text);
      var date = time == null ? LocalDate.parse(text) : time.toLocalDate();
      if (dialect.readsTimes()) {
        statement.setString(place, date.toString());
      } else {
        statement.setObject(place, date);
      }
    } catch (DateTimeException e) {
      statement.setString(place, text); // The database may know it: 'today'.
    }
  }

  private void bindTime(PreparedStatement statement, int place, Value value) throws SQLException {
    var text = Texts.plain(value);
    try {
      var time = time(text);
      if (time == null) {
        time = LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
      }
      if (dialect.readsTimes()) {
        statement.setString(place, (column.isZoned() ? ZONED : LOCAL).format(time));
      } else if (column.isZoned()) {
        statement.setObject(place, time);
      } else {
        statement.setObject(place, time.toLocalDateTime());
      }
    } catch (DateTimeException e) {
      statement.setString(place, text);
    }
  }

  /// An instant in UTC; a text without a zone counts as UTC.
  private static @Nullable OffsetDateTime time(String text) {
    if (text.length() <= "2025-01-01".length()) {
      return null;
    }
    var iso = text.replaceFirst(" ", "T");
    boolean isZoned = iso.endsWith("Z") || iso.matches(".*T.*[+-]\\d\\d(:?\\d\\d)?$");
    return isZoned
        ? OffsetDateTime.parse(iso.replaceFirst("([+-]\\d\\d)(\\d\\d)?$", "$1:$2"))
            .withOffsetSameInstant(ZoneOffset.UTC)
        : LocalDateTime.parse(iso).atOffset(ZoneOffset.UTC);
  }

  private void bindArray(PreparedStatement statement, int place, Items items) throws SQLException {
    var type = column.typeName().replaceFirst("^_|\\s+array(\\[\\d*])?$|\\[\\d*]$", "");
    statement.setArray(
        place, statement.getConnection().createArrayOf(type, (Object[]) plain(items)));
  }

  private static @Nullable Object plain(Items items) {
    return items.list().stream().map(Cell::element).toArray();
  }

  private static @Nullable Object element(Value value) {
    return switch (value) {
      case Null _ -> null;
      case Bool truth -> truth.isTrue();
      case Num.Int(var it) -> it;
      case Num.Big(var it) -> new BigDecimal(it);
      case Num.Real(var it) -> it;
      case Text(var text) -> text;
      case Items items -> plain(items);
      case Fields fields -> Json.write(fields);
      case View view -> element(view.plain());
    };
  }
}
