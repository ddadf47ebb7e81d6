package io.noetl.tool.postgres;

import io.noetl.job.Failure;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Failures out of what the driver throws; SQLSTATE is their code.
final class Trouble {
  private static final int STATEMENT_MAX = 200;

  /// The statement took longer than its timeout, or was cancelled.
  private static final String QUERY_CANCELED = "57014";

  static final String PRIVILEGE = "42501";
  static final String UNDEFINED_TABLE = "42P01";

  /// Two transactions got in each other's way: serialization, deadlock.
  private static final List<String> RIVALRY = List.of("40001", "40P01");

  /// The server is going down, or its process was ended.
  private static final List<String> ENDED = List.of("57P01", "57P02", "57P03");

  /// The class of states in which the server did not let the user in.
  private static final String LOGIN = "28";

  private Trouble() {}

  static String state(SQLException e) {
    var state = e.getSQLState();
    return state == null ? "unknown" : state;
  }

  static boolean isLostConnection(SQLException e) {
    return state(e).startsWith("08") || ENDED.contains(state(e));
  }

  static boolean isRivalry(SQLException e) {
    return RIVALRY.contains(state(e));
  }

  static ToolFailure connecting(Target target, SQLException e) {
    var message = "cannot connect to %s as %s: %s".formatted(target, target.user(), reason(e));
    return ToolFailure.error(state(e), message);
  }

  private static String reason(SQLException e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof java.net.SocketException)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case UnknownHostException _ -> "unknown host: check its name";
      case ConnectException _ ->
          "connection refused: is the database running, and are host and port right?";
      case SocketTimeoutException _ ->
          "no answer in time: is it a database that listens there, and does no firewall stand"
              + " between?";
      default -> message(e) + (state(e).startsWith(LOGIN) ? ": check user and password" : "");
    };
  }

  /// `where` says which statement it was; `query` is what was sent, or empty.
  static Failure failure(Target target, String where, String query, SQLException e) {
    if (isTooLarge(e)) {
      return Rows.tooLarge().failure().within(where);
    }
    if (isLostConnection(e)) {
      var message = "%sthe connection to %s broke off: %s".formatted(where, target, message(e));
      return Failure.error(state(e), message);
    }
    var message = where + message(e) + place(query, e);
    return state(e).equals(QUERY_CANCELED)
        ? new Failure(Failure.Kind.TIMEOUT, state(e), message, "", io.noetl.value.Null.NULL)
        : Failure.error(state(e), message);
  }

  /// The driver keeps no more of a result than it is told; the property's name is the only thing by
  /// which its message can be known.
  private static boolean isTooLarge(SQLException e) {
    return String.valueOf(e.getMessage()).contains("maxResultBuffer");
  }

  private static String place(String query, SQLException e) {
    if (query.isEmpty()) {
      return " (SQLSTATE %s)".formatted(state(e));
    }
    int position = position(e);
    return " (SQLSTATE %s, %s: %s)"
        .formatted(
            state(e), position > 0 ? "at character " + position + " of" : "in", shortened(query));
  }

  static String shortened(String query) {
    var line = query.strip().replaceAll("\\s+", " ");
    return line.length() <= STATEMENT_MAX ? line : line.substring(0, STATEMENT_MAX) + "...";
  }

  static String message(SQLException e) {
    var server = server(e);
    if (server == null) {
      return String.valueOf(e.getMessage());
    }
    var message = new StringBuilder(String.valueOf(server.getMessage()));
    if (server.getDetail() != null) {
      message.append(": ").append(server.getDetail());
    }
    if (server.getHint() != null) {
      message.append(" (").append(server.getHint()).append(')');
    }
    return message.toString();
  }

  private static int position(SQLException e) {
    var server = server(e);
    return server == null ? 0 : server.getPosition();
  }

  private static @Nullable ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException it ? it.getServerErrorMessage() : null;
  }

  /// What a failed statement leaves in the step's result.
  static Fields entry(String query, SQLException e) {
    var entry =
        Fields.builder()
            .put("status", "error")
            .put("code", state(e))
            .put("message", message(e))
            .put("statement", shortened(query));
    if (position(e) > 0) {
      entry.put("position", position(e));
    }
    return entry.build();
  }
}
