package io.noetl.tool.postgres;

import io.noetl.tool.Saver;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Mark;
import io.noetl.tool.sql.Save;
import io.noetl.tool.sql.Shapes;
import io.noetl.value.Fields;
import java.sql.SQLException;
import java.util.List;

/// `storage: postgres`: writes rows into a table, or runs statements of the author's own, in one
/// transaction with the mark that it has been done ([Markers]).
///
/// A job that is delivered again, since its worker was lost before it could report, finds the mark
/// and gets the answer of then; nothing is written. Another attempt of the job is another save:
/// what went before it was rolled back, or belonged to an attempt that did not count.
public final class PostgresSaver implements Saver {
  /// Each try is a transaction that had no effect: a rival, a lost connection, a table that has
  /// changed.
  private static final int TRIES_MAX = 4;

  /// `schema.table`.
  private static final int PARTS_MAX = 2;

  /// PostgreSQL cuts longer names off without a word.
  private static final int BYTES_MAX = 63;

  private final PostgresTool postgres;
  private final Shapes<Target, Table> tables = new Shapes<>(Tables::describe);
  private final Markers markers = new Markers();

  public PostgresSaver(PostgresTool postgres) {
    this.postgres = postgres;
  }

  @Override
  public String storage() {
    return "postgres";
  }

  @Override
  public Fields save(Order order, Watch watch) throws ToolFailure, InterruptedException {
    var target = postgres.target(said(order.spec()), watch);
    var save = Save.of(order, storage());
    for (var table : save.table()) {
      var _ = table.within(PARTS_MAX, BYTES_MAX);
    }
    var mark = Mark.of(order);
    for (int tries = 1; ; tries++) {
      try {
        return postgres.session(
            target,
            watch,
            connection -> new Transaction(connection, target, save, mark, tables, markers).run());
      } catch (SQLException e) {
        if (tries == TRIES_MAX || !isWorthAnother(e, save)) {
          throw new ToolFailure(Trouble.failure(target, save.where(), "", e));
        }
      }
    }
  }

  /// `spec` holds fields of the connection, too.
  private static Fields said(Fields spec) {
    var connection = spec.get("spec") instanceof Fields fields ? fields : Fields.EMPTY;
    var said = Fields.builder().putAll(connection);
    for (var name : List.of("auth", "database", "schema")) {
      spec.find(name).ifPresent(value -> said.put(name, value));
    }
    return said.build();
  }

  /// A commit whose answer was lost may have happened: only with a mark can that be found out.
  private static boolean isWorthAnother(SQLException e, Save save) {
    return e instanceof Transaction.Stale
        || Trouble.isRivalry(e)
        || Trouble.isLostConnection(e) && save.exactlyOnce();
  }
}
