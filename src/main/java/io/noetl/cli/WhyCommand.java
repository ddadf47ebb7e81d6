package io.noetl.cli;

import io.noetl.value.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl why`: says why a step ran, or why it did not.
final class WhyCommand implements Command {
  @Override
  public CommandSpec spec() {
    var says = "Says why a step ran or did not: the conditions and their values.";
    return Target.options(Options.command("why", says))
        .addPositional(Options.operand(0, "ID", "The execution."))
        .addPositional(Options.operand(1, "STEP", "The step."))
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    long execution = Options.execution(Options.operand(given, 0));
    var step = Options.operand(given, 1);
    try (var desk = Desks.executions(given, console)) {
      var row = desk.row(execution);
      var playbook =
          desk.playbook(row.playbook())
              .orElseThrow(
                  () ->
                      CommandError.notFound(
                          "the playbook %s is not there any more, or cannot be read"
                              .formatted(row.playbook())));
      if (!playbook.has(step)) {
        throw CommandError.notFound(
            "the playbook %s has no step '%s'".formatted(row.playbook(), step));
      }
      var why = new Why(playbook, row, Histories.story(desk.entries(execution)), step);
      if (Options.has(given, Options.JSON)) {
        console.print(Json.write(why.json()));
      } else {
        why.lines().forEach(console::print);
      }
    }
    return Exit.DONE;
  }
}
