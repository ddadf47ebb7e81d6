package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Mode;
import io.noetl.value.Fields;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes rows into a table: neighbours that name the same columns go into one batch.
final class Writing {
  private final JdbcLink link;
  private final Table table;
  private final Mode mode;
  private final List<String> keys = new ArrayList<>();
  private final int rowsMax;

  /// `keys` are the columns that identify a row; `rowsMax` bounds a batch.
  Writing(JdbcLink link, Table table, Mode mode, List<String> keys, int rowsMax)
      throws ToolFailure {
    this.link = link;
    this.table = table;
    this.mode = mode;
    this.rowsMax = Math.min(rowsMax, Batch.ROWS);
    for (var key : keys) {
      this.keys.add(table.column(key).name());
    }
  }

  /// How many rows were written.
  long write(List<Fields> rows) throws SQLException, ToolFailure, InterruptedException {
    if (mode == Mode.OVERWRITE) {
      try (var statement = link.connection().createStatement();
          var _ = link.begin(statement)) {
        statement.executeUpdate("DELETE FROM " + table.quoted());
      }
    }
    long written = 0;
    for (int begin = 0; begin < rows.size(); ) {
      int end = begin + 1;
      var names = rows.get(begin).names();
      while (end < rows.size() && rows.get(end).names().equals(names)) {
        end++;
      }
      written += writeAlike(columns(names), rows.subList(begin, end));
      begin = end;
    }
    return written;
  }

  /// The columns, each with the name that the rows have for it.
  private Map<Column, String> columns(Set<String> names) throws ToolFailure {
    var columns = new LinkedHashMap<Column, String>();
    for (var name : names) {
      var column = table.column(name);
      if (columns.put(column, name) != null) {
        throw invalid("a row gives column %s twice".formatted(column.name()));
      }
    }
    if (columns.isEmpty()) {
      throw invalid("a row is empty");
    }
    var there = columns.keySet().stream().map(Column::name).toList();
    if (mode.needsKey() && !there.containsAll(keys)) {
      throw invalid("a row lacks a column of the key (%s)".formatted(String.join(", ", keys)));
    }
    return columns;
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("save", message);
  }

  private long writeAlike(Map<Column, String> columns, List<Fields> rows)
      throws SQLException, ToolFailure, InterruptedException {
    var ofKey = columns.keySet().stream().filter(it -> keys.contains(it.name())).toList();
    var others = columns.keySet().stream().filter(it -> !keys.contains(it.name())).toList();
    return switch (mode) {
      case INSERT, OVERWRITE -> {
        var all = List.copyOf(columns.keySet());
        var sql = Upsert.insert(link.dialect(), table, all);
        var _ = batch(sql, sources(columns, all), rows);
        yield rows.size();
      }
      case UPSERT -> {
        upsert(columns, ofKey, others, rows);
        yield rows.size();
      }
      case UPDATE -> {
        if (others.isEmpty()) {
          throw invalid("a row has nothing to update beside its key");
        }
        yield batch(update(ofKey, others), sources(columns, concat(others, ofKey)), rows);
      }
    };
  }

  /// A column, and the name under which a row has its value.
  private record Source(Column column, String name) {}

  private static List<Source> sources(Map<Column, String> columns, List<Column> order) {
    return order.stream()
        .map(column -> new Source(column, columns.getOrDefault(column, column.name())))
        .toList();
  }

  private static List<Column> concat(List<Column> some, List<Column> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private String update(List<Column> ofKey, List<Column> others) {
    var set =
        others.stream()
            .map(column -> table.quoted(column) + " = " + link.dialect().placeholder(column))
            .collect(Collectors.joining(", "));
    return "UPDATE %s SET %s WHERE %s".formatted(table.quoted(), set, match(ofKey));
  }

  private String match(List<Column> ofKey) {
    return ofKey.stream()
        .map(column -> table.quoted(column) + " = ?")
        .collect(Collectors.joining(" AND "));
  }

  private void upsert(
      Map<Column, String> columns, List<Column> ofKey, List<Column> others, List<Fields> rows)
      throws SQLException, ToolFailure, InterruptedException {
    var upsert = Upsert.of(link.dialect(), table, ofKey, others);
    if (!upsert.sql().isEmpty()) {
      var _ = batch(upsert.sql(), sources(columns, upsert.columns()), rows);
      return;
    }
    var sql =
        others.isEmpty()
            ? "SELECT 1 FROM %s WHERE %s".formatted(table.quoted(), match(ofKey))
            : update(ofKey, others);
    var insert = Upsert.insert(link.dialect(), table, upsert.columns());
    try (var look = link.connection().prepareStatement(sql);
        var add = link.connection().prepareStatement(insert);
        var _ = link.begin(look)) {
      for (var row : rows) {
        link.requireGoing();
        bind(look, sources(columns, concat(others, ofKey)), row);
        if (!isThere(look)) {
          bind(add, sources(columns, upsert.columns()), row);
          add.executeUpdate();
        }
      }
    }
  }

  /// Whether the update found its row, or the query one.
  private static boolean isThere(PreparedStatement statement) throws SQLException {
    if (!statement.execute()) {
      return statement.getUpdateCount() > 0;
    }
    try (var rows = statement.getResultSet()) {
      return rows.next();
    }
  }

  private long batch(String sql, List<Source> sources, List<Fields> rows)
      throws SQLException, ToolFailure, InterruptedException {
    long changed = 0;
    try (var statement = link.connection().prepareStatement(sql);
        var _ = link.begin(statement)) {
      for (int begin = 0; begin < rows.size(); begin += rowsMax) {
        link.requireGoing();
        for (var row : rows.subList(begin, Math.min(begin + rowsMax, rows.size()))) {
          bind(statement, sources, row);
          statement.addBatch();
        }
        changed += Batch.execute(statement);
      }
    }
    return changed;
  }

  private void bind(PreparedStatement statement, List<Source> sources, Fields row)
      throws SQLException, ToolFailure {
    int place = 1;
    for (var source : sources) {
      new Cell(source.column(), link.dialect()).bind(statement, place++, row.get(source.name()));
    }
  }
}
