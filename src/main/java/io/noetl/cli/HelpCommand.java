package io.noetl.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl help`: the list of commands, or how one is called.
final class HelpCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command("help", "Lists the commands, or says how one is called.")
        .addPositional(Options.operands("COMMAND", "The command.", "0..*"));
  }

  @Override
  public int run(ParseResult given, Console console) {
    var line = Commands.all().line();
    for (var name : Options.operands(given)) {
      var next = line.getSubcommands().get(name);
      if (next == null) {
        throw CommandError.usage("there is no command '%s'; see noetl help".formatted(name));
      }
      line = next;
    }
    line.usage(console.out(), console.hasColours() ? Ansi.ON : Ansi.OFF);
    return Exit.DONE;
  }
}
