package io.noetl.cli;

import io.noetl.playbook.GraphDrawing;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Invalid;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.value.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl graph`: draws a playbook.
final class GraphCommand implements Command {
  private static final String FORMAT = "--format";

  @Override
  public CommandSpec spec() {
    return Options.command("graph", "Draws a playbook's steps and transitions.")
        .addPositional(Options.operand(0, "FILE", "The playbook (-: stdin)."))
        .addOption(Options.text(FORMAT, "FORMAT", "mermaid (default), dot, svg or json."));
  }

  @Override
  public int run(ParseResult given, Console console) {
    var file = Options.operand(given, 0);
    var text = TextFiles.readOrInput(file, console);
    return switch (PlaybookParser.parse(file, text)) {
      case Invalid(var problems) -> {
        problems.forEach(problem -> console.say(problem.toString()));
        yield Exit.INVALID_PLAYBOOK;
      }
      case Valid(var playbook, _) -> {
        var drawing =
            switch (given.matchedOptionValue(FORMAT, "mermaid")) {
              case "mermaid" -> GraphDrawing.mermaid(playbook);
              case "dot" -> GraphDrawing.dot(playbook);
              case "svg" -> GraphDrawing.svg(playbook);
              case "json" -> Json.pretty(GraphDrawing.json(playbook, text));
              case String other ->
                  throw CommandError.usage(
                      "--format: expected mermaid, dot, svg or json, found '%s'".formatted(other));
            };
        console.print(drawing.stripTrailing());
        yield Exit.DONE;
      }
    };
  }
}
