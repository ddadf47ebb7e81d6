package io.noetl.tool.duckdb;

import io.noetl.job.Failure;
import io.noetl.tool.Auth;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.tool.postgres.PostgresTool;
import io.noetl.tool.sql.Grammar;
import io.noetl.tool.sql.Query;
import io.noetl.tool.sql.Script;
import io.noetl.tool.sql.Values;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// `type: duckdb`: runs the statements of `command` in order on one connection, up to the first
/// that fails, in a database that the steps of an execution share unless `database` says otherwise.
///
/// The result is that of the postgres tool, `{command_0: {status, rows, row_count, columns}, ...}`,
/// with `executed_commands`, and for each statement with rows `command_N_rows` and
/// `command_N_sample`, N from 1.
public final class DuckDbTool implements Tool {
  /// Each takes a thread of the system, and DuckDB some more.
  private static final int CALLS_MAX = 32;

  private final Secrets secrets;
  private final Attachments attachments;
  private final Databases databases;
  private final Semaphore permits = new Semaphore(CALLS_MAX);

  public DuckDbTool(
      Environment environment,
      Credentials credentials,
      PostgresTool postgres,
      Surroundings surroundings) {
    secrets = new Secrets(new Auth(environment, credentials));
    attachments = new Attachments(postgres);
    databases = new Databases(surroundings, InstantSource.system());
  }

  @Override
  public String kind() {
    return "duckdb";
  }

  @Override
  public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    var queries = queries(call);
    var place = place(Secrets.said(call, "database"), watch);
    var extensions = extensions(call);
    var attached = attachments.read(call.config("attach"));
    var found = secrets.find(call, watch);
    var root = databases.surroundings().files().path().toString();
    try {
      return session(
          place,
          Limits.of(call.config("limits")),
          watch,
          lease -> {
            if (!extensions.isEmpty() || !found.isEmpty()) {
              lease.soil();
            }
            Extensions.load(lease.connection(), extensions);
            var made = new Items(texts(Secrets.make(lease, found, queries)));
            return attachments.during(
                attached,
                lease,
                watch,
                () -> results(new Run(lease, root), queries, call, made, place));
          });
    } catch (SQLException e) {
      throw new ToolFailure(Trouble.failure("", root, "", e));
    }
  }

  private static Fields results(
      Run run, List<Query> queries, ToolCall call, Items made, Place place)
      throws ToolFailure, InterruptedException {
    boolean isTogether = call.config("transaction") == Bool.TRUE;
    var results = isTogether ? run.together(queries) : run.all(queries);
    run.requireNothingOpen(results);
    return results.with("secrets_created", made).with("database_path", Text.of(place.toString()));
  }

  private List<Query> queries(ToolCall call) throws ToolFailure {
    var base = Secrets.said(call, "output_uri_base") instanceof Text(var text) ? text.strip() : "";
    var statements = statements(call.config("command"), base);
    if (statements.isEmpty()) {
      throw ToolFailure.invalid("command", "the duckdb step has no statement to run");
    }
    if (isTrue(Secrets.said(call, "require_cloud_output"))
        && statements.stream().noneMatch(DuckDbTool::writesToCloud)) {
      throw ToolFailure.invalid(
          "require_cloud_output",
          "'require_cloud_output' wants a COPY .. TO 'gs://..' or 's3://..' among the statements,"
              + " and there is none");
    }
    var params = call.config("params");
    List<Value> list = params instanceof Items items ? items.list() : List.of();
    var named = params instanceof Fields fields ? call.inputs().overlaid(fields) : call.inputs();
    return Query.of(statements, new Values(list, named), Grammar.DUCKDB);
  }

  /// The statements of a text, or of a list of texts, with their paths where files are; `base` is
  /// where those go that are written, if it is not empty.
  List<String> statements(Value command, String base) {
    var paths = Paths.of(databases.surroundings().files().path(), base);
    return split(command).stream().map(paths::in).toList();
  }

  private static List<String> split(Value command) {
    return switch (command) {
      case Text(var text) -> Script.statements(Comments.inSql(text), Grammar.DUCKDB);
      case Items items -> items.list().stream().flatMap(it -> split(it).stream()).toList();
      default -> List.of();
    };
  }

  private static boolean writesToCloud(String statement) {
    return statement.matches("(?is)\\s*COPY\\b.*\\bTO\\s+'(?:gs|gcs|s3|s3a|r2)://.*");
  }

  private static boolean isTrue(Value value) {
    return value == Bool.TRUE || value instanceof Text(var text) && text.equalsIgnoreCase("true");
  }

  private List<String> extensions(ToolCall call) throws ToolFailure {
    var names = new ArrayList<String>();
    switch (call.config("extensions")) {
      case Text(var text) -> names.addAll(List.of(text.split("\\s*,\\s*")));
      case Items items -> {
        for (var item : items) {
          if (!(item instanceof Text(var name))) {
            throw ToolFailure.invalid("extensions", "'extensions' must be a list of names");
          }
          names.add(name);
        }
      }
      default -> {}
    }
    var asked = names.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
    if (!asked.isEmpty() && databases.surroundings().files().isConfined()) {
      throw ToolFailure.invalid("extensions", Trouble.NO_EXTENSIONS);
    }
    return asked;
  }

  private static List<Value> texts(List<String> names) {
    return names.stream().<Value>map(Text::of).toList();
  }

  Place place(Value database, Watch watch) throws ToolFailure {
    var surroundings = databases.surroundings();
    return Place.of(
        database, surroundings.files(), surroundings.directory(), watch.job().job().execution());
  }

  <T> T session(Place place, Limits limits, Watch watch, Session.Work<T> work)
      throws SQLException, ToolFailure, InterruptedException {
    return Session.run(new Session.Call(databases, permits, place, limits), watch, work);
  }

  Failure failure(String where, SQLException e) {
    return Trouble.failure(where, databases.surroundings().files().path().toString(), "", e);
  }

  /// How many databases are open.
  int open() {
    return databases.size();
  }

  @Override
  public void close() {
    databases.close();
  }
}
