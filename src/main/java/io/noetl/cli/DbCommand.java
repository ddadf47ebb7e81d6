package io.noetl.cli;

import io.noetl.store.postgres.PostgresMigrations;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl db`: looks after the store of a server.
final class DbCommand implements Command {
  private static final String YES = "--yes";

  @Override
  public CommandSpec spec() {
    return Options.command("db", "Looks after the store of a server.")
        .addSubcommand(
            "migrate",
            Options.line(
                Options.command("migrate", "Brings the schema up to date, as its owner.")
                    .addOption(StorePlace.option())
                    .addOption(Options.data())
                    .addOption(Options.json())))
        .addSubcommand(
            "check",
            Options.line(
                Options.command("check", "Says what a database's schema lacks.")
                    .addOption(StorePlace.option())
                    .addOption(Options.data())
                    .addOption(Options.json())))
        .addSubcommand(
            "reset",
            Options.line(
                Options.command("reset", "Deletes all that the store has, and makes it anew.")
                    .addOption(
                        Options.flag(YES, "Really: histories, catalog, credentials, tokens."))
                    .addOption(StorePlace.option())
                    .addOption(Options.data())))
        .addSubcommand(
            "backup",
            Options.line(
                Options.command("backup", "Copies a data directory's store while it is in use.")
                    .addPositional(Options.operand(0, "FILE", "The copy; it must not exist yet."))
                    .addOption(Options.data())))
        .addSubcommand("prune", Options.line(DbPrune.spec()));
  }

  @Override
  public int run(ParseResult given, Console console) {
    return switch (given.commandSpec().name()) {
      case "migrate" -> migrate(given, console);
      case "check" -> check(given, console);
      case "reset" -> reset(given, console);
      case "backup" -> backup(given, console);
      case "prune" -> DbPrune.run(given, console);
      default -> throw CommandError.usage("db: choose migrate, check, reset, backup or prune");
    };
  }

  private static int migrate(ParseResult given, Console console) {
    var place = StorePlace.of(given, console.env());
    List<String> applied = List.of();
    if (place.database().isPresent()) {
      applied = PostgresMigrations.migrate(place.database().get());
    } else {
      SqliteStore.open(place.directory()).close(); // Whoever opens it brings it up to date.
    }
    if (Options.has(given, Options.JSON)) {
      console.print(Json.write(Fields.of("applied", texts(applied))));
    } else {
      applied.forEach(script -> console.print("applied " + script));
    }
    console.say("noetl: the schema in %s is up to date".formatted(place));
    return Exit.DONE;
  }

  private static int check(ParseResult given, Console console) {
    var place = StorePlace.of(given, console.env());
    if (place.database().isEmpty()) {
      place.look().close(); // Whoever opens it brings it up to date.
      console.say("noetl: the store in %s is up to date".formatted(place));
      return Exit.DONE;
    }
    var report = PostgresMigrations.check(place.database().get());
    if (Options.has(given, Options.JSON)) {
      console.print(
          Json.write(
              Fields.builder()
                  .put("current", report.isCurrent())
                  .put("missing", texts(report.missing()))
                  .put("newer", texts(report.newer()))
                  .put("changed", texts(report.changed()))
                  .build()));
    }
    console.say("noetl: %s: %s".formatted(place, report.sentence()));
    return report.isCurrent() ? Exit.DONE : Exit.FAILED;
  }

  private static int reset(ParseResult given, Console console) {
    var place = StorePlace.of(given, console.env());
    if (place.database().isEmpty()) {
      throw CommandError.usage(
          "db reset: for databases; to begin anew here, delete %s".formatted(place));
    }
    if (!Options.has(given, YES)) {
      throw new CommandError(
          Exit.NOT_ALLOWED, "all that is in %s would be lost: say --yes".formatted(place));
    }
    PostgresMigrations.drop(place.database().get());
    PostgresMigrations.migrate(place.database().get());
    console.say("noetl: the store in %s is empty".formatted(place));
    return Exit.DONE;
  }

  private static Items texts(List<String> texts) {
    return new Items(texts.stream().<Value>map(Text::of).toList());
  }

  private static int backup(ParseResult given, Console console) {
    var target = TextFiles.path(Options.operand(given, 0));
    if (Files.exists(target)) {
      throw new CommandError(Exit.NOT_ALLOWED, target + " is there already: name a new file");
    }
    var directory = DataDirectory.of(given, console.env());
    if (!Files.isDirectory(directory)) {
      throw CommandError.notFound("there is no data directory " + directory);
    }
    try (var store = SqliteStore.open(directory)) {
      Files.createDirectories(target.toAbsolutePath().getParent());
      store.backup(target);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the directory of " + target, e);
    }
    console.say("noetl: copied the store of %s to %s".formatted(directory, target));
    return Exit.DONE;
  }
}
