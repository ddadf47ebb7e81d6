package io.noetl.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/// What a database's server says of itself, for measurements; asked over a connection beside those
/// of the store.
public final class ServerBooks implements AutoCloseable {
  private final Settings settings;
  private final Connection connection;

  private ServerBooks(Settings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
  }

  /// Throws [io.noetl.store.StoreUnavailable] if the database cannot be reached.
  public static ServerBooks open(Settings settings) {
    try {
      return new ServerBooks(settings, Database.connect(settings));
    } catch (SQLException e) {
      throw Trouble.of(e, settings.place());
    }
  }

  /// The process that serves this connection, on the server's machine.
  public long process() {
    return number("SELECT pg_backend_pid()");
  }

  /// Bytes written to the server's log so far.
  public long bytesLogged() {
    return number("SELECT (pg_current_wal_lsn() - '0/0')::bigint");
  }

  private long number(String query) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw Trouble.of(e, settings.place());
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // Nothing was to be kept.
    }
  }
}
