package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Name;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;

/// Asks a database what a table looks like.
final class Tables {
  private static final String DESCRIBE =
      """
      SELECT n.nspname, c.relname, a.attname,
             coalesce(b.typname, t.typname), coalesce(b.typcategory, t.typcategory)
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
      WHERE c.oid = coalesce(to_regclass(?), to_regclass(?))
      ORDER BY a.attnum
      """;

  private Tables() {}

  static Table describe(Connection connection, Target target, Name name)
      throws SQLException, ToolFailure {
    var schema = "";
    var table = "";
    var columns = new ArrayList<Column>();
    try (var statement = connection.prepareStatement(DESCRIBE)) {
      statement.setString(1, name.quoted());
      statement.setString(2, name.folded());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          schema = rows.getString(1);
          table = rows.getString(2);
          var category = rows.getString(5);
          columns.add(new Column(rows.getString(3), rows.getString(4), category.charAt(0)));
        }
      }
    }
    if (columns.isEmpty()) {
      throw ToolFailure.error(
          Trouble.UNDEFINED_TABLE,
          "there is no table %s in %s: create it before".formatted(name.quoted(), target));
    }
    return new Table(schema, table, columns);
  }
}
