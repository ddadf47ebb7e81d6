package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TypeInfo;
import org.postgresql.jdbc.PgResultSet;

/// Reads the rows of a call's statements, in all no more than an event may refer to.
final class Rows {
  static final int CHARS_MAX = 32 << 20;

  private final TypeInfo types;
  private long chars;

  Rows(BaseConnection connection) {
    types = connection.getTypeInfo();
  }

  /// `{status, rows, row_count, columns}`. Of columns with the same name the later ones are called
  /// `name_2` and so on, so that none is lost.
  Fields read(ResultSet found) throws SQLException, ToolFailure {
    var columns = columns(found.unwrap(PgResultSet.class));
    var rows = new ArrayList<Value>();
    while (found.next()) {
      var row = Fields.builder();
      for (int i = 0; i < columns.size(); i++) {
        var column = columns.get(i);
        row.put(column.name(), value(column, found.getString(i + 1)));
      }
      rows.add(row.build());
    }
    return Fields.builder()
        .put("status", "success")
        .put("rows", new Items(rows))
        .put("row_count", rows.size())
        .put("columns", names(columns))
        .build();
  }

  /// `element` is the type of an array's elements; 0 for others.
  private record Column(String name, int type, int element, char delimiter) {}

  private List<Column> columns(PgResultSet found) throws SQLException {
    var names = new LinkedHashSet<String>();
    var columns = new ArrayList<Column>();
    var about = found.getMetaData();
    for (int i = 1; i <= about.getColumnCount(); i++) {
      var label = about.getColumnLabel(i);
      var name = label;
      for (int n = 2; !names.add(name); n++) {
        name = label + "_" + n;
      }
      columns.add(column(name, found.getColumnOID(i)));
    }
    return columns;
  }

  private Column column(String name, int type) throws SQLException {
    return types.getSQLType(type) == Types.ARRAY
        ? new Column(name, type, types.getPGArrayElement(type), types.getArrayDelimiter(type))
        : new Column(name, type, 0, ',');
  }

  private Value value(Column column, @Nullable String text) throws ToolFailure {
    if (text == null) {
      return Null.NULL;
    }
    chars += text.length() + column.name().length() + 4L;
    if (chars > CHARS_MAX) {
      throw tooLarge();
    }
    return column.element() != 0
        ? ArrayText.read(text, column.delimiter(), it -> Reading.value(column.element(), it))
        : Reading.value(column.type(), text);
  }

  static ToolFailure tooLarge() {
    return ToolFailure.invalid(
        "result_too_large",
        "the rows are larger than %d MiB: select fewer of them, or keep them in a table"
            .formatted(CHARS_MAX >> 20));
  }

  private static Items names(List<Column> columns) {
    return new Items(columns.stream().<Value>map(column -> Text.of(column.name())).toList());
  }
}
