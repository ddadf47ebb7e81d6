package io.noetl.store.sqlite;

import io.noetl.store.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/// Copies a live database. A copy that has its name is whole and on the disk.
final class Backup {
  private static final String COPY = "VACUUM INTO ?";

  private final Database database;

  Backup(Database database) {
    this.database = database;
  }

  void to(Path target) {
    if (Files.exists(target)) {
      throw new IllegalArgumentException(
          "%s is there already: name a new file for the backup".formatted(target));
    }
    var part = target.resolveSibling(target.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      Files.createFile(part, Database.rights(part, "rw-------"));
      copy(part);
      force(part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | SQLException e) {
      throw unavailable(target, e);
    } finally {
      discard(part);
    }
  }

  private void copy(Path part) throws SQLException {
    try (var session = database.copying()) {
      session.sql(COPY).text(part.toString()).run();
    }
  }

  private static void force(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException _) {
      // What is left over is in nobody's way: the next backup removes it.
    }
  }

  private StoreUnavailable unavailable(Path target, Exception e) {
    return new StoreUnavailable(
        "%s could not be copied to %s (%s): check the rights and the space there"
            .formatted(database.file(), target, e.getMessage()),
        e);
  }
}
