package io.noetl.cli.bench;

import io.noetl.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The store that is measured, and what its own books say. `database` is a connection to it beside
/// those of the store, for a database server.
public record Place(String name, Store store, Optional<Connection> database) {
  /// What this process has written to disks.
  private static final Path WRITTEN = Path.of("/proc/self/io");

  private static final String BACKEND = "SELECT pg_backend_pid()";
  private static final String LOG_POSITION = "SELECT pg_current_wal_lsn() - '0/0'";

  /// The process at the other end of the connection; 0 if there is none.
  long backend() {
    return database.map(connection -> number(connection, BACKEND)).orElse(0L);
  }

  /// Bytes written so far: to the database's log, or by this process to the disk.
  long bytesWritten() {
    return database.map(connection -> number(connection, LOG_POSITION)).orElseGet(Place::written);
  }

  private static long number(Connection connection, String query) {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long written() {
    try {
      if (Files.isReadable(WRITTEN)) {
        for (var line : Files.readAllLines(WRITTEN)) {
          if (line.startsWith("write_bytes: ")) {
            return Long.parseLong(line.substring("write_bytes: ".length()));
          }
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
