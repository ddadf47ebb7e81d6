package io.noetl.tool.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// Many rows by one statement.
final class Batch {
  /// More gain nothing, and keep memory on both sides.
  static final int ROWS = 1_000;

  private Batch() {}

  /// Sends what was added; how many rows that changed. Where the database does not tell, each
  /// counts for one.
  static long execute(PreparedStatement statement) throws SQLException {
    long changed = 0;
    for (int count : statement.executeBatch()) {
      changed += count == Statement.SUCCESS_NO_INFO ? 1 : count;
    }
    return changed;
  }
}
