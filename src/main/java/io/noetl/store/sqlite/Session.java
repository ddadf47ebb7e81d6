package io.noetl.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// One connection, used by one thread at a time, with its prepared statements.
///
/// The driver is told that transactions are ours to begin and end: otherwise it would try to end
/// one after each statement.
final class Session implements AutoCloseable {
  private static final String BEGIN = "BEGIN IMMEDIATE";
  private static final String COMMIT = "COMMIT";
  private static final String ROLLBACK = "ROLLBACK";

  private final Connection connection;
  private final Map<String, Sql> statements = new HashMap<>();

  Session(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
    script(COMMIT);
  }

  /// The statement, ready for its parameters.
  Sql sql(String text) throws SQLException {
    var known = statements.get(text);
    if (known == null || known.isBroken()) {
      known = new Sql(connection.prepareStatement(text));
      statements.put(text, known);
    }
    return known.afresh();
  }

  /// Runs several statements at once.
  void script(String text) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(text);
    }
  }

  /// Takes the write lock at once, so that no later statement can be refused.
  void begin() throws SQLException {
    sql(BEGIN).run();
  }

  void commit() throws SQLException {
    sql(COMMIT).run();
  }

  /// Ends a transaction that failed. SQLite may have done so itself.
  void rollback() {
    try {
      sql(ROLLBACK).run();
    } catch (SQLException _) {
      // There was none any more.
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
