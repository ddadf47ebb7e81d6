package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Name;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.core.BaseConnection;

/// Writes a table's rows as CSV, for another database to read: NULL is empty, every text in it is
/// in quotes when it is empty itself; bytes are base64, arrays JSON, all else PostgreSQL's text.
public final class Export {
  private static final String DESCRIBE =
      """
      SELECT a.attname,
             format_type(coalesce(nullif(t.typbasetype, 0), t.oid),
                         CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private final BaseConnection connection;
  private final Target target;
  private final Name name;

  Export(BaseConnection connection, Target target, Name name) {
    this.connection = connection;
    this.target = target;
    this.name = name;
  }

  /// A column with its type as PostgreSQL writes it: `numeric(10,2)`, `integer[]`.
  public record Column(String name, String type) {
    public boolean isArray() {
      return type.endsWith("[]");
    }

    public boolean isBytes() {
      return type.equals("bytea");
    }
  }

  /// The table as it is called in the database, and its columns in the order of the CSV.
  public record Shape(String schema, String table, List<Column> columns) {
    public Shape {
      columns = List.copyOf(columns);
    }
  }

  /// Where the CSV goes; a new one for each call.
  @FunctionalInterface
  public interface Sink {
    OutputStream open() throws IOException;
  }

  Shape write(Sink sink) throws SQLException, ToolFailure {
    var table = Tables.describe(connection, target, name);
    var columns = columns(table);
    var list = columns.stream().map(Export::expression).collect(Collectors.joining(", "));
    var sql = "COPY (SELECT %s FROM %s) TO STDOUT (FORMAT csv)".formatted(list, table.quoted());
    try (var out = sink.open()) {
      connection.getCopyAPI().copyOut(sql, out);
    } catch (IOException e) {
      PostgresLink.closeQuietly(connection); // It is in the midst of the rows.
      throw ToolFailure.error("export", "%s: %s".formatted(table.quoted(), e.getMessage()));
    }
    return new Shape(table.schema(), table.name(), columns);
  }

  private List<Column> columns(Table table) throws SQLException {
    var columns = new ArrayList<Column>();
    try (var statement = connection.prepareStatement(DESCRIBE)) {
      statement.setString(1, table.quoted());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.add(new Column(rows.getString(1), rows.getString(2)));
        }
      }
    }
    return columns;
  }

  private static String expression(Column column) {
    var quoted = Name.quoted(column.name());
    if (column.isBytes()) {
      return "replace(encode(%s, 'base64'), E'\\n', '')".formatted(quoted);
    }
    return column.isArray() ? "to_json(%s)::text".formatted(quoted) : quoted;
  }
}
