package io.noetl.tool.postgres;

import io.noetl.tool.Auth;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.sql.Connections;
import io.noetl.tool.sql.Name;
import io.noetl.tool.sql.Query;
import io.noetl.tool.sql.Script;
import io.noetl.tool.sql.Session;
import io.noetl.tool.sql.Values;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Value;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.core.BaseConnection;

/// `type: postgres`: runs the statements of `command` in order on one connection, up to the first
/// that fails. The result is `{command_0: {status, rows, row_count, columns}, command_1: ...}`; one
/// without rows has `{status, row_count, message}`.
///
/// Each statement commits by itself; with `transaction: true` all of them together, or none.
/// `params` as a list go to `?` or `$1`, inputs to `:name`.
public final class PostgresTool implements Tool {
  private final Targets targets;
  private final Connections<Target, PostgresLink> connections =
      new Connections<>("postgres", new PostgresAccess());

  public PostgresTool(Environment environment, Credentials credentials) {
    targets = new Targets(new Auth(environment, credentials));
  }

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    var queries = queries(call);
    var target = targets.find(said(call), watch);
    boolean isTogether = call.config("transaction") == Bool.TRUE;
    try {
      return session(
          target,
          watch,
          connection -> {
            try {
              return results(new Run(target, watch, connection), queries, isTogether);
            } finally {
              PostgresLink.cleanUp(connection);
            }
          });
    } catch (SQLException e) {
      throw new ToolFailure(Trouble.failure(target, "", "", e));
    }
  }

  private static Fields results(Run run, List<Query> queries, boolean isTogether)
      throws ToolFailure {
    run.limit();
    var results = isTogether ? run.together(queries) : run.all(queries);
    run.requireNothingOpen(results);
    return results;
  }

  private static List<Query> queries(ToolCall call) throws ToolFailure {
    var statements = Script.statements(call.config("command"));
    if (statements.isEmpty()) {
      throw ToolFailure.invalid("command", "the postgres step has no statement to run");
    }
    var params = call.config("params");
    List<Value> list = params instanceof Items items ? items.list() : List.of();
    var named = params instanceof Fields fields ? call.inputs().overlaid(fields) : call.inputs();
    return Query.of(statements, new Values(list, named));
  }

  /// What the step says about the connection: its own keys, or inputs that are spelled `db_...`.
  private static Fields said(ToolCall call) {
    var said = Fields.builder();
    call.inputs()
        .forEach(
            (name, value) -> {
              if (name.startsWith("db_")) {
                said.put(name, value);
              }
            });
    return said.build().overlaid(call.config().without("params").without("command"));
  }

  Target target(Fields said, Watch watch) throws ToolFailure {
    return targets.find(said, watch);
  }

  /// What to do with a connection.
  @FunctionalInterface
  interface Work<R> {
    R run(BaseConnection connection) throws SQLException, ToolFailure, InterruptedException;
  }

  <R> R session(Target target, Watch watch, Work<R> work)
      throws SQLException, ToolFailure, InterruptedException {
    return Session.run(connections, target, watch, link -> work.run(link.connection()));
  }

  /// Writes the rows of a table as CSV; what its columns are. `said` is `auth` and any field of a
  /// connection.
  public Export.Shape export(Fields said, String table, Export.Sink sink, Watch watch)
      throws ToolFailure, InterruptedException {
    var target = targets.find(said, watch);
    var name = Name.of(table);
    try {
      return session(target, watch, connection -> new Export(connection, target, name).write(sink));
    } catch (SQLException e) {
      throw new ToolFailure(Trouble.failure(target, table + ": ", "", e));
    }
  }

  /// Where `said` leads, in the words of a credential: `db_host`, `db_port`, `db_user`,
  /// `db_password`, `db_name`.
  public Fields connection(Fields said, Watch watch) throws ToolFailure {
    var target = targets.find(said, watch);
    return Fields.builder()
        .put("db_host", target.host())
        .put("db_port", target.port())
        .put("db_user", target.user())
        .put("db_password", target.password())
        .put("db_name", target.database())
        .build();
  }

  /// How many connections rest.
  int idle() {
    return connections.idle();
  }

  @Override
  public void close() {
    connections.close();
  }
}
