package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// What a statement gave.
record Rows(List<Fields> rows, List<String> columns, boolean truncated) {
  /// Rows between two looks at whether to stop.
  private static final int STRETCH = 256;

  /// Reads `found`, no more than `most` rows of it; zero for all. Of columns with the same name the
  /// later ones are called `name_2` and so on, so that none is lost.
  static Rows read(JdbcLink link, ResultSet found, Budget budget, long most)
      throws SQLException, ToolFailure, InterruptedException {
    var columns = columns(found);
    var reading = new Reading(budget);
    var rows = new ArrayList<Fields>();
    while (found.next()) {
      if (most > 0 && rows.size() == most) {
        return new Rows(rows, names(columns), true);
      }
      if (rows.size() % STRETCH == 0) {
        link.requireGoing();
      }
      var row = Fields.builder();
      for (int i = 0; i < columns.size(); i++) {
        var column = columns.get(i);
        // Its name, the quotes, the colon and the comma stand in each row.
        budget.take(column.name().length() + 4L);
        row.put(column.name(), reading.value(found, i + 1, column));
      }
      rows.add(row.build());
    }
    return new Rows(rows, names(columns), false);
  }

  private static List<Column> columns(ResultSet found) throws SQLException {
    var names = new LinkedHashSet<String>();
    var columns = new ArrayList<Column>();
    var about = found.getMetaData();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      var label = about.getColumnLabel(i);
      var name = label;
      for (int n = 2; !names.add(name); n++) {
        name = label + "_" + n;
      }
      columns.add(Column.of(about, i, name));
    }
    return columns;
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  Items list() {
    return new Items(List.<Value>copyOf(rows));
  }

  Items names() {
    return new Items(columns.stream().<Value>map(Text::of).toList());
  }
}
