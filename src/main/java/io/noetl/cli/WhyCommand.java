package io.noetl.cli;

import io.noetl.engine.Playbooks;
import io.noetl.value.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl why`: says why a step ran, or why it did not.
final class WhyCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command(
            "why", "Says why a step ran or did not: the conditions and their values.")
        .addPositional(Options.operand(0, "ID", "The execution."))
        .addPositional(Options.operand(1, "STEP", "The step."))
        .addOption(Options.data())
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) {
    long execution = Options.execution(Options.operand(given, 0));
    var step = Options.operand(given, 1);
    try (var store = DataDirectory.look(given, console)) {
      var histories = new Histories(store);
      var row = histories.row(execution);
      var playbook =
          switch (Wiring.playbooks(store).find(row.playbook().path(), row.playbook().version())) {
            case Playbooks.Ready ready -> ready.broker().playbook();
            case Playbooks.Missing(var refusal) -> throw CommandError.of(refusal);
          };
      if (!playbook.has(step)) {
        throw CommandError.notFound(
            "the playbook %s has no step '%s'".formatted(row.playbook(), step));
      }
      var why = new Why(playbook, row, Histories.story(histories.entries(execution)), step);
      if (Options.has(given, Options.JSON)) {
        console.print(Json.write(why.json()));
      } else {
        why.lines().forEach(console::print);
      }
    }
    return Exit.DONE;
  }
}
