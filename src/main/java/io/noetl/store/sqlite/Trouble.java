package io.noetl.store.sqlite;

import io.noetl.store.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Says in words what SQLite reports as a number: what went wrong, with which file, what to do.
final class Trouble {
  private static final int PRIMARY_CODE = 0xff;

  private Trouble() {}

  /// Whether the surroundings are to blame and not one statement: then nobody's work could be done.
  static boolean isSurroundings(SQLException e) {
    return switch (code(e)) {
      case SQLITE_FULL,
          SQLITE_IOERR,
          SQLITE_READONLY,
          SQLITE_PERM,
          SQLITE_AUTH,
          SQLITE_CANTOPEN,
          SQLITE_NOTADB,
          SQLITE_CORRUPT,
          SQLITE_BUSY,
          SQLITE_LOCKED,
          SQLITE_NOMEM,
          SQLITE_PROTOCOL,
          SQLITE_NOLFS ->
          true;
      default -> false;
    };
  }

  static boolean isBusy(SQLException e) {
    var code = code(e);
    return code == SQLiteErrorCode.SQLITE_BUSY || code == SQLiteErrorCode.SQLITE_LOCKED;
  }

  static StoreUnavailable of(SQLException e, Path file) {
    return new StoreUnavailable(sentence(e, file), e);
  }

  private static String sentence(SQLException e, Path file) {
    return switch (code(e)) {
      case SQLITE_FULL ->
          "the disk that holds %s is full: nothing was written; free some space and go on"
              .formatted(file);
      case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
          "%s cannot be written: check the rights on it and on its directory, or choose another"
                  .formatted(file)
              + " data directory";
      case SQLITE_CANTOPEN ->
          "%s cannot be opened: check that its directory exists and that you may write there"
              .formatted(file);
      case SQLITE_NOTADB ->
          "%s is not a database: move the file away or choose another data directory"
              .formatted(file);
      case SQLITE_CORRUPT ->
          "%s is damaged (%s): restore it from a backup".formatted(file, e.getMessage());
      case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
          "%s is being written by another process for a long time: nothing was written; look for"
                  .formatted(file)
              + " a process that hangs, and try again";
      case SQLITE_NOMEM -> "SQLite ran out of memory with %s".formatted(file);
      default -> "%s cannot be used: %s".formatted(file, e.getMessage());
    };
  }

  /// The code without its details.
  private static SQLiteErrorCode code(SQLException e) {
    return e instanceof SQLiteException known
        ? SQLiteErrorCode.getErrorCode(known.getResultCode().code & PRIMARY_CODE)
        : SQLiteErrorCode.UNKNOWN_ERROR;
  }
}
