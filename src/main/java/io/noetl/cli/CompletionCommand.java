package io.noetl.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl generate-completion`: completion for bash and zsh.
final class CompletionCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command(
        "generate-completion",
        "Prints completion for bash and zsh: source <(noetl generate-completion)");
  }

  @Override
  public int run(ParseResult given, Console console) {
    console.print(AutoComplete.bash("noetl", Commands.all().line()));
    return Exit.DONE;
  }
}
