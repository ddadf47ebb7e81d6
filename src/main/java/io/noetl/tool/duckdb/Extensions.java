package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;

/// What DuckDB does not have built in. Nothing is fetched unless a step asks for it.
final class Extensions {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,63}");

  private static final Map<String, String> CANONICAL =
      Map.of(
          "postgres", "postgres_scanner",
          "mysql", "mysql_scanner",
          "sqlite", "sqlite_scanner",
          "http", "httpfs",
          "https", "httpfs",
          "s3", "httpfs");

  /// What to do without one.
  private static final Map<String, String> INSTEAD =
      Map.of(
          "postgres_scanner",
          "; PostgreSQL's tables come without it by `attach: {ALIAS: {auth: NAME, tables:"
              + " [schema.table]}}`",
          "sqlite_scanner",
          "; SQLite's tables come without it by a step of type jdbc",
          "httpfs",
          "; files come without it by http steps, before and after");

  private Extensions() {}

  private static String canonical(String name) {
    return CANONICAL.getOrDefault(name, name);
  }

  /// `why` says what was tried.
  static String missing(String name, String why) {
    return ("DuckDB's extension '%s' is needed and cannot be had here: %s. Install it for the user"
            + " of this worker where there is a network (INSTALL %s), or copy it from there%s")
        .formatted(name, why, name, INSTEAD.getOrDefault(canonical(name), ""));
  }

  static boolean isInstalled(DuckDBConnection connection, String name) throws SQLException {
    var sql = "SELECT installed FROM duckdb_extensions() WHERE extension_name = ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, canonical(name));
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  /// Loads each, fetching those that are not installed.
  static void load(DuckDBConnection connection, List<String> names) throws ToolFailure {
    for (var name : names) {
      if (!NAME.matcher(name).matches()) {
        throw ToolFailure.invalid(
            "extensions", "'%s' is not the name of an extension of DuckDB".formatted(name));
      }
      try {
        if (!isInstalled(connection, name)) {
          Statements.run(connection, "INSTALL " + name);
        }
        Statements.run(connection, "LOAD " + name);
      } catch (SQLException e) {
        throw ToolFailure.error("extension", Trouble.message(e, ""));
      }
    }
  }
}
