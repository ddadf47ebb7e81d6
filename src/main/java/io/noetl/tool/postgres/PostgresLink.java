package io.noetl.tool.postgres;

import io.noetl.tool.sql.Link;
import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/// A connection to PostgreSQL.
record PostgresLink(BaseConnection connection) implements Link {

  @Override
  public boolean isValid(int seconds) throws SQLException {
    return connection.isValid(seconds);
  }

  @Override
  public boolean isClosed() throws SQLException {
    return connection.isClosed();
  }

  @Override
  public void cancel() throws SQLException {
    connection.cancelQuery();
  }

  @Override
  public void abort() throws SQLException {
    connection.abort(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /// What texts without a zone mean must not depend on where the worker runs.
  static void settle(BaseConnection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
    }
  }

  /// Takes away what a call's own statements may have left: an open transaction, settings,
  /// temporary tables, locks. Where that fails nobody else gets the connection.
  static void cleanUp(BaseConnection connection) {
    try (var statement = connection.createStatement()) {
      if (connection.getTransactionState() != TransactionState.IDLE) {
        statement.execute("ROLLBACK");
      }
      statement.execute("DISCARD ALL");
      settle(connection);
    } catch (SQLException e) {
      closeQuietly(connection);
    }
  }

  static void closeQuietly(BaseConnection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is given up anyway.
    }
  }
}
