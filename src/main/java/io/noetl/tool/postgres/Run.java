package io.noetl.tool.postgres;

import io.noetl.job.Failure;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Lexeme;
import io.noetl.tool.sql.Lexer;
import io.noetl.tool.sql.Query;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/// Runs the statements of one call in order, up to the first that fails, and collects what they
/// give.
final class Run {
  /// Statements that count rows; others have none to count, which is told by -1.
  private static final Set<String> COUNTING =
      Set.of("insert", "update", "delete", "merge", "with", "copy", "move", "execute", "call");

  /// What a server gets beyond the attempt's own time, so that the attempt's end is told first.
  private static final Duration GRACE = Duration.ofSeconds(5);

  /// The server counts in an int of milliseconds.
  private static final Duration UNBOUNDED = Duration.ofDays(20);

  private final Target target;
  private final Watch watch;
  private final BaseConnection connection;
  private final Rows rows;
  private final Fields.Builder results = Fields.builder();

  Run(Target target, Watch watch, BaseConnection connection) {
    this.target = target;
    this.watch = watch;
    this.connection = connection;
    rows = new Rows(connection);
  }

  /// `{command_0: {...}, command_1: {...}}`. A failure keeps what there is of it.
  Fields all(List<Query> queries) throws ToolFailure {
    for (int i = 0; i < queries.size(); i++) {
      var name = "command_" + i;
      try {
        results.put(name, one(queries.get(i)));
      } catch (SQLException e) {
        throw failure(name, queries.get(i).text(), e);
      } catch (ToolFailure e) {
        throw new ToolFailure(e.failure().within(name + ": ").withResult(results.build()));
      }
    }
    return results.build();
  }

  /// The same as one transaction.
  Fields together(List<Query> queries) throws ToolFailure {
    also("BEGIN");
    var all = all(queries);
    also("COMMIT");
    return all;
  }

  /// Tells the server when to give up, should this worker be gone by then.
  void limit() throws ToolFailure {
    if (watch.left().compareTo(UNBOUNDED) < 0) {
      also("SET statement_timeout = " + watch.left().plus(GRACE).toMillis());
    }
  }

  private void also(String sql) throws ToolFailure {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failure("", "", e);
    }
  }

  void requireNothingOpen(Fields all) throws ToolFailure {
    if (connection.getTransactionState() != TransactionState.IDLE) {
      throw new ToolFailure(
          Failure.invalid(
                  "transaction_open",
                  "the statements leave a transaction open, so it was rolled back: end it with"
                      + " COMMIT, or write transaction: true instead of BEGIN")
              .withResult(all));
    }
  }

  private ToolFailure failure(String name, String query, SQLException e) {
    var failure = Trouble.failure(target, name.isEmpty() ? "" : name + ": ", query, e);
    if (!name.isEmpty()) {
      results.put(name, Trouble.entry(query, e));
    }
    abandonIfBroken(failure, e);
    return new ToolFailure(failure.withResult(results.build()));
  }

  /// One whose answer was not read to its end is of no more use.
  private void abandonIfBroken(Failure failure, SQLException e) {
    if (Trouble.isLostConnection(e) || failure.kind() == Failure.Kind.INVALID) {
      PostgresLink.closeQuietly(connection);
    }
  }

  private Fields one(Query query) throws SQLException, ToolFailure {
    if (query.values().isEmpty()) {
      try (var statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        return result(statement, statement.execute(query.text()), query);
      }
    }
    try (var statement = connection.prepareStatement(query.jdbc())) {
      statement.setEscapeProcessing(false);
      Binding.bind(statement, query.values());
      return result(statement, statement.execute(), query);
    }
  }

  private Fields result(Statement statement, boolean hasRows, Query query)
      throws SQLException, ToolFailure {
    for (var warning = statement.getWarnings(); warning != null; ) {
      watch.log(warning.getMessage() + System.lineSeparator());
      warning = warning.getNextWarning();
    }
    if (hasRows) {
      try (var found = statement.getResultSet()) {
        return rows.read(found);
      }
    }
    long count = statement.getLargeUpdateCount();
    return count > 0 || counts(query.text()) ? counted(count) : done();
  }

  private static boolean counts(String text) {
    return Lexer.read(text).stream()
        .filter(lexeme -> lexeme.kind() == Lexeme.Kind.WORD)
        .findFirst()
        .filter(word -> COUNTING.contains(word.text(text).toLowerCase(java.util.Locale.ROOT)))
        .isPresent();
  }

  private static Fields counted(long count) {
    return Fields.builder()
        .put("status", "success")
        .put("row_count", count)
        .put("message", count == 1 ? "1 row affected" : count + " rows affected")
        .build();
  }

  private static Fields done() {
    return Fields.builder()
        .put("status", "success")
        .put("row_count", -1)
        .put("message", Text.of("done"))
        .build();
  }
}
