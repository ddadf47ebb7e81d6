package io.noetl.acceptance;

import io.noetl.broker.Entry;
import io.noetl.broker.State;
import io.noetl.engine.Engine;
import io.noetl.engine.Merging;
import io.noetl.engine.Order;
import io.noetl.engine.Playbooks;
import io.noetl.engine.Settings;
import io.noetl.playbook.PlaybookParser;
import io.noetl.store.EventCodec;
import io.noetl.store.EventRow;
import io.noetl.store.Store;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Toolbox;
import io.noetl.tool.http.HttpSaver;
import io.noetl.tool.http.HttpTool;
import io.noetl.tool.postgres.PostgresSaver;
import io.noetl.tool.postgres.PostgresTool;
import io.noetl.tool.python.PythonSaver;
import io.noetl.tool.python.PythonTool;
import io.noetl.tool.save.EventLogSaver;
import io.noetl.tool.save.FileSaver;
import io.noetl.tool.shell.ShellTool;
import io.noetl.tool.transform.TransformTool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Value;
import io.noetl.worker.CallRunner;
import io.noetl.worker.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A whole system in this process, on an embedded store or another: runs playbooks and tells what
/// happened.
final class Runs implements AutoCloseable {
  static final Path EXAMPLES = Path.of("examples");

  private final Store store;
  private final Playbooks playbooks;
  private final Engine engine;
  private final Toolbox toolbox;
  private final CallRunner runner;
  private final Worker worker;

  Runs(Path data) {
    this(data, Credentials.NONE);
  }

  Runs(Path data, Credentials credentials) {
    this(SqliteStore.open(data), credentials);
  }

  /// On a store that is closed with this.
  Runs(Store store, Credentials credentials) {
    this.store = store;
    var environment = Environment.of(System.getenv());
    var byPath = byPath();
    playbooks = new Playbooks(store.catalog(), path -> Optional.ofNullable(byPath.get(path)));
    engine = new Engine(store, playbooks, Settings.DEFAULT, InstantSource.system());
    var python = new PythonTool("python3", environment, 4);
    var http = new HttpTool(environment, credentials);
    var postgres = new PostgresTool(environment, credentials);
    toolbox =
        new Toolbox(
            List.of(python, http, postgres, new ShellTool(environment), new TransformTool()),
            List.of(
                new EventLogSaver(),
                new HttpSaver(http),
                new PostgresSaver(postgres),
                new FileSaver(FileRoot.anywhere()),
                new PythonSaver(python)));
    runner = new CallRunner(toolbox, environment, credentials, "test");
    worker =
        new Worker(
            engine.localJobs(),
            runner,
            new Worker.Settings(
                "*", 8, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(1)));
    worker.start();
  }

  /// What a run came to.
  record Run(State state, Value result, List<Entry> history) {
    String status() {
      return state.phase().name();
    }

    List<EventRow> rows() {
      return history.stream()
          .map(entry -> EventCodec.encode(state.execution(), 0, 0, entry))
          .toList();
    }

    /// The events of one type, as the names of their steps.
    List<String> steps(String type) {
      return rows().stream()
          .filter(row -> row.type().equals(type))
          .map(EventRow::nodeName)
          .toList();
    }

    String json() {
      return Json.write(result);
    }
  }

  Run run(String file) throws InterruptedException {
    return run(file, "{}");
  }

  Run run(String file, String payload) throws InterruptedException {
    return runText(read(EXAMPLES.resolve(file)), payload);
  }

  Run runText(String text, String payload) throws InterruptedException {
    var parsed = (PlaybookParser.Valid) PlaybookParser.parse("playbook.yaml", text);
    var ready = playbooks.register(parsed.playbook(), text);
    var answer = engine.start(Order.of(ready, (Fields) Json.read(payload), Merging.SHALLOW));
    return finished(((Engine.Done<Long>) answer).value());
  }

  Run finished(long execution) throws InterruptedException {
    var state = engine.await(execution);
    var history = store.read(execution, 0, 1_000_000);
    return new Run(state, engine.result(state), history);
  }

  Engine engine() {
    return engine;
  }

  Store store() {
    return store;
  }

  @Override
  public void close() {
    worker.close();
    engine.close();
    runner.close();
    toolbox.close();
    store.close();
  }

  static List<Path> examples() {
    try (var files = Files.walk(EXAMPLES)) {
      return files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> byPath() {
    var byPath = new HashMap<String, String>();
    for (var file : examples()) {
      var text = read(file);
      if (PlaybookParser.parse(file.toString(), text)
          instanceof PlaybookParser.Valid(var playbook, _)) {
        byPath.put(playbook.path(), text);
      }
    }
    return byPath;
  }
}
