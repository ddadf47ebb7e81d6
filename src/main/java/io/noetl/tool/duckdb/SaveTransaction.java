package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Grammar;
import io.noetl.tool.sql.Mark;
import io.noetl.tool.sql.Name;
import io.noetl.tool.sql.Query;
import io.noetl.tool.sql.Save;
import io.noetl.tool.sql.Values;
import io.noetl.value.Fields;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/// One try at a save: what it writes and the mark that it has been done commit together. Saves to
/// one database come one after the other.
record SaveTransaction(Databases.Lease lease, Save save, Mark mark) {
  private static final String SAVED = "duckdb";

  Fields run() throws SQLException, ToolFailure, InterruptedException {
    var writing = lease.database().writing();
    writing.lockInterruptibly();
    try {
      lease.connection().setAutoCommit(false);
      return save.exactlyOnce() ? once() : done();
    } catch (SQLException e) {
      catalog().forget();
      throw e;
    } finally {
      writing.unlock();
    }
  }

  private Catalog catalog() {
    return lease.database().catalog();
  }

  private DuckDBConnection connection() {
    return lease.connection();
  }

  /// Does it unless that has been done.
  private Fields once() throws SQLException, ToolFailure {
    long asOf = catalog().version();
    if (!catalog().hasMarkers()) {
      Markers.make(connection());
    }
    var before = Markers.find(connection(), mark);
    if (before.isPresent()) {
      return before.get();
    }
    var answer = done();
    catalog().rememberMarkers(asOf);
    return answer;
  }

  private Fields done() throws SQLException, ToolFailure {
    return save.table().isEmpty() ? statements() : rows(save.table().getFirst());
  }

  private Fields statements() throws SQLException, ToolFailure {
    var answer = Fields.builder().put("saved", SAVED).put("rows", execute()).build();
    commit(answer);
    catalog().forget();
    return answer;
  }

  private Fields rows(Name name) throws SQLException, ToolFailure {
    long asOf = catalog().version();
    var table = name.parts().stream().map(Name.Part::text).collect(Collectors.joining("."));
    var writing = new Writing(connection(), save, name, catalog().columns(name.folded()));
    var answer =
        Fields.builder()
            .put("saved", SAVED)
            .put("table", table)
            .put("rows", writing.write())
            .build();
    commit(answer);
    catalog().remember(name.folded(), writing.columns(), asOf);
    return answer;
  }

  private void commit(Fields answer) throws SQLException {
    if (save.exactlyOnce()) {
      Markers.keep(connection(), mark, answer);
    }
    connection().commit();
  }

  private long execute() throws SQLException, ToolFailure {
    long written = 0;
    for (var row : save.rows()) {
      var values = new Values(save.params(), row);
      for (var query : Query.of(save.statements(), values, Grammar.DUCKDB)) {
        written += Math.max(0, execute(query));
      }
    }
    return written;
  }

  private long execute(Query query) throws SQLException, ToolFailure {
    try {
      return Statements.run(connection(), query.jdbc(), query.values());
    } catch (SQLException e) {
      if (Trouble.isRivalry(e)) {
        throw e;
      }
      throw new ToolFailure(Trouble.failure("", "", query.text(), e));
    }
  }
}
