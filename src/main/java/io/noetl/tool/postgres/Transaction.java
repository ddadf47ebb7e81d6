package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Mark;
import io.noetl.tool.sql.Name;
import io.noetl.tool.sql.Query;
import io.noetl.tool.sql.Save;
import io.noetl.tool.sql.Shapes;
import io.noetl.tool.sql.Values;
import io.noetl.value.Fields;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.postgresql.core.BaseConnection;

/// One try at a save: what it writes and the mark that it has been done commit together.
record Transaction(
    BaseConnection connection,
    Target target,
    Save save,
    Mark mark,
    Shapes<Target, Table> tables,
    Markers markers) {
  private static final String SAVED = "postgres";

  /// What was known of a table no longer holds; another try asks anew.
  static final class Stale extends SQLException {
    private static final long serialVersionUID = 1;

    private Stale(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause);
    }
  }

  /// What to do once.
  @FunctionalInterface
  private interface Deed {
    Fields run() throws SQLException, ToolFailure;
  }

  /// Throws an [SQLException] that another try may be without.
  Fields run() throws SQLException, ToolFailure {
    try {
      connection.setAutoCommit(false);
      var answer = save.table().isEmpty() ? statements() : rows(save.table().getFirst());
      connection.commit();
      return answer;
    } finally {
      end();
    }
  }

  /// After a commit there is nothing left to roll back.
  private void end() {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      PostgresLink.closeQuietly(connection);
      return;
    }
    if (save.table().isEmpty()) {
      PostgresLink.cleanUp(connection);
    }
  }

  private Fields rows(Name name) throws SQLException, ToolFailure {
    var found = found(name);
    try {
      return once(found.table().schema(), () -> answer(name, write(found.table())));
    } catch (SQLException e) {
      tables.forget(target, name);
      throw found.fresh() || !isAboutShape(e) ? e : new Stale(e);
    }
  }

  /// The table; asked for anew where a column is not among those known.
  private Shapes.Found<Table> found(Name name) throws SQLException, ToolFailure {
    var found = tables.find(connection, target, name);
    if (!found.fresh()
        && save.rows().stream().anyMatch(row -> !found.table().hasAll(row.names()))) {
      tables.forget(target, name);
      return tables.find(connection, target, name);
    }
    return found;
  }

  private long write(Table table) throws SQLException, ToolFailure {
    return new Writing(connection, table, save.mode(), save.keys(), save.rowsMax())
        .write(save.rows());
  }

  private static Fields answer(Name name, long rows) {
    var table = name.parts().stream().map(Name.Part::text).collect(Collectors.joining("."));
    return Fields.builder().put("saved", SAVED).put("table", table).put("rows", rows).build();
  }

  private Fields statements() throws SQLException, ToolFailure {
    return once(
        save.exactlyOnce() ? currentSchema() : "",
        () -> Fields.builder().put("saved", SAVED).put("rows", execute()).build());
  }

  private String currentSchema() throws SQLException, ToolFailure {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT current_schema()")) {
      var schema = rows.next() ? rows.getString(1) : null;
      if (schema == null) {
        throw ToolFailure.invalid(
            "save", "no schema of the search path is there in %s: give 'schema'".formatted(target));
      }
      return schema;
    }
  }

  private long execute() throws SQLException, ToolFailure {
    long written = 0;
    for (var row : save.rows()) {
      for (var query : Query.of(save.statements(), new Values(save.params(), row))) {
        written += execute(query);
      }
    }
    return written;
  }

  private long execute(Query query) throws SQLException, ToolFailure {
    try (var statement = connection.prepareStatement(query.jdbc())) {
      Binding.bind(statement, query.values());
      return statement.execute() ? 0 : statement.getLargeUpdateCount();
    } catch (SQLException e) {
      if (Trouble.isRivalry(e) || Trouble.isLostConnection(e)) {
        throw e;
      }
      throw new ToolFailure(Trouble.failure(target, "", query.text(), e));
    }
  }

  /// Does it unless that has been done.
  private Fields once(String schema, Deed deed) throws SQLException, ToolFailure {
    if (!save.exactlyOnce()) {
      return deed.run();
    }
    boolean wasKnown = markers.ensure(connection, target, schema);
    try {
      var before = Markers.claim(connection, schema, mark);
      if (before.isPresent()) {
        return before.get();
      }
    } catch (SQLException e) {
      markers.forget(target, schema);
      throw wasKnown && isAboutShape(e) ? new Stale(e) : e;
    }
    var answer = deed.run();
    Markers.keep(connection, schema, mark, answer);
    return answer;
  }

  /// A column, type or table is not what it was: classes 42 and 22, and plans that do not fit.
  private static boolean isAboutShape(SQLException e) {
    var state = Trouble.state(e);
    return state.startsWith("42") || state.startsWith("22") || state.startsWith("0A");
  }
}
