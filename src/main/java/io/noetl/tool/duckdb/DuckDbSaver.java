package io.noetl.tool.duckdb;

import io.noetl.tool.Saver;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Grammar;
import io.noetl.tool.sql.Mark;
import io.noetl.tool.sql.Rivals;
import io.noetl.tool.sql.Save;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.sql.SQLException;

/// `storage: duckdb`: writes rows into a table, which it makes when it is not there, or runs
/// statements of the author's own; in one transaction with the mark that it has been done
/// ([Markers]), so that a job which is delivered again writes nothing twice.
public final class DuckDbSaver implements Saver {
  /// `schema.table`.
  private static final int PARTS_MAX = 2;

  private static final int NAME_BYTES_MAX = 255;
  private static final String TABLE_DEFAULT = "save_data";

  private final DuckDbTool duckDb;

  public DuckDbSaver(DuckDbTool duckDb) {
    this.duckDb = duckDb;
  }

  @Override
  public String storage() {
    return "duckdb";
  }

  @Override
  public Fields save(Order order, Watch watch) throws ToolFailure, InterruptedException {
    var save = read(order);
    for (var table : save.table()) {
      var _ = table.within(PARTS_MAX, NAME_BYTES_MAX);
    }
    var place = duckDb.place(order.spec().get("database"), watch);
    if (place instanceof Place.Memory) {
      throw ToolFailure.invalid(
          "save", "a save to " + Place.IN_MEMORY + " would be gone at once: name a file");
    }
    var mark = Mark.of(order);
    for (int tries = 1; ; tries++) {
      try {
        return duckDb.session(
            place, Limits.DEFAULT, watch, lease -> new SaveTransaction(lease, save, mark).run());
      } catch (SQLException e) {
        // It had no effect, since a step changed the same table.
        if (tries == Rivals.TRIES_MAX || !Trouble.isRivalry(e)) {
          throw new ToolFailure(duckDb.failure("save to duckdb: ", e));
        }
      }
      Rivals.await(tries);
    }
  }

  private Save read(Order order) throws ToolFailure {
    var spec = order.spec();
    var given = spec.has("command") ? spec.get("command") : spec.get("statement");
    var statements = duckDb.statements(given, "");
    boolean hasTable = spec.get("table") instanceof Text(var text) && !text.isBlank();
    if (given != Null.NULL && statements.isEmpty() && !hasTable) {
      throw ToolFailure.invalid("save", "the save to duckdb has no statement to run");
    }
    var whole =
        statements.isEmpty() && !hasTable
            ? new Order(
                order.key(),
                order.attempt(),
                order.step(),
                spec.with("table", Text.of(TABLE_DEFAULT)),
                order.data())
            : order;
    return Save.of(whole, storage(), statements, Grammar.DUCKDB);
  }
}
