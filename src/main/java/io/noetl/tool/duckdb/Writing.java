package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Mode;
import io.noetl.tool.sql.Name;
import io.noetl.tool.sql.Save;
import io.noetl.value.Fields;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/// Writes rows into a table, which is made when it is not there. Neighbours that name the same
/// columns go together.
final class Writing {
  private static final String DESCRIBE =
      """
      SELECT column_name, data_type FROM duckdb_columns()
      WHERE database_name = current_database() AND lower(schema_name) = ? AND lower(table_name) = ?
      ORDER BY column_index
      """;

  private final DuckDBConnection connection;
  private final Save save;
  private Map<String, Column> columns;
  private final String schema;
  private final String table;

  /// `known` are the columns of the table if they are known.
  Writing(DuckDBConnection connection, Save save, Name name, Map<String, Column> known)
      throws SQLException {
    this.connection = connection;
    columns = known;
    this.save = save;
    var parts = name.parts();
    table = parts.getLast().text();
    schema = parts.size() > 1 ? parts.getFirst().text() : connection.getSchema();
  }

  private String quoted() {
    return Name.quoted(schema) + "." + Name.quoted(table);
  }

  /// How many rows were written.
  long write() throws SQLException, ToolFailure {
    if (columns.isEmpty()) {
      columns = describe();
    }
    if (columns.isEmpty()) {
      columns = make();
    }
    if (save.mode() == Mode.OVERWRITE) {
      execute("DELETE FROM " + quoted());
    }
    long written = 0;
    var rows = save.rows();
    for (int begin = 0; begin < rows.size(); ) {
      int end = begin + 1;
      var names = rows.get(begin).names();
      while (end < rows.size() && rows.get(end).names().equals(names)) {
        end++;
      }
      written += writeAlike(List.copyOf(names), columns, rows.subList(begin, end));
      begin = end;
    }
    return written;
  }

  /// Those of the table that was written to.
  Map<String, Column> columns() {
    return columns;
  }

  private Map<String, Column> describe() throws SQLException {
    var columns = new LinkedHashMap<String, Column>();
    try (var statement = connection.prepareStatement(DESCRIBE)) {
      statement.setString(1, folded(schema));
      statement.setString(2, folded(table));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.put(folded(rows.getString(1)), new Column(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return columns;
  }

  /// DuckDB does not tell names by their case.
  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private Map<String, Column> make() throws SQLException, ToolFailure {
    if (save.mode() == Mode.UPDATE) {
      throw ToolFailure.error(
          "catalog_error", "there is no table %s to update: create it before".formatted(quoted()));
    }
    var columns = new LinkedHashMap<String, Column>();
    shapes(save.rows(), Shape.Depth.FLAT)
        .forEach((name, shape) -> columns.put(folded(name), Column.of(name, shape)));
    if (columns.isEmpty()) {
      throw invalid("there is no table %s, and no row to make it from".formatted(quoted()));
    }
    execute("CREATE SCHEMA IF NOT EXISTS " + Name.quoted(schema));
    execute("CREATE TABLE %s (%s)".formatted(quoted(), declared(columns.values())));
    return columns;
  }

  private static String declared(Iterable<Column> columns) {
    var declared = new ArrayList<String>();
    columns.forEach(column -> declared.add(column.quoted() + " " + column.type()));
    return String.join(", ", declared);
  }

  /// The columns that the rows name, each with a type that holds all its values.
  static Map<String, Shape> shapes(List<Fields> rows, Shape.Depth depth) {
    var spelled = new LinkedHashMap<String, String>();
    var shapes = new LinkedHashMap<String, Shape>();
    for (var row : rows) {
      row.forEach(
          (name, value) ->
              shapes.merge(
                  spelled.computeIfAbsent(folded(name), _ -> name),
                  Shape.of(value, depth),
                  Shape::and));
    }
    return shapes;
  }

  private long writeAlike(List<String> names, Map<String, Column> all, List<Fields> rows)
      throws SQLException, ToolFailure {
    var columns = columns(names, all);
    var keys = keys(columns);
    var stage = new Stage(connection, names, columns, rows);
    return switch (save.mode()) {
      case INSERT, OVERWRITE ->
          execute(
              "INSERT INTO %s (%s) %s ORDER BY n"
                  .formatted(quoted(), list(columns, "%s"), stage.select()));
      case UPSERT -> upsert(columns, keys, stage);
      case UPDATE -> update(columns, keys, stage);
    };
  }

  private List<Column> columns(List<String> names, Map<String, Column> all) throws ToolFailure {
    var columns = new ArrayList<Column>();
    var seen = new LinkedHashSet<String>();
    for (var name : names) {
      var column = all.get(folded(name));
      if (column == null) {
        throw ToolFailure.error(
            "binder_error",
            "the table %s has no column '%s'; it has %s"
                .formatted(
                    quoted(),
                    name,
                    all.values().stream().map(Column::name).collect(Collectors.joining(", "))));
      }
      if (!seen.add(folded(name))) {
        throw invalid("a row gives column %s twice".formatted(column.name()));
      }
      columns.add(column);
    }
    if (columns.isEmpty()) {
      throw invalid("a row is empty");
    }
    return columns;
  }

  /// The names of the key's columns, folded.
  private List<String> keys(List<Column> columns) throws ToolFailure {
    var keys = save.keys().stream().map(Writing::folded).toList();
    var there = columns.stream().map(column -> folded(column.name())).toList();
    if (save.mode().needsKey() && !there.containsAll(keys)) {
      throw invalid(
          "a row lacks a column of the key (%s)".formatted(String.join(", ", save.keys())));
    }
    return keys;
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("save", message);
  }

  private long upsert(List<Column> columns, List<String> keys, Stage stage) throws SQLException {
    var others = others(columns, keys);
    var update =
        others.isEmpty()
            ? Optional.<String>empty()
            : Optional.of("WHEN MATCHED THEN UPDATE SET " + list(others, "%s = s.%<s"));
    return execute(
        "MERGE INTO %s AS t USING (%s) AS s ON %s %s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)"
            .formatted(
                quoted(),
                stage.selectLast(keys),
                equal(columns, keys),
                update.orElse(""),
                list(columns, "%s"),
                list(columns, "s.%s")));
  }

  private long update(List<Column> columns, List<String> keys, Stage stage)
      throws SQLException, ToolFailure {
    var others = others(columns, keys);
    if (others.isEmpty()) {
      throw invalid("a row has nothing to update beside its key");
    }
    return execute(
        "UPDATE %s AS t SET %s FROM (%s) AS s WHERE %s"
            .formatted(
                quoted(),
                list(others, "%s = s.%<s"),
                stage.selectLast(keys),
                equal(columns, keys)));
  }

  private static List<Column> others(List<Column> columns, List<String> keys) {
    return columns.stream().filter(column -> !keys.contains(folded(column.name()))).toList();
  }

  private static String equal(List<Column> columns, List<String> keys) {
    return columns.stream()
        .filter(column -> keys.contains(folded(column.name())))
        .map(column -> "t.%s = s.%<s".formatted(column.quoted()))
        .collect(Collectors.joining(" AND "));
  }

  private static String list(List<Column> columns, String form) {
    return columns.stream()
        .map(column -> form.formatted(column.quoted()))
        .collect(Collectors.joining(", "));
  }

  private long execute(String sql) throws SQLException {
    return Math.max(0, Statements.run(connection, sql));
  }
}
