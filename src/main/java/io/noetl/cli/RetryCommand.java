package io.noetl.cli;

import io.noetl.client.Link;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.nio.file.Path;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl retry`: does an ended execution again, as a new one that takes over what was completed. A
/// server begins it; in a data directory it runs here to its end, as with `noetl run`.
final class RetryCommand implements Command {
  private static final String FROM = "--from";
  private static final String QUIET = "--quiet";

  @Override
  public CommandSpec spec() {
    return Target.options(
            Options.command(
                    "retry",
                    "Does an ended execution again from what failed, as a new one.",
                    "A server begins it, and its id is printed; in a data directory it runs here.")
                .addPositional(Options.operand(0, "ID", "The execution."))
                .addOption(Options.text(FROM, "STEP", "Begins at this step.")))
        .addOption(Options.flag(QUIET, "Shows no progress."))
        .addOption(Options.flag(Options.JSON, "Prints one JSON object."));
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    long execution = Options.execution(Options.operand(given, 0));
    return switch (Target.of(given, console.env())) {
      case Target.Directory(var path) -> here(given, path, console);
      case Target.Elsewhere(var address) -> {
        try (var link = new Link(address)) {
          yield there(given, execution, link, console);
        }
      }
    };
  }

  private static int there(ParseResult given, long execution, Link link, Console console)
      throws InterruptedException {
    var step = Options.text(given, FROM);
    var order = step.isEmpty() ? Fields.EMPTY : Fields.of("from_step", Text.of(step));
    // The key lets a proxy or a client on the way send it again without harm.
    var key = new Link.Header("Idempotency-Key", UUID.randomUUID().toString());
    var answer = link.post(ServerExecutions.at(execution).below("retry"), order, key);
    console.print(
        Options.has(given, Options.JSON)
            ? Json.write(answer)
            : Answers.text(answer, "execution_id"));
    return Exit.DONE;
  }

  private static int here(ParseResult given, Path directory, Console console)
      throws InterruptedException {
    long execution = Options.execution(Options.operand(given, 0));
    var manner =
        new LocalRun.Manner(
            Wiring.SLOTS_DEFAULT, Options.has(given, QUIET), Options.has(given, Options.JSON));
    try (var store = DataDirectory.look(directory);
        var tools =
            Wiring.tools(
                console.env(),
                manner.slots(),
                new StoredCredentials(() -> Wiring.keychain(store, directory, console.env())),
                Wiring.Part.own(console.env(), directory))) {
      var playbooks = Wiring.playbooks(store.catalog(), new Neighbours(Path.of("")));
      var engine = Wiring.engine(store, playbooks, console.env());
      try (var local = new LocalRun(store, engine, tools, manner, console)) {
        return local.retry(execution, Options.text(given, FROM));
      }
    }
  }
}
