package io.noetl.tool.jdbc;

import io.noetl.tool.Saver;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Mark;
import io.noetl.tool.sql.Rivals;
import io.noetl.tool.sql.Save;
import io.noetl.tool.sql.Shapes;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `storage: jdbc` and `storage: snowflake`: writes rows into a table, or runs statements of the
/// author's own, in one transaction with the mark that it has been done ([Markers]).
///
/// A job that is delivered again, since its worker was lost before it could report, finds the mark
/// and gets the answer of then; nothing is written.
public final class JdbcSaver implements Saver {
  /// Each try is a transaction that had no effect: a lost connection, a table that has changed.
  private static final int TRIES_MAX = 4;

  /// Keys of a save that say where to.
  private static final List<String> WHERE =
      List.of(
          "auth",
          "url",
          "driver",
          "user",
          "password",
          "properties",
          "account",
          "warehouse",
          "role",
          "authenticator",
          "database",
          "schema",
          "private_key",
          "private_key_passphrase");

  private final JdbcTool tool;
  private @Nullable Knowledge known;

  /// Saves to where `tool` runs statements.
  public JdbcSaver(JdbcTool tool) {
    this.tool = tool;
  }

  @Override
  public String storage() {
    return tool.kind();
  }

  @Override
  public Fields save(Order order, Watch watch) throws ToolFailure, InterruptedException {
    var target = tool.target(said(order.spec()), watch);
    var grammar = target.dialect().grammar();
    var statements = JdbcTool.statements(order.spec().get("statement"), grammar);
    var save = Save.of(order, storage(), statements, grammar);
    var memory = knowledge().memory(Mark.of(order));
    for (int tries = 1; ; tries++) {
      try {
        return tool.databases()
            .session(
                target,
                watch,
                link -> new Transaction(link, target, storage(), save, memory).run());
      } catch (SQLException e) {
        if (!isWorthAnother(target, e, save) || tries >= triesMax(target, e)) {
          throw new ToolFailure(Trouble.failure(target, save.where(), "", e));
        }
      }
      Rivals.await(tries);
    }
  }

  /// What is known of the databases from one save to the next.
  private record Knowledge(Shapes<Target, Table> tables, Markers markers) {
    Transaction.Memory memory(Mark mark) {
      return new Transaction.Memory(tables, markers, mark);
    }
  }

  private synchronized Knowledge knowledge() {
    var all = known;
    if (all == null) {
      all = new Knowledge(new Shapes<>(Tables::describe), new Markers());
      known = all;
    }
    return all;
  }

  /// `spec` holds fields of the connection, too. A save's `url` is kept as `endpoint`.
  private static Fields said(Fields spec) {
    var connection = spec.get("spec") instanceof Fields fields ? fields : Fields.EMPTY;
    var said = Fields.builder().putAll(connection);
    if (spec.get("endpoint") instanceof Text url) {
      said.put("url", url);
    }
    for (var name : WHERE) {
      spec.find(name).ifPresent(value -> said.put(name, value));
    }
    return said.build();
  }

  private static int triesMax(Target target, SQLException e) {
    return Trouble.isRivalry(target.dialect(), e) ? Rivals.TRIES_MAX : TRIES_MAX;
  }

  /// A commit whose answer was lost may have happened: only with a mark can that be found out.
  private static boolean isWorthAnother(Target target, SQLException e, Save save) {
    return e instanceof Transaction.Stale
        || Trouble.isRivalry(target.dialect(), e)
        || Trouble.isLostConnection(e) && save.exactlyOnce();
  }
}
