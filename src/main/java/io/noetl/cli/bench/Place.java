package io.noetl.cli.bench;

import io.noetl.store.Store;
import io.noetl.store.postgres.ServerBooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The store that is measured, and what its own books say; `server` is the database's, if there is
/// one.
public record Place(String name, Store store, Optional<ServerBooks> server) {
  /// What this process has written to disks.
  private static final Path WRITTEN = Path.of("/proc/self/io");

  private static final String BYTES = "write_bytes: ";

  /// Throws [IllegalArgumentException] if somebody else's executions are there: they would be
  /// measured too, and those of the measurement stay with them.
  public void check() {
    for (var row : store.executions().list(Long.MAX_VALUE, 1)) {
      if (!row.playbook().path().startsWith(Workload.PATHS)) {
        throw new IllegalArgumentException(
            "expected a store of its own, found one with executions of " + row.playbook().path());
      }
    }
  }

  /// The process at the other end of a connection; 0 if there is none.
  long backend() {
    return server.map(ServerBooks::process).orElse(0L);
  }

  /// Bytes written so far: to the database's log, or by this process to the disk.
  long bytesWritten() {
    return server.map(ServerBooks::bytesLogged).orElseGet(Place::written);
  }

  private static long written() {
    try {
      if (Files.isReadable(WRITTEN)) {
        for (var line : Files.readAllLines(WRITTEN)) {
          if (line.startsWith(BYTES)) {
            return Long.parseLong(line.substring(BYTES.length()));
          }
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
