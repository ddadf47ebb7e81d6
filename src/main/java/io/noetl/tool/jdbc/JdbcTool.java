package io.noetl.tool.jdbc;

import io.noetl.tool.Auth;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.jdbc.Run.Work;
import io.noetl.tool.sql.Grammar;
import io.noetl.tool.sql.Query;
import io.noetl.tool.sql.Script;
import io.noetl.tool.sql.Values;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// `type: jdbc`, and `type: snowflake`, which says in its own words where to connect: runs the
/// statements of `command` in order on one connection, up to the first that fails.
///
/// Each statement commits by itself; with `transaction: true` all of them together, or none.
/// `params` as a list go to `?`, inputs to `:name`; with `batch: true` the one statement runs for
/// each row of `params`.
public final class JdbcTool implements Tool {
  private final String kind;
  private final Form form;
  private final Databases databases;
  private final Auth auth;

  private JdbcTool(String kind, Form form, Databases databases, Auth auth) {
    this.kind = kind;
    this.form = form;
    this.databases = databases;
    this.auth = auth;
  }

  /// By URL.
  public static JdbcTool jdbc(Databases databases, Auth auth) {
    return new JdbcTool("jdbc", Form.JDBC, databases, auth);
  }

  /// By account.
  public static JdbcTool snowflake(Databases databases, Auth auth) {
    return new JdbcTool("snowflake", Form.SNOWFLAKE, databases, auth);
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    var manner = Manner.of(call);
    var target = target(call.config().without("params").without("command"), watch);
    var grammar = target.dialect().grammar();
    var works = manner.isBatch() ? List.of(batch(call, grammar)) : works(call, grammar);
    try {
      return databases.session(
          target, watch, link -> new Run(link, target, watch, manner, form).all(works));
    } catch (SQLException e) {
      throw new ToolFailure(Trouble.failure(target, "", "", e));
    }
  }

  private static List<Work> works(ToolCall call, Grammar grammar) throws ToolFailure {
    var params = call.config("params");
    List<Value> list = params instanceof Items items ? items.list() : List.of();
    var values = new Values(list, named(call, params));
    return Query.of(statements(call, grammar), values, grammar).stream()
        .map(query -> new Work(query, List.of()))
        .toList();
  }

  private static Fields named(ToolCall call, Value params) {
    return params instanceof Fields fields ? call.inputs().overlaid(fields) : call.inputs();
  }

  private static Work batch(ToolCall call, Grammar grammar) throws ToolFailure {
    var statements = statements(call, grammar);
    if (statements.size() > 1) {
      throw ToolFailure.invalid("batch", "with 'batch: true' there must be one statement");
    }
    if (!(call.config("params") instanceof Items rows)) {
      throw ToolFailure.invalid(
          "batch", "with 'batch: true' there must be 'params': a list of lists, or of maps");
    }
    var bound = new ArrayList<List<Value>>();
    var jdbc = "";
    for (int i = 0; i < rows.size(); i++) {
      var query = Query.of(statements, row(call, rows.get(i), i), grammar).getFirst();
      jdbc = query.jdbc();
      bound.add(query.values());
    }
    return new Work(new Query(statements.getFirst(), jdbc, List.of()), bound);
  }

  private static Values row(ToolCall call, Value row, int place) throws ToolFailure {
    return switch (row) {
      case Items items -> new Values(items.list(), call.inputs());
      case Fields fields -> new Values(List.of(), call.inputs().overlaid(fields));
      default ->
          throw ToolFailure.invalid(
              "batch",
              "row %d of 'params' must be a list or a map, is a %s".formatted(place, row.kind()));
    };
  }

  private static List<String> statements(ToolCall call, Grammar grammar) throws ToolFailure {
    var statements = statements(call.config("command"), grammar);
    if (statements.isEmpty()) {
      throw new ToolFailure(Run.noStatement());
    }
    return statements;
  }

  /// A text is split at its semicolons. What stands in a list is sent as it is, for those whose
  /// semicolons are their own (PL/SQL).
  static List<String> statements(Value command, Grammar grammar) {
    return switch (command) {
      case Text(var text) -> Script.statements(text, grammar);
      case Items items ->
          items.list().stream()
              .map(Targets::text)
              .map(String::strip)
              .filter(text -> !text.isEmpty())
              .toList();
      default -> List.of();
    };
  }

  Target target(Fields said, Watch watch) throws ToolFailure {
    return switch (form) {
      case JDBC -> new Targets(auth).find(said, watch);
      case SNOWFLAKE -> new SnowflakeTargets(auth).find(said, watch);
    };
  }

  Databases databases() {
    return databases;
  }

  /// Those of both tools.
  @Override
  public void close() {
    databases.close();
  }
}
