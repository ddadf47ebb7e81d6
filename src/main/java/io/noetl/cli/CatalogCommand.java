package io.noetl.cli;

import io.noetl.store.Store;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.HashSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl catalog`: looks at the registered playbooks. What it is that is registered, listed or
/// executed may be said (`catalog list playbook`), though all of it are playbooks.
final class CatalogCommand implements Command {
  private static final String VERSION = "--version";
  private static final String ALL = "--all";

  private static final String PLAYBOOK = "playbook";

  private final RegisterCommand register = new RegisterCommand();
  private final ExecuteCommand execute = new ExecuteCommand();

  @Override
  public CommandSpec spec() {
    return Options.command("catalog", "Looks at the registered playbooks.")
        .addSubcommand("list", Options.line(list()))
        .addSubcommand("show", Options.line(show()))
        .addSubcommand("register", Options.line(register.ofCatalog()))
        .addSubcommand("execute", Options.line(execute.ofCatalog()));
  }

  private static CommandSpec list() {
    return Target.options(
            Options.command("list", "Lists the playbooks with their latest versions."))
        .addPositional(
            Options.optional(0, "PATH", "Lists all versions of this one (or: playbook [PATH])."))
        .addPositional(Options.optional(1, "PATH", "The same, after the word playbook."))
        .addOption(Options.flag(ALL, "Lists all versions of all."))
        .addOption(Options.json());
  }

  private static CommandSpec show() {
    return Target.options(Options.command("show", "Prints a registered playbook."))
        .addPositional(Options.operand(0, "PATH", "Its path, or PATH@VERSION."))
        .addOption(Options.number(VERSION, "N", "The version (default: the latest)."))
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    return switch (given.commandSpec().name()) {
      case "list" -> list(given, console);
      case "show" -> show(given, console);
      case "register" -> register.run(given, console);
      case "execute", PLAYBOOK -> execute.run(given, console);
      default -> throw CommandError.usage("catalog: choose list, show, register or execute");
    };
  }

  private static String path(ParseResult given) {
    var first = Options.operand(given, 0);
    var second = Options.operand(given, 1);
    if (!second.isEmpty() && !first.equals(PLAYBOOK)) {
      throw CommandError.usage("catalog list: expected one path, found " + second + " as well");
    }
    return first.equals(PLAYBOOK) ? second : first;
  }

  private static int list(ParseResult given, Console console) throws InterruptedException {
    var path = path(given);
    boolean isAll = Options.has(given, ALL) || !path.isEmpty();
    boolean isJson = Options.has(given, Options.JSON);
    var table = new Table("PATH", "VERSION", "REGISTERED");
    var seen = new HashSet<String>();
    try (var desk = Desks.catalog(given, console)) {
      var entries = desk.list(path);
      if (entries.isEmpty() && !path.isEmpty()) {
        throw CommandError.notFound("no playbook is registered under '%s'".formatted(path));
      }
      for (var entry : entries) {
        if (seen.add(entry.path()) || isAll) {
          if (isJson) {
            console.print(Json.write(json(entry).build()));
          } else {
            table.add(
                entry.path(), Integer.toString(entry.version()), Times.local(entry.createdAt()));
          }
        }
      }
    }
    table.print(console);
    return Exit.DONE;
  }

  private static int show(ParseResult given, Console console) throws InterruptedException {
    var ref = CatalogPath.of(Options.operand(given, 0));
    int version = given.matchedOptionValue(VERSION, ref.version());
    try (var desk = Desks.catalog(given, console)) {
      var entry =
          desk.find(ref.path(), version)
              .orElseThrow(() -> CommandError.notFound(unknown(ref.path(), version)));
      if (Options.has(given, Options.JSON)) {
        console.print(Json.write(json(entry).put("content", entry.content()).build()));
      } else {
        console.out().print(entry.content());
      }
    }
    return Exit.DONE;
  }

  private static String unknown(String path, int version) {
    return version == 0
        ? "no playbook is registered under '%s'".formatted(path)
        : "no version %d of playbook '%s' is registered".formatted(version, path);
  }

  private static Fields.Builder json(Store.CatalogEntry entry) {
    return Fields.builder()
        .put("path", entry.path())
        .put("version", entry.version())
        .put("created_at", Times.utc(entry.createdAt()));
  }
}
