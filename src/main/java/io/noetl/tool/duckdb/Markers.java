package io.noetl.tool.duckdb;

import io.noetl.tool.sql.Mark;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.duckdb.DuckDBConnection;

/// The rows by which a save is known to have been done, written in its own transaction. They lie in
/// a schema of their own, so that nobody meets them among his tables.
final class Markers {
  private static final String[] MAKE = {
    "CREATE SCHEMA IF NOT EXISTS noetl",
    """
    CREATE TABLE IF NOT EXISTS noetl.noetl_save (
      execution BIGINT NOT NULL,
      step VARCHAR NOT NULL,
      visit INTEGER NOT NULL,
      iteration VARCHAR NOT NULL,
      attempt INTEGER NOT NULL,
      answer JSON NOT NULL,
      saved_at TIMESTAMPTZ NOT NULL DEFAULT now()
    )
    """
  };

  private static final String FIND =
      """
      SELECT answer::VARCHAR FROM noetl.noetl_save
      WHERE execution = ? AND step = ? AND visit = ? AND iteration = ? AND attempt = ?
      """;

  private static final String KEEP =
      """
      INSERT INTO noetl.noetl_save (execution, step, visit, iteration, attempt, answer)
      VALUES (?, ?, ?, ?, ?, ?)
      """;

  private Markers() {}

  /// Makes their table where there is none.
  static void make(DuckDBConnection connection) throws SQLException {
    for (var sql : MAKE) {
      Statements.run(connection, sql);
    }
  }

  /// The answer of who did the save before, if somebody did.
  static Optional<Fields> find(DuckDBConnection connection, Mark mark) throws SQLException {
    try (var statement = connection.prepareStatement(FIND)) {
      bind(statement, mark);
      try (var rows = statement.executeQuery()) {
        return rows.next() && Json.read(rows.getString(1)) instanceof Fields answer
            ? Optional.of(answer)
            : Optional.empty();
      }
    }
  }

  static void keep(DuckDBConnection connection, Mark mark, Fields answer) throws SQLException {
    try (var statement = connection.prepareStatement(KEEP)) {
      bind(statement, mark);
      statement.setString(6, Json.write(answer));
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Mark mark) throws SQLException {
    statement.setLong(1, mark.execution());
    statement.setString(2, mark.step());
    statement.setInt(3, mark.visit());
    statement.setString(4, mark.iteration());
    statement.setInt(5, mark.attempt());
  }
}
