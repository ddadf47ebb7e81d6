package io.noetl.store.sqlite;

import io.noetl.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;

/// The file `noetl.db` in the data directory, and how connections to it are set up.
final class Database {
  /// 16 MiB between checkpoints: the pages that every commit touches are copied rarely. No memory
  /// map: a read error would end the process.
  private static final String WRITING =
      """
      PRAGMA busy_timeout = 10000;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = %s;
      PRAGMA wal_autocheckpoint = 4000;
      PRAGMA journal_size_limit = 67108864;
      PRAGMA cache_size = -32768;
      PRAGMA temp_store = MEMORY;
      """;

  private static final String BOUND = "PRAGMA max_page_count = %d";

  /// From here on the writer waits in its own way.
  private static final String NO_WAITING = "PRAGMA busy_timeout = 0";

  private static final String READING =
      """
      PRAGMA busy_timeout = 10000;
      PRAGMA query_only = ON;
      PRAGMA cache_size = -8192;
      PRAGMA temp_store = MEMORY;
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 5_000_000;

  private final Path file;
  private final Settings settings;

  private Database(Path file, Settings settings) {
    this.file = file;
    this.settings = settings;
  }

  static Database in(Path directory, Settings settings) {
    create(directory);
    return new Database(directory.toAbsolutePath().resolve("noetl.db"), settings);
  }

  private static void create(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, rights(directory, "rwx------"));
      }
    } catch (FileAlreadyExistsException e) {
      throw new StoreUnavailable(
          "%s is a file, not a directory: choose another data directory".formatted(directory), e);
    } catch (IOException e) {
      throw new StoreUnavailable(
          "the data directory %s cannot be created (%s): choose another or check the rights above"
              .formatted(directory, reason(e)),
          e);
    }
  }

  /// Made here, as SQLite would let others read it; its other files take over the rights.
  private void createFile() {
    try {
      if (!Files.exists(file)) {
        Files.createFile(file, rights(file, "rw-------"));
      }
    } catch (FileAlreadyExistsException _) {
      // Another process was first.
    } catch (IOException e) {
      throw new StoreUnavailable(
          "%s cannot be created (%s): check the rights on its directory, or choose another"
              .formatted(file, reason(e)),
          e);
    }
  }

  /// Files are the owner's alone: they hold what playbooks work on.
  static FileAttribute<?>[] rights(Path place, String rights) {
    return place.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException e) {
    var words = e.getClass().getSimpleName().replaceAll("(Exception|IO)$", "");
    return e.getMessage() == null ? words : e.getMessage();
  }

  Path file() {
    return file;
  }

  /// A session that may write, on a file with the present schema.
  Session writing() {
    createFile();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return openForWriting();
      } catch (SQLException e) {
        // Where another process makes the file at the same time, SQLite refuses instead of waiting.
        if (!Trouble.isBusy(e) || System.nanoTime() > deadline) {
          throw Trouble.of(e, file);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private Session openForWriting() throws SQLException {
    var session = connect();
    try {
      session.script(WRITING.formatted(settings.durability()));
      Migrations.run(session, file);
      Unread.read(session);
      if (settings.pagesMax() > 0) {
        session.script(BOUND.formatted(settings.pagesMax()));
      }
      session.script(NO_WAITING);
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  Session reading() throws SQLException {
    var session = connect();
    session.script(READING);
    return session;
  }

  /// A session that reads all of the file, into another.
  Session copying() throws SQLException {
    return connect();
  }

  /// By URI, so that any name works. The driver would ask for generated keys after each insert.
  private Session connect() throws SQLException {
    var config = new SQLiteConfig();
    config.setGetGeneratedKeys(false);
    return new Session(JDBC.createConnection("jdbc:sqlite:" + file.toUri(), config.toProperties()));
  }
}
