package io.noetl.tool.duckdb;

import io.noetl.value.Fields;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/// Rows on their way into a table: appended as texts to a temporary table, which is the quickest
/// way in, and read from there with the types of their columns.
final class Stage {
  private static final String NAME = "noetl_stage";
  static final String TABLE = "temp.main." + NAME;

  private final DuckDBConnection connection;
  private final List<Column> columns;

  /// `names` are those of the rows, in the order of `columns`.
  Stage(DuckDBConnection connection, List<String> names, List<Column> columns, List<Fields> rows)
      throws SQLException {
    this.connection = connection;
    this.columns = columns;
    var declared =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "c%d VARCHAR".formatted(i))
            .collect(Collectors.joining(", "));
    Statements.run(
        connection,
        "CREATE OR REPLACE TEMPORARY TABLE %s (n BIGINT, %s)".formatted(NAME, declared));
    fill(names, rows);
  }

  private void fill(List<String> names, List<Fields> rows) throws SQLException {
    try (var appender = connection.createAppender("temp", "main", NAME)) {
      for (int n = 0; n < rows.size(); n++) {
        appender.beginRow();
        appender.append((long) n);
        for (int i = 0; i < columns.size(); i++) {
          var text = columns.get(i).text(rows.get(n).get(names.get(i)));
          if (text == null) {
            appender.appendNull();
          } else {
            appender.append(text);
          }
        }
        appender.endRow();
      }
    }
  }

  /// `SELECT` of the typed columns under their names.
  String select() {
    return "SELECT %s FROM %s".formatted(typed(), TABLE);
  }

  /// The same, of rows with the same `keys` only the last.
  String selectLast(List<String> keys) {
    var places = new ArrayList<String>();
    for (int i = 0; i < columns.size(); i++) {
      if (keys.contains(columns.get(i).name().toLowerCase(Locale.ROOT))) {
        places.add("c" + i);
      }
    }
    return "%s QUALIFY row_number() OVER (PARTITION BY %s ORDER BY n DESC) = 1"
        .formatted(select(), String.join(", ", places));
  }

  private String typed() {
    return IntStream.range(0, columns.size())
        .mapToObj(i -> columns.get(i).converted("c" + i) + " AS " + columns.get(i).quoted())
        .collect(Collectors.joining(", "));
  }
}
