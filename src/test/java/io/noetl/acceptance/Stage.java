package io.noetl.acceptance;

import io.noetl.PostgresServer;
import io.noetl.broker.Content;
import io.noetl.broker.Event;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.tool.jdbc.StandInDriver;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What the rows of the catalogue play on: a whole system in this process, a database for its
/// steps, and servers that stand in for those of the world.
final class Stage implements AutoCloseable {
  private final PostgresServer.Database database = PostgresServer.database();
  private final Map<String, Fields> credentials = new ConcurrentHashMap<>();
  private final StandIn web = new StandIn();
  private final Path home;
  private final Runs runs;
  private int directories;

  Stage(Path home) throws IOException {
    this.home = home;
    var data = Files.createDirectory(home.resolve("data"));
    StandInDriver.putInto(data.resolve("lib"));
    runs =
        new Runs(
            SqliteStore.open(data),
            data,
            (name, _) -> Optional.ofNullable(credentials.get(name)),
            web.variables());
  }

  /// Before each row: the credentials that the catalogue asks for, and no others.
  void prepare() {
    credentials.clear();
    for (var name : List.of("pg_local", "pg_k8s")) {
      credential(name, database.credential());
    }
    web.forget();
  }

  void credential(String name, Fields fields) {
    credentials.put(name, fields);
  }

  PostgresServer.Database database() {
    return database;
  }

  StandIn web() {
    return web;
  }

  Runs runs() {
    return runs;
  }

  /// A new, empty directory.
  Path directory() throws IOException {
    directories++;
    return Files.createDirectory(home.resolve("files" + directories));
  }

  Runs.Run run(String file) throws InterruptedException {
    return runs.run(file);
  }

  /// `payload` are pairs of names and values; a text is JSON where it can be.
  Runs.Run run(String file, Map<String, ?> payload) throws InterruptedException {
    return runs.run(file, Json.write(fields(payload)));
  }

  Runs.Run runText(String text) throws InterruptedException {
    return runs.runText(text, "{}");
  }

  private static Fields fields(Map<String, ?> payload) {
    var fields = Fields.builder();
    payload.forEach((name, value) -> fields.put(name, value(value)));
    return fields.build();
  }

  static Value value(Object it) {
    return it instanceof Value value
        ? value
        : it instanceof String text ? Text.of(text) : Json.read(it.toString());
  }

  /// What the step came to, as JSON.
  static String result(Runs.Run run, String step) {
    for (var entry : run.history()) {
      if (entry.event() instanceof Event.ActionCompleted it
          && it.step().equals(step)
          && it.result() instanceof Content.Inline(var result)) {
        return Json.write(result);
      }
    }
    throw new AssertionError("%s did not complete: %s".formatted(step, run.history()));
  }

  @Override
  public void close() {
    runs.close();
    web.close();
  }
}
