package io.noetl.tool.jdbc;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The one statement of a database that inserts a row or, if its key is there, updates it.
///
/// `sql` is empty where none is known: then a row is updated, and inserted where that found none.
/// `columns` are in the order of its placeholders.
record Upsert(String sql, List<Column> columns) {
  Upsert {
    columns = List.copyOf(columns);
  }

  static Upsert of(Dialect dialect, Table table, List<Column> keys, List<Column> others) {
    var columns = Stream.concat(keys.stream(), others.stream()).toList();
    var parts = new Parts(dialect, table, keys, others, columns);
    var sql =
        switch (dialect) {
          case POSTGRES, SQLITE, DUCKDB -> insert(dialect, table, columns) + parts.onConflict();
          case MYSQL, MARIADB -> insert(dialect, table, columns) + parts.onDuplicate();
          case H2 -> parts.mergeByKey();
          case ORACLE -> parts.merge("", " FROM dual", "");
          case SNOWFLAKE -> parts.merge("", "", "");
          // Without the lock two of them may both find no row.
          case SQL_SERVER -> parts.merge("WITH (HOLDLOCK) ", "", ";");
          case DB2, DERBY, HSQLDB, OTHER -> "";
        };
    return new Upsert(sql, columns);
  }

  /// Snowflake reads JSON in a SELECT only.
  static String insert(Dialect dialect, Table table, List<Column> columns) {
    boolean isSelect = dialect == Dialect.SNOWFLAKE && columns.stream().anyMatch(Column::isJson);
    return (isSelect ? "INSERT INTO %s (%s) SELECT %s" : "INSERT INTO %s (%s) VALUES (%s)")
        .formatted(table.quoted(), table.list(columns, "%s"), places(dialect, columns));
  }

  private static String places(Dialect dialect, List<Column> columns) {
    return columns.stream().map(dialect::placeholder).collect(Collectors.joining(", "));
  }

  private record Parts(
      Dialect dialect, Table table, List<Column> keys, List<Column> others, List<Column> columns) {

    String onConflict() {
      var target = " ON CONFLICT (%s) DO ".formatted(table.list(keys, "%s"));
      return others.isEmpty()
          ? target + "NOTHING"
          : target + "UPDATE SET " + table.list(others, "%s = excluded.%<s");
    }

    /// A row of keys alone stays as it is.
    String onDuplicate() {
      return " ON DUPLICATE KEY UPDATE "
          + (others.isEmpty()
              ? table.list(keys.subList(0, 1), "%s = %<s")
              : table.list(others, "%s = VALUES(%<s)"));
    }

    String mergeByKey() {
      return "MERGE INTO %s (%s) KEY (%s) VALUES (%s)"
          .formatted(
              table.quoted(),
              table.list(columns, "%s"),
              table.list(keys, "%s"),
              places(dialect, columns));
    }

    String merge(String lock, String from, String end) {
      var given =
          columns.stream()
              .map(column -> dialect.placeholder(column) + " AS " + table.quoted(column))
              .collect(Collectors.joining(", "));
      var same =
          keys.stream()
              .map(column -> "t.%s = s.%<s".formatted(table.quoted(column)))
              .collect(Collectors.joining(" AND "));
      var update =
          others.isEmpty()
              ? ""
              : " WHEN MATCHED THEN UPDATE SET " + table.list(others, "t.%s = s.%<s");
      return "MERGE INTO %s %st USING (SELECT %s%s) s ON (%s)%s"
              .formatted(table.quoted(), lock, given, from, same, update)
          + " WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)%s"
              .formatted(table.list(columns, "%s"), table.list(columns, "s.%s"), end);
    }
  }
}
