package io.noetl.tool.duckdb;

import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.postgres.PostgresTool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The duckdb tool over a directory of a test, with short ways to ask it.
final class DuckDb implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private static final Duration REST = Duration.ofSeconds(1);

  final PostgresTool postgres;
  final DuckDbTool tool;
  final DuckDbSaver saver;

  DuckDb(Path data, FileRoot.Reach reach, Credentials credentials) {
    this(data, reach, credentials, REST);
  }

  DuckDb(Path data, Duration rest) {
    this(data, FileRoot.Reach.BELOW_ROOT, Credentials.NONE, rest);
  }

  private DuckDb(Path data, FileRoot.Reach reach, Credentials credentials, Duration rest) {
    var environment = Environment.of(Map.of());
    postgres = new PostgresTool(environment, credentials);
    var surroundings =
        new Surroundings(
            new FileRoot(data.resolve("files"), reach),
            data.resolve("duckdb"),
            Surroundings.KEEP_DEFAULT,
            PATIENCE,
            rest);
    tool = new DuckDbTool(environment, credentials, postgres, surroundings);
    saver = new DuckDbSaver(tool);
  }

  DuckDb(Path data) {
    this(data, FileRoot.Reach.BELOW_ROOT, Credentials.NONE);
  }

  static Fields command(String sql) {
    return Fields.of("command", Text.of(sql));
  }

  /// A step with `config`, keys as JSON, beside its statements.
  Fields run(String sql, String config, String inputs) throws Exception {
    var all = Calls.fields(config).overlaid(command(sql));
    return (Fields)
        tool.run(
            new io.noetl.tool.ToolCall(
                "1/step/1", all, Calls.fields(inputs), "", Fields.EMPTY, "step"),
            new TestWatch());
  }

  Fields run(String sql) throws Exception {
    return run(sql, "{}", "{}");
  }

  /// The rows of the last statement that had some.
  String rows(String sql) throws Exception {
    return rows(run(sql));
  }

  static String rows(Fields result) {
    Value last = Items.EMPTY;
    for (var each : result.asMap().values()) {
      if (each instanceof Fields entry && entry.has("rows")) {
        last = entry.get("rows");
      }
    }
    return Json.write(last).replace('"', '\'');
  }

  String failure(String sql, String config) {
    try {
      run(sql, config, "{}");
    } catch (ToolFailure e) {
      return e.failure().message();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it did not fail");
  }

  String failure(String sql) {
    return failure(sql, "{}");
  }

  Fields save(String spec, String data) throws Exception {
    return save("1/step/1", spec, data);
  }

  Fields save(String key, String spec, String data) throws Exception {
    return saver.save(
        new Order(key, 1, "step", Calls.fields(spec), Json.read(data)), new TestWatch());
  }

  String saveFailure(String spec, String data) {
    try {
      save("1/step/9", spec, data);
    } catch (ToolFailure e) {
      return e.failure().message();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it did not fail");
  }

  @Override
  public void close() {
    tool.close();
    postgres.close();
  }
}
