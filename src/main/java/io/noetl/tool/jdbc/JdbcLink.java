package io.noetl.tool.jdbc;

import io.noetl.tool.sql.Link;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/// A connection through any driver, and the statement that runs on it.
final class JdbcLink implements Link {
  private final Connection connection;
  private final Dialect dialect;
  private @Nullable Statement running;
  private @Nullable Thread canceller;
  private boolean stopped;

  JdbcLink(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  Connection connection() {
    return connection;
  }

  Dialect dialect() {
    return dialect;
  }

  @Override
  public boolean isValid(int seconds) throws SQLException {
    return connection.isValid(seconds);
  }

  @Override
  public boolean isClosed() throws SQLException {
    return connection.isClosed();
  }

  /// The end of a statement's time on the connection.
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /// Makes `statement` the one that a cancel means.
  synchronized Turn begin(Statement statement) throws InterruptedException {
    requireGoing();
    running = statement;
    return this::end;
  }

  private synchronized void end() {
    running = null;
  }

  /// Ends the work here once it has been told to stop.
  synchronized void requireGoing() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
  }

  /// Drivers ask the database over a connection of its own, and may wait long for it: that must not
  /// keep the one who stops.
  @Override
  public synchronized void cancel() {
    stopped = true;
    var statement = running;
    boolean isAsking = canceller != null && canceller.isAlive();
    if (statement != null && !isAsking) {
      canceller = Thread.ofVirtual().name("noetl-jdbc-cancel").start(() -> cancel(statement));
    }
  }

  private static void cancel(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      // It has ended, or the driver cannot: then the connection is given up.
    }
  }

  /// Gives up `statement` in the midst of its rows, and the connection with it.
  void abandon(Statement statement) {
    cancel(statement);
    try {
      abort();
    } catch (SQLException | UnsupportedOperationException e) {
      discard();
    }
  }

  @Override
  public void abort() throws SQLException {
    connection.abort(task -> Thread.ofVirtual().start(task));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /// For one whose state nobody can know: it is of no more use.
  void discard() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is given up anyway.
    }
  }

  /// Ends what may be open. A connection on which that fails is of no more use.
  void settle() {
    try {
      if (connection.isClosed()) {
        return;
      }
      // Also for a BEGIN that the author wrote, which the driver does not know of.
      connection.setAutoCommit(false);
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      discard();
    }
  }
}
