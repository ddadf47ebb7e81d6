package io.noetl.cli;

import io.noetl.cli.bench.Bench;
import io.noetl.cli.bench.Machine;
import io.noetl.cli.bench.Place;
import io.noetl.cli.bench.Results;
import io.noetl.cli.bench.Setup;
import io.noetl.cli.bench.Workload;
import io.noetl.store.Store;
import io.noetl.store.memory.MemoryStore;
import io.noetl.store.postgres.PostgresStore;
import io.noetl.store.postgres.ServerBooks;
import io.noetl.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl bench`: how fast this machine runs playbooks, beside what the store alone can take.
final class BenchCommand implements Command {
  private static final String STORE = "--store";
  private static final String EXECUTIONS = "--executions";
  private static final String CONCURRENCY = "--concurrency";
  private static final String SIZE = "--size";
  private static final String PAYLOAD = "--payload-bytes";
  private static final String REMOTE = "--remote-workers";
  private static final String SLOTS = "--slots";
  private static final String ROUNDS = "--rounds";
  private static final String WARM_UP = "--warm-up";
  private static final String FINISHED = "--finished";
  private static final String RUNNING = "--running";

  private static final List<String> STORES = List.of("sqlite", "postgres", "memory");
  private static final int ROUNDS_DEFAULT = 3;
  private static final int REMOTE_MAX = 100;
  private static final int MANY = 10_000_000;
  private static final int BYTES_MAX = 16 << 20;
  private static final Duration WARM_UP_DEFAULT = Duration.ofSeconds(10);

  @Override
  public CommandSpec spec() {
    var names =
        Arrays.stream(Workload.values()).map(Workload::toString).collect(Collectors.joining(", "));
    return Options.command("bench", "Measures how fast playbooks run here.")
        .addPositional(Options.optional(0, "WORKLOAD", names + " (default: linear)."))
        .addOption(Options.text(STORE, "NAME", "sqlite, postgres or memory (default: sqlite)."))
        .addOption(Options.text(StorePlace.DB, "URL", "The database for postgres; one of its own."))
        .addOption(
            Options.text(
                Options.DATA, "DIR", "Where SQLite's file is, and stays (default: a new one)."))
        .addOption(Options.number(EXECUTIONS, "N", "Executions in each round."))
        .addOption(Options.number(CONCURRENCY, "N", "Callers at once."))
        .addOption(Options.number(SIZE, "N", "Steps, branches, items or children of each."))
        .addOption(Options.number(PAYLOAD, "N", "Bytes that steps pass on (default: 0)."))
        .addOption(
            Options.number(REMOTE, "N", "Processes that do the steps, over HTTP (default: 0)."))
        .addOption(Options.number(SLOTS, "N", "Steps at once of each worker."))
        .addOption(Options.number(ROUNDS, "N", "Rounds (default: " + ROUNDS_DEFAULT + ")."))
        .addOption(Options.text(WARM_UP, "TIME", "Before the rounds (default: 10s)."))
        .addOption(Options.number(FINISHED, "N", "Executions that the store holds beforehand."))
        .addOption(Options.number(RUNNING, "N", "Executions that wait for timers meanwhile."))
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    var setup = setup(given);
    int slots = Service.number(given, SLOTS, setup.workload().slots(), 1, Service.SLOTS_MAX);
    try (var opened = Opened.of(given, console)) {
      check(opened.place());
      var manner =
          new BenchRig.Manner(slots, setup.remoteWorkers(), opened.directory(), console.env());
      var bench =
          new Bench(
              setup,
              opened.place(),
              store -> BenchRig.on(store, manner),
              words -> console.say("noetl: " + words));
      print(bench.run(), given, console);
    }
    return Exit.DONE;
  }

  private static void check(Place place) {
    try {
      place.check();
    } catch (IllegalArgumentException e) {
      throw CommandError.usage("bench: " + e.getMessage());
    }
  }

  private static Setup setup(ParseResult given) {
    var name = Options.operand(given, 0);
    var workload =
        Workload.of(name.isEmpty() ? "linear" : name)
            .orElseThrow(
                () ->
                    CommandError.usage(
                        "bench: expected one of %s, found '%s'"
                            .formatted(List.of(Workload.values()), name)));
    return new Setup(
        workload,
        Service.number(given, EXECUTIONS, workload.executions(), 1, MANY),
        Service.number(given, CONCURRENCY, workload.concurrency(), 1, MANY),
        Service.number(given, SIZE, workload.size(), 1, MANY),
        Service.number(given, PAYLOAD, 0, 0, BYTES_MAX),
        Service.number(given, ROUNDS, ROUNDS_DEFAULT, 1, 1_000),
        Service.duration(given, WARM_UP, WARM_UP_DEFAULT),
        Service.number(given, FINISHED, 0, 0, MANY),
        Service.number(given, RUNNING, 0, 0, MANY),
        Service.number(given, REMOTE, 0, 0, REMOTE_MAX));
  }

  private static void print(Results results, ParseResult given, Console console) {
    var machine = Machine.here(Commands.version());
    if (Options.has(given, Options.JSON)) {
      console.print(Json.write(results.toFields(machine)));
      return;
    }
    var table = new Table(results.title(), "MEDIAN", "ROUNDS");
    results.table().forEach(row -> table.add(row.toArray(String[]::new)));
    table.print(console);
    machine.forEach((key, value) -> console.print(key + ": " + value));
  }

  /// A store that is open for the measurement, and the directory that goes with it.
  private record Opened(Place place, Path directory, boolean isOurs) implements AutoCloseable {

    static Opened of(ParseResult given, Console console) {
      var name = Options.has(given, STORE) ? Options.text(given, STORE) : STORES.getFirst();
      boolean isOurs = !Options.has(given, Options.DATA);
      var named = DataDirectory.of(given, console.env());
      var directory = isOurs ? temporary(name.equals("sqlite"), named) : named;
      return switch (name) {
        case "sqlite" -> new Opened(plain(name, Wiring.store(directory)), directory, isOurs);
        case "memory" -> new Opened(plain(name, new MemoryStore()), directory, isOurs);
        case "postgres" -> new Opened(database(given, console), directory, isOurs);
        default ->
            throw CommandError.usage(
                "%s: expected one of %s, found '%s'".formatted(STORE, STORES, name));
      };
    }

    private static Place plain(String name, Store store) {
      return new Place(name, store, Optional.empty());
    }

    /// Where a file is measured, one on the same disk as those of the user's own executions.
    private static Path temporary(boolean isMeasured, Path data) {
      try {
        if (!isMeasured) {
          return Files.createTempDirectory("noetl-bench-");
        }
        Files.createDirectories(data);
        return Files.createTempDirectory(data, "bench-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Place database(ParseResult given, Console console) {
      var settings =
          StorePlace.of(given, console.env())
              .database()
              .orElseThrow(
                  () ->
                      CommandError.usage(
                          "bench: --store postgres needs --db postgresql://HOST:PORT/NAME, a"
                              + " database that nobody else uses"));
      return new Place(
          "postgres", PostgresStore.open(settings), Optional.of(ServerBooks.open(settings)));
    }

    @Override
    public void close() {
      place.store().close();
      try {
        place.server().ifPresent(ServerBooks::close);
        if (isOurs) {
          delete(directory);
        }
      } catch (IOException e) {
        throw new IllegalStateException("what was measured cannot be cleared away", e);
      }
    }

    private static void delete(Path directory) throws IOException {
      List<Path> all;
      try (var found = Files.walk(directory)) {
        all = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (var each : all) {
        Files.delete(each);
      }
    }
  }
}
