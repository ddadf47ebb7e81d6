package io.noetl.cli;

import io.noetl.client.Link;
import io.noetl.client.Locator;
import io.noetl.client.Unreachable;
import io.noetl.engine.Merging;
import io.noetl.value.Bool;
import io.noetl.value.Durations;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.nio.file.Files;
import java.time.Duration;
import java.util.UUID;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl execute`: starts a playbook on a server and, if asked, waits for its end.
final class ExecuteCommand implements Command {
  private static final String WAIT = "--wait";
  private static final String TIMEOUT = "--timeout";
  private static final String KEY = "--idempotency-key";
  private static final String QUIET = "--quiet";
  private static final String PLAYBOOK = "playbook";
  private static final String STATUS = "status";

  private final StatusCommand status = new StatusCommand();

  @Override
  public CommandSpec spec() {
    return order("execute")
        .addSubcommand(PLAYBOOK, Options.line(order(PLAYBOOK)))
        .addSubcommand(STATUS, Options.line(status.ofServer()));
  }

  /// The same for `noetl catalog execute`.
  CommandSpec ofCatalog() {
    return order("execute").addSubcommand(PLAYBOOK, Options.line(order(PLAYBOOK)));
  }

  private static CommandSpec order(String name) {
    var spec =
        Options.command(
                name,
                "Starts a playbook on a server (default: http://localhost:8082), prints the id.",
                "A file that exists here is registered there first.")
            .addPositional(
                Options.optional(
                    0, "PATH|FILE", "The path (PATH@VERSION) in the server's catalog, or a file."));
    Payload.options(spec)
        .addOption(Options.flag(WAIT, "Waits for the end and prints the result."))
        .addOption(Options.text(TIMEOUT, "TIME", "Waits no longer, such as 90s; it goes on."))
        .addOption(Options.text(KEY, "KEY", "Given again, it starts nothing new."))
        .addOption(Options.flag(QUIET, "Shows no progress and no warnings."))
        .addOption(Options.flag(Options.JSON, "Prints one JSON object."));
    return Target.serverOptions(spec);
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    if (given.commandSpec().name().equals(STATUS)) {
      var link = new Link(Target.server(given, console.env()));
      return status.run(given, new ServerExecutions(link), console);
    }
    var operand = Options.operand(given, 0);
    if (operand.isEmpty()) {
      throw CommandError.usage("execute: name a playbook's path or file");
    }
    var limit = limit(given);
    var payload = Payload.of(given, console);
    try (var link = new Link(Target.server(given, console.env()))) {
      return new Starting(given, link, console).start(operand, payload, limit);
    } catch (Unreachable e) {
      if (Target.isServerNamed(given, console.env())) {
        throw e;
      }
      throw new CommandError(
          Exit.UNREACHABLE,
          "%s; noetl server start starts a server, noetl run %s needs none"
              .formatted(e.message(), operand));
    }
  }

  private static Duration limit(ParseResult given) {
    var text = Options.text(given, TIMEOUT);
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    if (!Options.has(given, WAIT)) {
      throw CommandError.usage("--timeout: there is nothing to time out without --wait");
    }
    return Durations.parse(Text.of(text))
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                CommandError.usage(
                    "--timeout: expected a time such as 90s or 10m, found '%s'".formatted(text)));
  }

  private record Starting(ParseResult given, Link link, Console console) {
    int start(String operand, Payload payload, Duration limit) throws InterruptedException {
      var ref = ref(operand);
      // The key lets a proxy or a client on the way send it again without harm.
      var key = Options.has(given, KEY) ? Options.text(given, KEY) : UUID.randomUUID().toString();
      var answer =
          link.post(
              Locator.of("/api/execute"),
              body(ref, payload),
              new Link.Header("Idempotency-Key", key));
      long execution = Answers.id(answer, "execution_id");
      var manner =
          new LocalRun.Manner(0, Options.has(given, QUIET), Options.has(given, Options.JSON));
      var name = Answers.text(answer, "path") + "@" + Answers.count(answer, "version");
      var headline = "noetl: execution %d of %s".formatted(execution, name);
      if (Options.has(given, WAIT)) {
        return new ServerRun(link, manner, console).await(execution, headline, limit);
      }
      if (!manner.quiet() && !manner.json()) {
        console.say(headline);
      }
      console.print(manner.json() ? Json.write(answer) : Long.toString(execution));
      return Exit.DONE;
    }

    /// A playbook of the catalog; one that is in a file is put there.
    private CatalogPath ref(String operand) throws InterruptedException {
      if (!Files.isRegularFile(TextFiles.path(operand))) {
        return CatalogPath.of(operand);
      }
      var text = new PlaybookText(operand, TextFiles.read(TextFiles.path(operand)));
      return switch (new ServerCatalog(link).register(text)) {
        case CatalogDesk.Refused(var problems) -> throw CommandError.invalid(problems);
        case CatalogDesk.Registered(var ref, var warnings) -> {
          if (!Options.has(given, QUIET)) {
            warnings.forEach(problem -> console.say(problem.toString()));
          }
          yield new CatalogPath(ref.path(), ref.version());
        }
      };
    }

    private static Fields body(CatalogPath ref, Payload payload) {
      var body =
          Fields.builder()
              .put("path", ref.path())
              .put("payload", payload.fields())
              .put("settings", payload.settings())
              .put("merge", Bool.of(payload.merging() == Merging.DEEP));
      if (ref.version() > 0) {
        body.put("version", Num.of(ref.version()));
      }
      return body.build();
    }
  }
}
