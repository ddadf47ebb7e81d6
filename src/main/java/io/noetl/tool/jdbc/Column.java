package io.noetl.tool.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Locale;
import java.util.Set;

/// A column of a result or table: `type` is one of [Types], `typeName` the database's own word for
/// it, in lower case.
record Column(String name, int type, String typeName) {
  private static final Set<String> JSON = Set.of("json", "jsonb", "variant", "object");

  /// How databases call what has a zone, whatever number their drivers give it.
  private static final Set<String> ZONED =
      Set.of(
          "timestamptz",
          "timestamp_tz",
          "timestampltz",
          "timestamp_ltz",
          "timestamp with time zone",
          "timestamp with local time zone",
          "datetimeoffset");

  static Column of(ResultSetMetaData about, int place, String name) throws SQLException {
    var word = about.getColumnTypeName(place);
    var typeName = word == null ? "" : word.toLowerCase(Locale.ROOT);
    return new Column(name, about.getColumnType(place), typeName);
  }

  /// Snowflake's arrays are JSON; an array of others says of what it is one.
  boolean isJson() {
    return JSON.contains(typeName) || typeName.equals("array");
  }

  boolean isZoned() {
    return type == Types.TIMESTAMP_WITH_TIMEZONE
        || ZONED.contains(typeName.replaceAll("\\(\\d+\\)", ""));
  }

  boolean isTruth() {
    return type == Types.BOOLEAN || type == Types.BIT && typeName.startsWith("bool");
  }
}
