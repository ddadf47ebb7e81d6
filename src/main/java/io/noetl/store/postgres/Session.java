package io.noetl.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/// One connection in the hands of one thread. The driver remembers prepared statements by their
/// text.
final class Session {
  private final Connection connection;

  Session(Connection connection) {
    this.connection = connection;
  }

  /// The statement, ready for its parameters; it is closed when it has run.
  Sql sql(String text) throws SQLException {
    return new Sql(connection, connection.prepareStatement(text));
  }

  /// Runs several statements at once.
  void script(String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  void rollback() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }
}
