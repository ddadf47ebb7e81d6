package io.noetl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// All commands. Only the one that is asked for is built, so that it starts quickly; all of them
/// are for help and completion.
final class Commands {
  private final Map<String, Supplier<Command>> all = new LinkedHashMap<>();
  private final Map<CommandSpec, Command> built = new LinkedHashMap<>();
  private final CommandSpec root;

  private Commands() {
    all.put("run", RunCommand::new);
    all.put("execute", ExecuteCommand::new);
    all.put("validate", ValidateCommand::new);
    all.put("executions", ExecutionsCommand::new);
    all.put("status", StatusCommand::new);
    all.put("events", EventsCommand::new);
    all.put("logs", LogsCommand::new);
    all.put("why", WhyCommand::new);
    all.put("cancel", CancelCommand::new);
    all.put("pause", SteerCommand::pause);
    all.put("resume", SteerCommand::resume);
    all.put("retry", RetryCommand::new);
    all.put("replay", ReplayCommand::new);
    all.put("register", RegisterCommand::new);
    all.put("catalog", CatalogCommand::new);
    all.put("credential", CredentialCommand::new);
    all.put("token", TokenCommand::new);
    all.put("server", ServerCommand::new);
    all.put("worker", WorkerCommand::new);
    all.put("db", DbCommand::new);
    all.put("bench", BenchCommand::new);
    all.put("graph", GraphCommand::new);
    all.put("plan", PlanCommand::new);
    all.put("eval", EvalCommand::new);
    all.put("schema", SchemaCommand::new);
    all.put("demo", DemoCommand::new);
    all.put("help", HelpCommand::new);
    all.put("generate-completion", CompletionCommand::new);
    root =
        Options.command("noetl", "Runs playbooks: workflows as YAML, durable and explained.")
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .versionHelp(true)
                    .arity("0")
                    .type(boolean.class)
                    .description("Prints the version.")
                    .build());
    root.usageMessage().synopsisSubcommandLabel("COMMAND").commandListHeading("%nCommands:%n");
  }

  /// Those that these arguments need.
  static Commands of(List<String> args) {
    var commands = new Commands();
    var name = args.stream().filter(arg -> !arg.startsWith("-")).findFirst().orElse("");
    boolean isOne = commands.all.containsKey(name) && !name.equals("help");
    (isOne ? List.of(name) : new ArrayList<>(commands.all.keySet())).forEach(commands::add);
    return commands;
  }

  static Commands all() {
    return of(List.of());
  }

  private void add(String name) {
    var supplier = all.get(name);
    if (supplier == null) {
      throw new IllegalStateException("no command '" + name + "'");
    }
    var command = supplier.get();
    var spec = command.spec();
    built.put(spec, command);
    root.addSubcommand(name, Options.line(spec));
  }

  CommandLine line() {
    // An argument that begins with @ is a payload's file, not a list of arguments.
    return Options.line(root).setExpandAtFiles(false);
  }

  /// The command of this spec or, for one of a group, of the group.
  Command chosen(CommandSpec spec) {
    for (var at = spec; at != null; at = at.parent()) {
      var command = built.get(at);
      if (command != null) {
        return command;
      }
    }
    throw new IllegalStateException("no command for " + spec.qualifiedName());
  }

  static String version() {
    var version = Commands.class.getPackage().getImplementationVersion();
    return version == null ? "(not built as a jar)" : version;
  }
}
