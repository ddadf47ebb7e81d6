package io.noetl.store.postgres;

import io.noetl.store.StoreUnavailable;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/// Tells by SQLSTATE whether the surroundings are to blame, and says it in words.
final class Trouble {
  private static final String SERIALIZATION_FAILURE = "40001";
  private static final String DEADLOCK = "40P01";
  private static final String READ_ONLY = "25006";
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String INVALID_CATALOG = "3D000";
  private static final String NOT_ALLOWED = "42501";

  private Trouble() {}

  /// The server is away, ends, starts, or is not the one that may be written to: try again.
  static boolean isConnection(SQLException e) {
    var state = state(e);
    return e instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.startsWith("58")
        || state.equals(READ_ONLY);
  }

  /// The transaction was undone for the sake of another: try again.
  static boolean isRace(SQLException e) {
    var state = state(e);
    return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK);
  }

  /// The connection leads to a server that has become a stand-by.
  static boolean isReadOnly(SQLException e) {
    return state(e).equals(READ_ONLY);
  }

  /// Nothing that another try would change, but nobody's bug either.
  static boolean isSetting(SQLException e) {
    var state = state(e);
    return state.startsWith("28")
        || state.equals(INVALID_CATALOG)
        || state.equals(NOT_ALLOWED)
        || state.equals(UNDEFINED_TABLE);
  }

  static StoreUnavailable of(SQLException e, String place) {
    return new StoreUnavailable(sentence(e, place), e);
  }

  private static String sentence(SQLException e, String place) {
    var state = state(e);
    var said = String.valueOf(e.getMessage()).strip();
    if (state.startsWith("28")) {
      return "%s lets us not in (%s): check user and password".formatted(place, said);
    }
    return switch (state) {
      case INVALID_CATALOG -> "%s: there is no such database (%s)".formatted(place, said);
      case NOT_ALLOWED ->
          "%s refuses (%s): give the user the rights that docs/operations.md lists"
              .formatted(place, said);
      case UNDEFINED_TABLE ->
          "%s lacks a table (%s): run 'noetl db migrate'".formatted(place, said);
      default ->
          "%s cannot be used (%s): look whether the server runs and can be reached"
              .formatted(place, said);
    };
  }

  private static String state(SQLException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException known && known.getSQLState() != null) {
        return known.getSQLState();
      }
    }
    return "";
  }
}
