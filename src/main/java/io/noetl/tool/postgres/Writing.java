package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Mode;
import io.noetl.tool.sql.Name;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes rows into a table: neighbours that name the same columns go into one statement.
final class Writing {
  /// What the protocol can count.
  private static final int PARAMETERS_MAX = 65_535;

  private final Connection connection;
  private final Table table;
  private final Mode mode;
  private final List<String> keys;
  private final int rowsMax;

  /// `keys` are the columns that identify a row; `rowsMax` bounds a statement.
  Writing(Connection connection, Table table, Mode mode, List<String> keys, int rowsMax)
      throws ToolFailure {
    this.connection = connection;
    this.table = table;
    this.mode = mode;
    this.rowsMax = rowsMax;
    this.keys = new ArrayList<>();
    for (var key : keys) {
      this.keys.add(table.column(key).name());
    }
  }

  /// How many rows were written.
  long write(List<Fields> rows) throws SQLException, ToolFailure {
    if (mode == Mode.OVERWRITE) {
      execute("DELETE FROM " + table.quoted(), List.of());
    }
    long written = 0;
    for (int begin = 0; begin < rows.size(); ) {
      int end = begin + 1;
      var names = rows.get(begin).names();
      while (end < rows.size() && rows.get(end).names().equals(names)) {
        end++;
      }
      written += writeAlike(names, rows.subList(begin, end));
      begin = end;
    }
    return written;
  }

  private long writeAlike(Set<String> names, List<Fields> rows) throws SQLException, ToolFailure {
    var columns = columns(names);
    var cells = new ArrayList<Cells>(rows.size());
    for (var row : rows) {
      cells.add(cells(names, columns, row));
    }
    if (mode == Mode.UPDATE) {
      return update(columns, cells);
    }
    // One statement cannot upsert a row twice: the last one counts, as if they came one by one.
    var last = mode == Mode.UPSERT ? lastOfEach(columns, cells) : cells;
    int most = Math.max(1, Math.min(rowsMax, PARAMETERS_MAX / columns.size()));
    long written = 0;
    for (int begin = 0; begin < last.size(); begin += most) {
      written += insert(columns, last.subList(begin, Math.min(begin + most, last.size())));
    }
    return written;
  }

  /// A row's texts in the order of its columns; null is NULL.
  private record Cells(List<@Nullable String> texts) {}

  private List<Column> columns(Set<String> names) throws ToolFailure {
    var columns = new ArrayList<Column>();
    var seen = new LinkedHashSet<String>();
    for (var name : names) {
      var column = table.column(name);
      if (!seen.add(column.name())) {
        throw invalid("a row gives column %s twice".formatted(column.name()));
      }
      columns.add(column);
    }
    if (columns.isEmpty()) {
      throw invalid("a row is empty");
    }
    if (mode.needsKey() && !seen.containsAll(keys)) {
      throw invalid("a row lacks a column of the key (%s)".formatted(String.join(", ", keys)));
    }
    return columns;
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("save", message);
  }

  private static Cells cells(Set<String> names, List<Column> columns, Fields row)
      throws ToolFailure {
    var texts = new ArrayList<@Nullable String>(columns.size());
    int i = 0;
    for (var name : names) {
      Value value = row.get(name);
      texts.add(value == Null.NULL ? null : columns.get(i).text(value));
      i++;
    }
    return new Cells(texts);
  }

  private List<Cells> lastOfEach(List<Column> columns, List<Cells> rows) {
    var last = new LinkedHashMap<List<@Nullable String>, Cells>();
    for (var row : rows) {
      var key = new ArrayList<@Nullable String>();
      place(columns, row, true, key);
      last.put(key, row);
    }
    return new ArrayList<>(last.values());
  }

  private long insert(List<Column> columns, List<Cells> rows) throws SQLException {
    var row = "(" + "?, ".repeat(columns.size() - 1) + "?)";
    var sql =
        "INSERT INTO %s (%s) VALUES %s%s"
            .formatted(
                table.quoted(),
                names(columns, "%s"),
                row + (", " + row).repeat(rows.size() - 1),
                mode == Mode.UPSERT ? onConflict(columns) : "");
    return execute(sql, rows);
  }

  private String onConflict(List<Column> columns) {
    var others = others(columns);
    var target = keys.stream().map(Name::quoted).collect(Collectors.joining(", "));
    return others.isEmpty()
        ? " ON CONFLICT (%s) DO NOTHING".formatted(target)
        : " ON CONFLICT (%s) DO UPDATE SET %s"
            .formatted(target, names(others, "%s = EXCLUDED.%<s"));
  }

  private List<Column> others(List<Column> columns) {
    return columns.stream().filter(column -> !keys.contains(column.name())).toList();
  }

  private static String names(List<Column> columns, String form) {
    return columns.stream()
        .map(column -> form.formatted(Name.quoted(column.name())))
        .collect(Collectors.joining(", "));
  }

  private long update(List<Column> columns, List<Cells> rows) throws SQLException, ToolFailure {
    var others = others(columns);
    if (others.isEmpty()) {
      throw invalid("a row has nothing to update beside its key");
    }
    var where =
        columns.stream()
            .filter(column -> keys.contains(column.name()))
            .map(column -> Name.quoted(column.name()) + " = ?")
            .collect(Collectors.joining(" AND "));
    var sql = "UPDATE %s SET %s WHERE %s".formatted(table.quoted(), names(others, "%s = ?"), where);
    long written = 0;
    try (var statement = connection.prepareStatement(sql)) {
      for (var row : rows) {
        var values = new ArrayList<@Nullable String>();
        place(columns, row, false, values);
        place(columns, row, true, values);
        bind(statement, 1, values);
        statement.addBatch();
      }
      for (long count : statement.executeLargeBatch()) {
        written += count;
      }
    }
    return written;
  }

  private void place(
      List<Column> columns, Cells row, boolean ofKey, List<@Nullable String> values) {
    for (int i = 0; i < columns.size(); i++) {
      if (keys.contains(columns.get(i).name()) == ofKey) {
        values.add(row.texts().get(i));
      }
    }
  }

  private long execute(String sql, List<Cells> rows) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      int place = 1;
      for (var row : rows) {
        bind(statement, place, row.texts());
        place += row.texts().size();
      }
      return statement.executeLargeUpdate();
    }
  }

  /// As texts without a type, so that each is read as its column's.
  private static void bind(PreparedStatement statement, int from, List<@Nullable String> texts)
      throws SQLException {
    int place = from;
    for (var text : texts) {
      if (text == null) {
        statement.setNull(place, Types.NULL);
      } else {
        statement.setString(place, text);
      }
      place++;
    }
  }
}
