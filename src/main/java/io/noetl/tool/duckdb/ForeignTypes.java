package io.noetl.tool.duckdb;

import io.noetl.tool.postgres.Export;
import java.util.Map;
import java.util.regex.Pattern;

/// DuckDB's types for those of PostgreSQL.
final class ForeignTypes {
  private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(-?\\d+)\\)");
  private static final int DIGITS_MAX = 38;

  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("smallint", "SMALLINT"),
          Map.entry("integer", "INTEGER"),
          Map.entry("bigint", "BIGINT"),
          Map.entry("oid", "BIGINT"),
          Map.entry("real", "FLOAT"),
          Map.entry("double precision", "DOUBLE"),
          Map.entry("numeric", "DOUBLE"),
          Map.entry("boolean", "BOOLEAN"),
          Map.entry("date", "DATE"),
          Map.entry("time without time zone", "TIME"),
          Map.entry("time with time zone", "TIMETZ"),
          Map.entry("timestamp without time zone", "TIMESTAMP"),
          Map.entry("timestamp with time zone", "TIMESTAMPTZ"),
          Map.entry("interval", "INTERVAL"),
          Map.entry("uuid", "UUID"),
          Map.entry("json", "JSON"),
          Map.entry("jsonb", "JSON"),
          Map.entry("bytea", "BLOB"));

  private static final Pattern PRECISION =
      Pattern.compile("(time|timestamp|interval|bit)\\(\\d+\\)");

  private ForeignTypes() {}

  static String ofPostgres(Export.Column column) {
    return ofPostgres(column.type());
  }

  private static String ofPostgres(String type) {
    if (type.endsWith("[]")) {
      var element = ofPostgres(type.substring(0, type.length() - 2));
      return element.equals("BLOB") ? "VARCHAR" : element + "[]";
    }
    var numeric = NUMERIC.matcher(type);
    if (numeric.matches()) {
      int digits = Integer.parseInt(numeric.group(1));
      int scale = Integer.parseInt(numeric.group(2));
      boolean fits = digits <= DIGITS_MAX && scale >= 0 && scale <= digits;
      return fits ? "DECIMAL(%d,%d)".formatted(digits, scale) : "DOUBLE";
    }
    return SAME.getOrDefault(PRECISION.matcher(type).replaceFirst("$1"), "VARCHAR");
  }

  /// What makes a value of `type` of the text in `column`: base64 of bytes, JSON of lists and maps.
  static String converted(String column, String type) {
    if (type.equals("BLOB")) {
      return "from_base64(%s)".formatted(column);
    }
    boolean isNested = type.endsWith("]") || type.startsWith("STRUCT(") || type.startsWith("MAP(");
    return isNested
        ? "CAST(CAST(%s AS JSON) AS %s)".formatted(column, type)
        : "CAST(%s AS %s)".formatted(column, type);
  }
}
