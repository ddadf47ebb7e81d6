package io.noetl.tool.jdbc;

import io.noetl.job.Failure;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Lexer;
import io.noetl.tool.sql.Query;
import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/// Runs the statements of one call in order, up to the first that fails, and collects what they
/// give.
final class Run {
  /// Statements that count rows; others have none to count, which is told by -1.
  private static final Set<String> COUNTING =
      Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "UPSERT", "WITH", "COPY", "CALL");

  /// Statements that leave nothing behind on a connection: no setting, no temporary table.
  private static final Set<String> TRACELESS =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "VALUES", "TRUNCATE");

  /// Of such a call the first result with rows counts, which may come after counts.
  private static final Set<String> PROCEDURES = Set.of("CALL", "EXEC", "EXECUTE", "BEGIN", "DO");

  private static final int RESULTS_MAX = 1_000;

  private final JdbcLink link;
  private final Target target;
  private final Watch watch;
  private final Manner manner;
  private final Form form;
  private final Budget budget = new Budget();
  private final Fields.Builder results = Fields.builder();

  Run(JdbcLink link, Target target, Watch watch, Manner manner, Form form) {
    this.link = link;
    this.target = target;
    this.watch = watch;
    this.manner = manner;
    this.form = form;
  }

  /// What is to be done; a batch has the values for each of its rows.
  record Work(Query query, List<List<Value>> batch) {
    Work {
      batch = List.copyOf(batch);
    }
  }

  /// The results by their names. A failure keeps what there is of them.
  Fields all(List<Work> works) throws ToolFailure, InterruptedException {
    try {
      // A batch that is half done could not be done again.
      link.connection().setAutoCommit(!manner.isTogether() && !manner.isBatch());
      for (int i = 0; i < works.size(); i++) {
        attempt(form.name(i), works.get(i));
      }
      if (!link.connection().getAutoCommit()) {
        link.connection().commit();
      }
      return results.build();
    } catch (SQLException e) {
      throw new ToolFailure(Trouble.failure(target, "", "", e).withResult(results.build()));
    } finally {
      leave(works);
    }
  }

  /// What the author's own statements leave behind cannot be known, so nobody else gets it.
  private void leave(List<Work> works) {
    if (works.stream().allMatch(work -> TRACELESS.contains(firstWord(work.query())))) {
      link.settle();
    } else {
      link.settle();
      link.discard();
    }
  }

  private String firstWord(Query query) {
    return Lexer.firstWord(query.text(), link.dialect().grammar());
  }

  private void attempt(String name, Work work) throws ToolFailure, InterruptedException {
    try {
      results.put(name, manner.isBatch() ? batch(work) : one(work.query()));
    } catch (SQLException e) {
      throw failure(name, work.query().text(), e);
    } catch (ToolFailure e) {
      throw new ToolFailure(e.failure().within(name + ": ").withResult(results.build()));
    }
  }

  private ToolFailure failure(String name, String query, SQLException e) {
    results.put(name, Trouble.entry(query, e));
    return new ToolFailure(
        Trouble.failure(target, name + ": ", query, e).withResult(results.build()));
  }

  private Fields one(Query query) throws SQLException, ToolFailure, InterruptedException {
    // SQLite's driver has sentences of its own for what it does not prepare, `backup to FILE` and
    // `restore from FILE`, which take any file.
    if (query.values().isEmpty() && link.dialect() != Dialect.SQLITE) {
      try (var statement = link.connection().createStatement();
          var _ = link.begin(statement)) {
        prepare(statement);
        return result(statement, statement.execute(query.text()), query);
      }
    }
    try (var statement = link.connection().prepareStatement(query.jdbc());
        var _ = link.begin(statement)) {
      prepare(statement);
      Binding.bind(statement, query.values());
      return result(statement, statement.execute(), query);
    }
  }

  private void prepare(Statement statement) throws SQLException {
    statement.setFetchSize(link.dialect().fetchSize(manner.fetchSize()));
    if (manner.maxRows() > 0 && manner.maxRows() < Integer.MAX_VALUE) {
      // One more tells that there are more.
      statement.setMaxRows((int) manner.maxRows() + 1);
    }
  }

  private Fields result(Statement statement, boolean hasRows, Query query)
      throws SQLException, ToolFailure, InterruptedException {
    log(statement);
    if (hasRows || comesToRows(statement, query)) {
      try (var found = statement.getResultSet()) {
        return form.rows(Rows.read(link, found, budget, manner.maxRows()), query.text());
      } catch (ToolFailure e) {
        // Closing it would fetch the rest of the rows first.
        link.abandon(statement);
        throw e;
      }
    }
    long count = count(statement);
    return form.count(count > 0 || COUNTING.contains(firstWord(query)) ? count : -1, query.text());
  }

  private void log(Statement statement) throws SQLException {
    for (var warning = statement.getWarnings(); warning != null; ) {
      watch.log(warning.getMessage() + System.lineSeparator());
      warning = warning.getNextWarning();
    }
  }

  private boolean comesToRows(Statement statement, Query query) throws SQLException {
    if (!PROCEDURES.contains(firstWord(query))) {
      return false;
    }
    for (int i = 0; i < RESULTS_MAX && statement.getUpdateCount() != -1; i++) {
      if (statement.getMoreResults()) {
        return true;
      }
    }
    return false;
  }

  private static long count(Statement statement) throws SQLException {
    try {
      return statement.getLargeUpdateCount();
    } catch (UnsupportedOperationException e) {
      return statement.getUpdateCount(); // The driver is older than JDBC 4.2.
    }
  }

  private Fields batch(Work work) throws SQLException, InterruptedException {
    if (work.batch().isEmpty()) {
      return form.count(0, work.query().text());
    }
    long count = 0;
    try (var statement = link.connection().prepareStatement(work.query().jdbc());
        var _ = link.begin(statement)) {
      var rows = work.batch();
      for (int begin = 0; begin < rows.size(); begin += Batch.ROWS) {
        link.requireGoing();
        for (var row : rows.subList(begin, Math.min(begin + Batch.ROWS, rows.size()))) {
          add(statement, row);
        }
        count += Batch.execute(statement);
      }
    }
    return form.count(count, work.query().text());
  }

  private static void add(PreparedStatement statement, List<Value> row) throws SQLException {
    Binding.bind(statement, row);
    statement.addBatch();
  }

  static Failure noStatement() {
    return Failure.invalid("command", "the step has no statement to run");
  }
}
