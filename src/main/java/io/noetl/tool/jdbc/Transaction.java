package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Lexer;
import io.noetl.tool.sql.Mark;
import io.noetl.tool.sql.Name;
import io.noetl.tool.sql.Query;
import io.noetl.tool.sql.Save;
import io.noetl.tool.sql.Shapes;
import io.noetl.tool.sql.Values;
import io.noetl.value.Fields;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/// One try at a save: what it writes and the mark that it has been done commit together.
record Transaction(JdbcLink link, Target target, String storage, Save save, Memory memory) {
  /// Statements that end a transaction behind our back, where the database has it so.
  private static final Set<String> DEFINITIONS =
      Set.of("CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "GRANT", "REVOKE", "COMMENT");

  /// What is known from one save to the next, and the mark of this one.
  record Memory(Shapes<Target, Table> tables, Markers markers, Mark mark) {}

  /// What was known of a table no longer holds; another try asks anew.
  static final class Stale extends SQLException {
    private static final long serialVersionUID = 1;

    private Stale(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }
  }

  /// What to do once.
  @FunctionalInterface
  private interface Deed {
    Fields run() throws SQLException, ToolFailure, InterruptedException;
  }

  /// Throws an [SQLException] that another try may be without.
  Fields run() throws SQLException, ToolFailure, InterruptedException {
    try {
      var answer = save.table().isEmpty() ? statements() : rows(save.table().getFirst());
      link.connection().commit();
      return answer;
    } finally {
      link.settle();
      if (save.table().isEmpty()) {
        link.discard(); // What the author's statements leave behind cannot be known.
      }
    }
  }

  private Fields rows(Name name) throws SQLException, ToolFailure, InterruptedException {
    var found = found(name);
    try {
      return once(found.table().prefix(), () -> answer(name, write(found.table())));
    } catch (SQLException e) {
      memory.tables().forget(target, name);
      throw found.fresh() || e instanceof Stale || Trouble.isLostConnection(e) ? e : new Stale(e);
    }
  }

  /// The table; asked for anew where a column is not among those known.
  private Shapes.Found<Table> found(Name name) throws SQLException, ToolFailure {
    var tables = memory.tables();
    var found = tables.find(link.connection(), target, name);
    if (!found.fresh()
        && save.rows().stream().anyMatch(row -> !found.table().hasAll(row.names()))) {
      tables.forget(target, name);
      return tables.find(link.connection(), target, name);
    }
    return found;
  }

  private long write(Table table) throws SQLException, ToolFailure, InterruptedException {
    return new Writing(link, table, save.mode(), save.keys(), save.rowsMax()).write(save.rows());
  }

  private Fields answer(Name name, long rows) {
    var table = name.parts().stream().map(Name.Part::text).collect(Collectors.joining("."));
    return Fields.builder().put("saved", storage).put("table", table).put("rows", rows).build();
  }

  private Fields statements() throws SQLException, ToolFailure, InterruptedException {
    if (save.exactlyOnce()) {
      requireNoCommit();
    }
    return once("", () -> Fields.builder().put("saved", storage).put("rows", execute()).build());
  }

  private void requireNoCommit() throws SQLException, ToolFailure {
    if (!link.connection().getMetaData().dataDefinitionCausesTransactionCommit()) {
      return;
    }
    for (var statement : save.statements()) {
      var word = Lexer.firstWord(statement, link.dialect().grammar());
      if (DEFINITIONS.contains(word)) {
        throw ToolFailure.invalid(
            "exactly_once",
            ("%s commits in this database, so a save with it cannot be known to be done once: put"
                    + " it into a step of its own, or write exactly_once: false")
                .formatted(word));
      }
    }
  }

  private long execute() throws SQLException, ToolFailure, InterruptedException {
    var grammar = link.dialect().grammar();
    long written = 0;
    for (var row : save.rows()) {
      for (var query : Query.of(save.statements(), new Values(save.params(), row), grammar)) {
        written += execute(query);
      }
    }
    return written;
  }

  private long execute(Query query) throws SQLException, ToolFailure, InterruptedException {
    try (var statement = link.connection().prepareStatement(query.jdbc());
        var _ = link.begin(statement)) {
      Binding.bind(statement, query.values());
      return statement.execute() ? 0 : Math.max(0, statement.getUpdateCount());
    } catch (SQLException e) {
      if (Trouble.isRivalry(link.dialect(), e) || Trouble.isLostConnection(e)) {
        throw e;
      }
      throw new ToolFailure(Trouble.failure(target, "", query.text(), e));
    }
  }

  /// Does it unless that has been done.
  private Fields once(String prefix, Deed deed)
      throws SQLException, ToolFailure, InterruptedException {
    if (!save.exactlyOnce()) {
      link.connection().setAutoCommit(false);
      return deed.run();
    }
    boolean wasKnown = memory.markers().ensure(link, target, prefix);
    link.connection().setAutoCommit(false);
    try {
      var before = Markers.claim(link, prefix, memory.mark());
      if (before.isPresent()) {
        return before.get();
      }
    } catch (SQLException e) {
      memory.markers().forget(target, prefix);
      throw wasKnown && !Trouble.isLostConnection(e) ? new Stale(e) : e;
    }
    var answer = deed.run();
    Markers.keep(link, prefix, memory.mark(), answer);
    return answer;
  }
}
