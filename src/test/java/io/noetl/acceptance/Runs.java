package io.noetl.acceptance;

import io.noetl.broker.Entry;
import io.noetl.broker.State;
import io.noetl.cli.Workshop;
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
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Value;
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

  /// What the worker's environment holds besides that of this process.
  static final Map<String, String> SECRETS =
      Map.of(
          "NOETL_SECRET_API_TOKEN", "token-of-the-stand-in",
          "NOETL_SECRET_API_PASSWORD", "password-of-the-stand-in",
          "NOETL_SECRET_DEMO", "seventeen letters",
          "NOETL_SECRET_GREETING", "open-sesame");

  /// Steps at once, and so Python processes that rest.
  static final int SLOTS = 8;

  private final Store store;
  private final Playbooks playbooks;
  private final Engine engine;
  private final Workshop workshop;
  private final Worker worker;

  Runs(Path data) {
    this(data, Credentials.NONE);
  }

  Runs(Path data, Credentials credentials) {
    this(SqliteStore.open(data), data, credentials, Map.of());
  }

  /// On a store that is closed with this; `data` is where tools keep files, `variables` are what
  /// their environment has besides [#SECRETS] and that of this process.
  Runs(Store store, Path data, Credentials credentials, Map<String, String> variables) {
    this.store = store;
    var byPath = byPath();
    playbooks = new Playbooks(store.catalog(), path -> Optional.ofNullable(byPath.get(path)));
    engine = new Engine(store, playbooks, Settings.DEFAULT, InstantSource.system());
    var environment = new HashMap<>(System.getenv());
    environment.putAll(SECRETS);
    environment.putAll(variables);
    workshop = new Workshop(environment, data, credentials, SLOTS);
    worker =
        new Worker(
            engine.localJobs(),
            workshop.runner(),
            new Worker.Settings(
                "*", SLOTS, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(1)));
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
    var parsed = valid(text);
    var ready = playbooks.register(parsed.playbook(), text);
    var answer = engine.start(Order.of(ready, (Fields) Json.read(payload), Merging.SHALLOW));
    return switch (answer) {
      case Engine.Done<Long>(var id) -> finished(id);
      case Engine.Refused<Long>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  private static PlaybookParser.Valid valid(String text) {
    return switch (PlaybookParser.parse("playbook.yaml", text)) {
      case PlaybookParser.Valid valid -> valid;
      case PlaybookParser.Invalid(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  Run finished(long execution) throws InterruptedException {
    var state = engine.await(execution);
    var history = store.read(execution, 0, 1_000_000);
    return new Run(state, engine.result(state), history);
  }

  Engine engine() {
    return engine;
  }

  Playbooks playbooks() {
    return playbooks;
  }

  Store store() {
    return store;
  }

  @Override
  public void close() {
    worker.close();
    engine.close();
    workshop.close();
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
