package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Reads the rows of a call's statements, in all no more than an event may refer to.
final class Rows {
  private static final int CHARS_MAX = 32 << 20;

  private long chars;

  /// What a statement gave: `columns` each with a name of its own.
  record Found(List<String> columns, List<Value> rows) {}

  Found read(ResultSet found) throws SQLException, ToolFailure, InterruptedException {
    var columns = columns(found);
    var rows = new ArrayList<Value>();
    while (found.next()) {
      if (Thread.interrupted()) {
        throw new InterruptedException(); // A stream of rows goes on whatever DuckDB is told.
      }
      var row = Fields.builder();
      for (int i = 0; i < columns.size(); i++) {
        var value = Reading.value(found.getObject(i + 1));
        count(columns.get(i).length() + size(value));
        row.put(columns.get(i), value);
      }
      rows.add(row.build());
    }
    return new Found(columns, rows);
  }

  /// Of columns with the same name the later ones are called `name_2` and so on, so that none is
  /// lost.
  private static List<String> columns(ResultSet found) throws SQLException {
    var names = new LinkedHashSet<String>();
    var about = found.getMetaData();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      var label = about.getColumnLabel(i);
      var name = label;
      for (int n = 2; !names.add(name); n++) {
        name = label + "_" + n;
      }
    }
    return List.copyOf(names);
  }

  private void count(long more) throws ToolFailure {
    chars += more;
    if (chars > CHARS_MAX) {
      throw ToolFailure.invalid(
          "result_too_large",
          "the rows are larger than %d MiB: select fewer of them, or keep them in a table or file"
              .formatted(CHARS_MAX >> 20));
    }
  }

  /// About how long the value is as JSON.
  private static long size(Value value) {
    return switch (value) {
      case Text(var text) -> text.length() + 6L;
      case Num.Big(var number) -> number.bitLength() / 3L;
      case Items items -> 4L + items.list().stream().mapToLong(Rows::size).sum();
      case Fields fields ->
          4L
              + fields.asMap().entrySet().stream()
                  .mapToLong(entry -> entry.getKey().length() + size(entry.getValue()))
                  .sum();
      default -> 8;
    };
  }
}
