package io.noetl.tool.jdbc;

import io.noetl.job.Failure;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/// Failures out of what drivers throw. Their code is the SQLSTATE, or else the database's own.
final class Trouble {
  private static final int STATEMENT_MAX = 200;
  private static final int MESSAGE_MAX = 2_000;
  private static final int CAUSES_MAX = 20;

  /// SQLite's BUSY and LOCKED: somebody else writes.
  private static final Set<Integer> SQLITE_RIVALRY = Set.of(5, 6);

  /// The server is going down, or its process was ended.
  private static final String ENDED = "57P";

  private static final String UNKNOWN = "unknown";

  private Trouble() {}

  static String code(SQLException e) {
    var state = inner(e).getSQLState();
    if (state != null && !state.isBlank()) {
      return state;
    }
    return inner(e).getErrorCode() == 0 ? UNKNOWN : Integer.toString(inner(e).getErrorCode());
  }

  /// A batch's failure tells only that there is one; what it is stands behind it.
  private static SQLException inner(SQLException e) {
    var next = e instanceof BatchUpdateException ? e.getNextException() : null;
    return next == null ? e : next;
  }

  static boolean isLostConnection(SQLException e) {
    return switch (inner(e)) {
      case SQLNonTransientConnectionException _,
          SQLTransientConnectionException _,
          SQLRecoverableException _ ->
          true;
      case SQLException it -> code(it).startsWith("08") || code(it).startsWith(ENDED);
    };
  }

  /// Transactions got in each other's way: doing it again helps.
  static boolean isRivalry(Dialect dialect, SQLException e) {
    var inner = inner(e);
    return inner instanceof SQLTransactionRollbackException
        || code(e).startsWith("40")
        || dialect == Dialect.SQLITE && SQLITE_RIVALRY.contains(inner.getErrorCode() & 0xff)
        || dialect == Dialect.DUCKDB
            && message(e).matches("(?s).*([Cc]onflict|Failed to commit).*");
  }

  /// Of DuckDB, which gives no codes.
  static boolean isDuplicateKey(SQLException e) {
    return message(e).contains("Duplicate key");
  }

  static boolean isClosingFile(SQLException e) {
    return message(e).contains("Unique file handle conflict");
  }

  static ToolFailure connecting(Target target, SQLException e) {
    var who = target.user().isEmpty() ? "" : " as " + target.user();
    return ToolFailure.error(
        code(e), "cannot connect to %s%s: %s".formatted(target, who, reason(target, e)));
  }

  private static String reason(Target target, SQLException e) {
    Throwable cause = e;
    for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
      switch (cause) {
        case UnknownHostException _ -> {
          return "unknown host: check the name in 'url'";
        }
        case ConnectException _, NoRouteToHostException _ -> {
          return "connection refused: is the database running, and are host and port right?";
        }
        case SocketTimeoutException _, SQLTimeoutException _ -> {
          return "no answer in time (%s): is it a database that listens there?"
              .formatted(message(e));
        }
        default -> cause = cause.getCause();
      }
    }
    boolean isLogin = e instanceof SQLInvalidAuthorizationSpecException || code(e).startsWith("28");
    return isLogin
        ? "%s: check user and password%s"
            .formatted(message(e), target.hasUser() ? "" : " (none is given)")
        : message(e);
  }

  /// `where` says which statement it was; `query` is what was sent, or empty.
  static Failure failure(Target target, String where, String query, SQLException e) {
    if (isLostConnection(e)) {
      return Failure.error(
          code(e), "%sthe connection to %s broke off: %s".formatted(where, target, message(e)));
    }
    var message = where + message(e) + place(query, e);
    return inner(e) instanceof SQLTimeoutException
        ? new Failure(Failure.Kind.TIMEOUT, code(e), message, "", Null.NULL)
        : Failure.error(code(e), message);
  }

  private static String place(String query, SQLException e) {
    var codes = new StringBuilder(" (");
    var state = inner(e).getSQLState();
    if (state != null) {
      codes.append("SQLSTATE ").append(state);
    }
    if (inner(e).getErrorCode() != 0 && !String.valueOf(inner(e).getErrorCode()).equals(state)) {
      codes.append(codes.length() > 2 ? ", code " : "code ").append(inner(e).getErrorCode());
    }
    if (!query.isEmpty()) {
      codes.append(codes.length() > 2 ? ", in: " : "in: ").append(shortened(query));
    }
    return codes.length() > 2 ? codes.append(')').toString() : "";
  }

  static String shortened(String query) {
    var line = query.strip().replaceAll("\\s+", " ");
    return line.length() <= STATEMENT_MAX ? line : line.substring(0, STATEMENT_MAX) + "...";
  }

  /// Some drivers repeat the whole statement in it.
  static String message(SQLException e) {
    var message = String.valueOf(inner(e).getMessage()).strip();
    return message.length() <= MESSAGE_MAX ? message : message.substring(0, MESSAGE_MAX) + "...";
  }

  /// What a failed statement leaves in the step's result.
  static Fields entry(String query, SQLException e) {
    return Fields.builder()
        .put("status", "error")
        .put("code", code(e))
        .put("message", message(e))
        .put("statement", shortened(query))
        .build();
  }
}
