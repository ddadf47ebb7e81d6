package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Mark;
import io.noetl.tool.sql.Rivals;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The rows by which a save is known to have been done: written in its own transaction, so that
/// both are there or neither is. They lie in `noetl_save`, in the schema of the table that is saved
/// to, as those of the postgres saver do.
///
/// A row may be deleted when its execution has ended.
final class Markers {
  private static final int KNOWN_MAX = 1000;
  private static final String TABLE = "noetl_save";

  /// Oracle takes an empty text for NULL, which no key may have.
  private static final String NO_ITERATION = "-";

  private static final String CREATE =
      """
      CREATE TABLE %s (
        execution %s NOT NULL,
        step %s(200) NOT NULL,
        visit INTEGER NOT NULL,
        iteration %3$s(100) NOT NULL,
        attempt INTEGER NOT NULL,
        answer %3$s(2000),
        saved_at %s DEFAULT CURRENT_TIMESTAMP,
        PRIMARY KEY (execution, step, visit, iteration, attempt)
      )
      """;

  private static final String CLAIM =
      "INSERT INTO %s (execution, step, visit, iteration, attempt) VALUES (?, ?, ?, ?, ?)";

  /// Snowflake keeps no keys apart, but its MERGE locks the table until the end of the transaction.
  private static final String CLAIM_BY_MERGE =
      """
      MERGE INTO %s t
      USING (SELECT CAST(? AS BIGINT) AS e, CAST(? AS VARCHAR(200)) AS s, CAST(? AS INTEGER) AS v,
          CAST(? AS VARCHAR(100)) AS i, CAST(? AS INTEGER) AS a) n
      ON (t.execution = n.e AND t.step = n.s AND t.visit = n.v AND t.iteration = n.i
          AND t.attempt = n.a)
      WHEN NOT MATCHED THEN INSERT (execution, step, visit, iteration, attempt)
      VALUES (n.e, n.s, n.v, n.i, n.a)
      """;

  private static final String BY_KEY =
      " WHERE execution = ? AND step = ? AND visit = ? AND iteration = ? AND attempt = ?";

  private final Set<String> known = new HashSet<>();

  /// Makes the table where there is none. Whether it was known to be there. `prefix` is what stands
  /// before the names of the schema.
  boolean ensure(JdbcLink link, Target target, String prefix) throws SQLException, ToolFailure {
    var place = target + " " + prefix;
    synchronized (this) {
      if (known.contains(place)) {
        return true;
      }
    }
    if (!link.connection().getMetaData().supportsTransactions()) {
      throw refused(target, "it has no transactions");
    }
    if (!isThere(link.connection(), prefix)) {
      create(link, target, prefix);
    }
    synchronized (this) {
      if (known.size() >= KNOWN_MAX) {
        known.clear();
      }
      known.add(place);
      return false;
    }
  }

  synchronized void forget(Target target, String prefix) {
    known.remove(target + " " + prefix);
  }

  private static boolean isThere(Connection connection, String prefix) {
    var sql = "SELECT execution FROM %s WHERE 1 = 0".formatted(prefix + TABLE);
    try (var statement = connection.createStatement();
        var none = statement.executeQuery(sql)) {
      return none.getMetaData().getColumnCount() == 1;
    } catch (SQLException e) {
      return false; // Each database says in its own way that there is none.
    }
  }

  private static void create(JdbcLink link, Target target, String prefix)
      throws SQLException, ToolFailure {
    var types =
        switch (link.dialect()) {
          case ORACLE -> new String[] {"NUMBER(19)", "VARCHAR2", "TIMESTAMP"};
          case SQL_SERVER -> new String[] {"BIGINT", "NVARCHAR", "DATETIME2"};
          default -> new String[] {"BIGINT", "VARCHAR", "TIMESTAMP"};
        };
    var sql = CREATE.formatted(prefix + TABLE, types[0], types[1], types[2]);
    try (var statement = link.connection().createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      if (Trouble.isRivalry(link.dialect(), e)) {
        throw e;
      }
      if (!isThere(link.connection(), prefix)) { // Else a rival made it.
        throw refused(
            target,
            "the table %s cannot be made (%s)".formatted(prefix + TABLE, Trouble.message(e)));
      }
    }
  }

  private static ToolFailure refused(Target target, String why) {
    return ToolFailure.invalid(
        "exactly_once",
        ("a save to %s cannot be known to be done once: %s. Mend that, or write exactly_once:"
                + " false, which may save twice when a worker is lost")
            .formatted(target, why));
  }

  /// Claims the save; the answer of who did it before, if somebody did. Waits while a rival's
  /// transaction is under way.
  static Optional<Fields> claim(JdbcLink link, String prefix, Mark mark)
      throws SQLException, InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return tryToClaim(link, prefix, mark);
      } catch (SQLException e) {
        if (isGivenUp(link.dialect(), e) || tries == Rivals.TRIES_MAX) {
          throw e;
        }
      }
      Rivals.await(tries);
    }
  }

  /// DuckDB knows the key of a rival that is just committing before one can see its row.
  private static boolean isGivenUp(Dialect dialect, SQLException e) {
    return dialect != Dialect.DUCKDB || !Trouble.isDuplicateKey(e);
  }

  private static Optional<Fields> tryToClaim(JdbcLink link, String prefix, Mark mark)
      throws SQLException {
    boolean merges = link.dialect() == Dialect.SNOWFLAKE;
    var sql = (merges ? CLAIM_BY_MERGE : CLAIM).formatted(prefix + TABLE);
    try (var statement = link.connection().prepareStatement(sql)) {
      bind(statement, 1, mark);
      return statement.executeUpdate() == 1
          ? Optional.empty()
          : Optional.of(answer(link.connection(), prefix, mark).orElse(Fields.EMPTY));
    } catch (SQLException e) {
      if (Trouble.isLostConnection(e) || Trouble.isRivalry(link.dialect(), e)) {
        throw e;
      }
      // Whatever the database says of a key that is there: it is there or not.
      link.connection().rollback();
      var before = answer(link.connection(), prefix, mark);
      if (before.isEmpty()) {
        // The next try is to see what is there by then.
        link.connection().rollback();
        throw e;
      }
      return before;
    }
  }

  private static Optional<Fields> answer(Connection connection, String prefix, Mark mark)
      throws SQLException {
    var sql = "SELECT answer FROM " + prefix + TABLE + BY_KEY;
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, 1, mark);
      try (var rows = statement.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        var answer = rows.getString(1);
        return Optional.of(
            answer != null && Json.read(answer) instanceof Fields fields ? fields : Fields.EMPTY);
      }
    }
  }

  static void keep(JdbcLink link, String prefix, Mark mark, Fields answer) throws SQLException {
    var sql = "UPDATE " + prefix + TABLE + " SET answer = ?" + BY_KEY;
    try (var statement = link.connection().prepareStatement(sql)) {
      statement.setString(1, Json.write(answer));
      bind(statement, 2, mark);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, int from, Mark mark) throws SQLException {
    statement.setLong(from, mark.execution());
    statement.setString(from + 1, mark.step());
    statement.setInt(from + 2, mark.visit());
    statement.setString(from + 3, mark.iteration().isEmpty() ? NO_ITERATION : mark.iteration());
    statement.setInt(from + 4, mark.attempt());
  }
}
