package io.noetl.tool.duckdb;

import io.noetl.job.Failure;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Grammar;
import io.noetl.tool.sql.Lexeme;
import io.noetl.tool.sql.Lexer;
import io.noetl.tool.sql.Query;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.duckdb.DuckDBConnection;

/// Runs the statements of one call in order, up to the first that fails, and collects what they
/// give.
final class Run {
  private static final int SAMPLE_MAX = 5;

  /// Statements that reach beyond their connection: what they do would be there for the next call.
  private static final Set<String> SOILING =
      Set.of("attach", "detach", "set", "reset", "pragma", "load", "install", "use");

  /// Statements that give no rows, unless they say RETURNING.
  private static final Set<String> CHANGING =
      Set.of("insert", "update", "delete", "merge", "copy", "create", "drop", "alter", "truncate");

  /// Statements after which all tables look as before.
  private static final Set<String> LEAVING_TABLES =
      Set.of(
          "select",
          "from",
          "with",
          "values",
          "insert",
          "update",
          "delete",
          "merge",
          "describe",
          "show",
          "explain");

  private final Databases.Lease lease;
  private final DuckDBConnection connection;
  private final String root;
  private final Rows rows = new Rows();
  private final Fields.Builder results = Fields.builder();
  private final Fields.Builder samples = Fields.builder();
  private boolean isOpen;

  /// What the open transaction has done so far.
  private final List<Query> open = new ArrayList<>();

  Run(Databases.Lease lease, String root) {
    this.lease = lease;
    this.root = root;
    connection = lease.connection();
  }

  /// `{command_0: {...}, ..., executed_commands, command_1_rows, command_1_sample, ...}`. A failure
  /// keeps what there is of it.
  Fields all(List<Query> queries) throws ToolFailure, InterruptedException {
    for (int i = 0; i < queries.size(); i++) {
      var name = "command_" + i;
      try {
        one(i, queries.get(i));
      } catch (SQLException e) {
        var text = queries.get(i).text();
        var failure = Trouble.failure(name + ": ", root, text, e);
        results.put(name, Trouble.entry(text, failure));
        throw new ToolFailure(failure.withResult(collected(i)));
      } catch (ToolFailure e) {
        throw new ToolFailure(e.failure().within(name + ": ").withResult(collected(i)));
      }
    }
    return collected(queries.size());
  }

  /// The same as one transaction.
  Fields together(List<Query> queries) throws ToolFailure, InterruptedException {
    also("BEGIN TRANSACTION");
    isOpen = true;
    var all = all(queries);
    also("COMMIT");
    isOpen = false;
    return all;
  }

  private void also(String sql) throws ToolFailure {
    try {
      Statements.run(connection, sql);
    } catch (SQLException e) {
      throw new ToolFailure(Trouble.failure("", root, sql, e));
    }
  }

  void requireNothingOpen(Fields all) throws ToolFailure {
    if (isOpen) {
      throw new ToolFailure(
          Failure.invalid(
                  "transaction_open",
                  "the statements leave a transaction open, so it was rolled back: end it with"
                      + " COMMIT, or write transaction: true instead of BEGIN")
              .withResult(all));
    }
  }

  private Fields collected(int executed) {
    var all = results.build().overlaid(Fields.builder().put("executed_commands", executed).build());
    return all.overlaid(samples.build());
  }

  private void one(int index, Query query) throws SQLException, ToolFailure, InterruptedException {
    var first = firstWord(query.text());
    follow(first, query.text());
    try {
      go(index, first, query);
    } catch (SQLException e) {
      throw Statements.isLost(e) ? reason(query, e) : e;
    }
    if (!LEAVING_TABLES.contains(first)) {
      lease.database().catalog().forget(); // Somebody may have looked while it ran.
    }
    if (isOpen && !first.equals("begin") && !first.equals("start")) {
      open.add(query);
    }
  }

  private SQLException reason(Query query, SQLException lost) {
    var all = new ArrayList<>(open);
    all.add(query);
    return Statements.reason(connection, all, lost);
  }

  private void go(int index, String first, Query query)
      throws SQLException, ToolFailure, InterruptedException {
    if (CHANGING.contains(first) && !hasRows(query.text())) {
      long count = Statements.run(connection, query.jdbc(), query.values());
      results.put("command_" + index, counted(count));
      return;
    }
    try (var statement = connection.prepareStatement(query.jdbc())) {
      Binding.bind(statement, query.values());
      take(index, statement, statement.execute());
    }
  }

  private static boolean hasRows(String text) {
    return text.toLowerCase(Locale.ROOT).contains("returning");
  }

  private void follow(String first, String text) {
    if (!LEAVING_TABLES.contains(first)) {
      lease.database().catalog().forget();
    }
    switch (first) {
      case "begin", "start" -> isOpen = true;
      case "commit", "end", "rollback", "abort" -> {
        isOpen = false;
        open.clear();
      }
      default -> {
        boolean makesSecret =
            first.equals("create") && text.toLowerCase(Locale.ROOT).contains("secret");
        if (SOILING.contains(first) || makesSecret) {
          lease.soil();
        }
      }
    }
  }

  private static String firstWord(String text) {
    return Lexer.read(text, Grammar.DUCKDB).stream()
        .filter(lexeme -> lexeme.kind() == Lexeme.Kind.WORD)
        .findFirst()
        .map(word -> word.text(text).toLowerCase(Locale.ROOT))
        .orElse("");
  }

  private void take(int index, Statement statement, boolean hasRows)
      throws SQLException, ToolFailure, InterruptedException {
    if (!hasRows) {
      results.put("command_" + index, counted(statement.getLargeUpdateCount()));
      return;
    }
    try (var found = statement.getResultSet()) {
      var all = rows.read(found);
      results.put(
          "command_" + index,
          Fields.builder()
              .put("status", "success")
              .put("rows", new Items(all.rows()))
              .put("row_count", all.rows().size())
              .put("columns", new Items(all.columns().stream().<Value>map(Text::of).toList()))
              .build());
      sample(index + 1, all);
    }
  }

  /// The same in the words of older playbooks, which count statements from 1.
  private void sample(int number, Rows.Found found) {
    List<Value> sample =
        found.rows().stream()
            .limit(SAMPLE_MAX)
            .<Value>map(row -> new Items(List.copyOf(((Fields) row).asMap().values())))
            .toList();
    samples.put("command_%d_rows".formatted(number), found.rows().size());
    samples.put("command_%d_sample".formatted(number), new Items(sample));
  }

  private static Fields counted(long count) {
    var message = count < 0 ? "done" : count == 1 ? "1 row affected" : count + " rows affected";
    return Fields.builder()
        .put("status", "success")
        .put("row_count", count)
        .put("message", message)
        .build();
  }
}
