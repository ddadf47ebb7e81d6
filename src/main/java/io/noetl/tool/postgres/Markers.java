package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Mark;
import io.noetl.tool.sql.Name;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.postgresql.core.BaseConnection;

/// The rows by which a save is known to have been done: written in its own transaction, so that
/// both are there or neither is. They lie in `noetl_save`, in the schema of the table that is saved
/// to: who may write there can mostly make the table, too, and a dump of the schema has both.
///
/// A row may be deleted when its execution has ended.
final class Markers {
  private static final int KNOWN_MAX = 1000;

  /// Of those who make the table at the same time one does, the others wait for it.
  private static final String LOCK = "SELECT pg_advisory_xact_lock(7817253984620981)";

  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS %s (
        execution bigint NOT NULL,
        step text NOT NULL,
        visit integer NOT NULL,
        iteration text NOT NULL,
        attempt integer NOT NULL,
        answer json,
        saved_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (execution, step, visit, iteration, attempt)
      )
      """;

  private static final String CLAIM =
      """
      INSERT INTO %s (execution, step, visit, iteration, attempt)
      VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """;

  private static final String BY_KEY =
      " WHERE execution = ? AND step = ? AND visit = ? AND iteration = ? AND attempt = ?";

  private final Set<String> known = new HashSet<>();

  /// Makes the table where there is none, in a transaction of its own. Whether it was known to be
  /// there.
  boolean ensure(BaseConnection connection, Target target, String schema)
      throws SQLException, ToolFailure {
    var place = target + "/" + schema;
    synchronized (this) {
      if (known.contains(place)) {
        return true;
      }
    }
    if (!isThere(connection, schema)) {
      create(connection, schema);
    }
    synchronized (this) {
      if (known.size() >= KNOWN_MAX) {
        known.clear();
      }
      known.add(place);
      return false;
    }
  }

  synchronized void forget(Target target, String schema) {
    known.remove(target + "/" + schema);
  }

  private static String table(String schema) {
    return Name.quoted(schema) + ".noetl_save";
  }

  private static boolean isThere(BaseConnection connection, String schema) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      statement.setString(1, table(schema));
      try (var rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private static void create(BaseConnection connection, String schema)
      throws SQLException, ToolFailure {
    try (var statement = connection.createStatement()) {
      connection.commit();
      statement.execute(LOCK);
      statement.execute(CREATE.formatted(table(schema)));
      connection.commit();
    } catch (SQLException e) {
      refuseIfForbidden(schema, e);
      throw e;
    }
  }

  private static void refuseIfForbidden(String schema, SQLException e) throws ToolFailure {
    if (Trouble.state(e).equals(Trouble.PRIVILEGE)) {
      throw ToolFailure.invalid(
          "exactly_once",
          ("without the right to keep %s a save cannot be known to be done once (%s): have the"
                  + " table made and SELECT, INSERT, UPDATE on it granted, or write"
                  + " exactly_once: false, which may save twice when a worker is lost")
              .formatted(table(schema), Trouble.message(e)));
    }
  }

  /// Claims the save; the answer of who did it before, if somebody did. Waits while a rival's
  /// transaction is under way.
  static Optional<Fields> claim(BaseConnection connection, String schema, Mark mark)
      throws SQLException, ToolFailure {
    try (var statement = connection.prepareStatement(CLAIM.formatted(table(schema)))) {
      bind(statement, 1, mark);
      if (statement.executeUpdate() == 1) {
        return Optional.empty();
      }
    } catch (SQLException e) {
      refuseIfForbidden(schema, e);
      throw e;
    }
    return Optional.of(answer(connection, schema, mark));
  }

  private static Fields answer(BaseConnection connection, String schema, Mark mark)
      throws SQLException {
    var sql = "SELECT answer FROM " + table(schema) + BY_KEY;
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, 1, mark);
      try (var rows = statement.executeQuery()) {
        var answer = rows.next() ? rows.getString(1) : null;
        return answer != null && Json.read(answer) instanceof Fields fields ? fields : Fields.EMPTY;
      }
    }
  }

  static void keep(BaseConnection connection, String schema, Mark mark, Fields answer)
      throws SQLException {
    var sql = "UPDATE " + table(schema) + " SET answer = ?" + BY_KEY;
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, Json.write(answer));
      bind(statement, 2, mark);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, int from, Mark mark) throws SQLException {
    statement.setLong(from, mark.execution());
    statement.setString(from + 1, mark.step());
    statement.setInt(from + 2, mark.visit());
    statement.setString(from + 3, mark.iteration());
    statement.setInt(from + 4, mark.attempt());
  }
}
