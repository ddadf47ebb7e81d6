package io.noetl.cli;

import io.noetl.store.Append.LogLine;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl logs`: what the steps of an execution printed.
final class LogsCommand implements Command {
  private static final String STEP = "--step";

  @Override
  public CommandSpec spec() {
    return Target.options(
            Options.command("logs", "Prints what the steps of an execution printed.")
                .addPositional(Options.operand(0, "ID", "The execution."))
                .addOption(Options.text(STEP, "STEP", "Only this step, without its name.")))
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    long execution = Options.execution(Options.operand(given, 0));
    var step = Options.text(given, STEP);
    List<LogLine> pieces;
    try (var desk = Desks.executions(given, console)) {
      pieces = desk.logs(execution, step);
    }
    if (Options.has(given, Options.JSON)) {
      pieces.forEach(piece -> console.print(Json.write(json(piece))));
    } else {
      joined(pieces).forEach(piece -> print(piece, step.isEmpty(), console));
    }
    return Exit.DONE;
  }

  /// Pieces that follow each other belong together: a line may be cut between them.
  private static List<LogLine> joined(List<LogLine> pieces) {
    var joined = new ArrayList<LogLine>();
    for (var piece : pieces) {
      boolean goesOn = !joined.isEmpty() && isSame(joined.getLast(), piece);
      if (goesOn) {
        var text = joined.removeLast().text() + piece.text();
        joined.add(new LogLine(piece.step(), piece.visit(), piece.attempt(), text));
      } else {
        joined.add(piece);
      }
    }
    return joined;
  }

  private static boolean isSame(LogLine one, LogLine other) {
    return one.step().equals(other.step())
        && one.visit() == other.visit()
        && one.attempt() == other.attempt();
  }

  private static void print(LogLine piece, boolean isNamed, Console console) {
    var visit = piece.visit() == 1 ? "" : "#" + piece.visit();
    var name = isNamed ? piece.step() + visit + " | " : "";
    piece.text().lines().forEach(line -> console.print(name + line));
  }

  private static Fields json(LogLine piece) {
    boolean isDated = piece.at().isAfter(Instant.EPOCH);
    return Fields.builder()
        .put("step", piece.step())
        .put("visit", piece.visit())
        .put("attempt", piece.attempt())
        .put("text", piece.text())
        .put("at", isDated ? Text.of(Times.utc(piece.at())) : Null.NULL)
        .build();
  }
}
