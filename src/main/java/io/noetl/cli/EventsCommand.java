package io.noetl.cli;

import io.noetl.store.EventJson;
import io.noetl.store.EventRow;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl events`: prints the history of an execution.
final class EventsCommand implements Command {
  private static final String FOLLOW = "--follow";
  private static final int DETAIL_MAX = 100;
  private static final int[] WIDTHS = {5, 12, 20, 22, 9, 0};

  @Override
  public CommandSpec spec() {
    return Target.options(Options.command("events", "Prints all that happened in an execution."))
        .addPositional(Options.operand(0, "ID", "The execution."))
        .addOption(Options.flag(FOLLOW, "Goes on until the execution has ended."))
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    long execution = Options.execution(Options.operand(given, 0));
    boolean isJson = Options.has(given, Options.JSON);
    try (var desk = Desks.executions(given, console)) {
      desk.row(execution);
      if (!isJson) {
        console.print(Table.line(WIDTHS, List.of("#", "TIME", "EVENT", "STEP", "STATUS", "")));
      }
      if (Options.has(given, FOLLOW)) {
        desk.follow(execution, new Printing(isJson, console));
      } else {
        desk.eachRow(execution, row -> print(row, isJson, console));
      }
    }
    return Exit.DONE;
  }

  private record Printing(boolean isJson, Console console) implements ExecutionDesk.Follower {
    @Override
    public void see(EventRow row) {
      print(row, isJson, console);
    }

    /// Until nobody reads it any more.
    @Override
    public boolean isWaiting() {
      return !console.out().checkError();
    }
  }

  private static void print(EventRow row, boolean isJson, Console console) {
    console.print(isJson ? EventJson.of(row) : line(row));
  }

  private static String line(EventRow row) {
    var cells = new ArrayList<String>();
    cells.add(Long.toString(row.number()));
    cells.add(Times.clock(row.createdAt()));
    cells.add(row.type());
    cells.add(row.nodeName() + (row.index() < 0 ? "" : "[" + row.index() + "]"));
    cells.add(row.status());
    cells.add(detail(row));
    return Table.line(wide(cells), cells);
  }

  /// The usual widths; a cell that needs more takes it.
  private static int[] wide(List<String> cells) {
    var widths = WIDTHS.clone();
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells.get(i).length());
    }
    return widths;
  }

  /// What matters most about an event, on one line.
  private static String detail(EventRow row) {
    var text =
        switch (row.type()) {
          case "execution_start", "step_completed", "step_failed" -> error(row) + transitions(row);
          case "action_started", "action_retry" -> row.nodeType() + " " + row.context();
          case "step_started" -> "";
          default -> row.error().isEmpty() ? row.result() : row.error();
        };
    var line = Strokes.firstLine(text.strip());
    return line.length() <= DETAIL_MAX ? line : line.substring(0, DETAIL_MAX) + " ...";
  }

  private static String error(EventRow row) {
    return row.error().isEmpty() ? "" : row.error() + " ";
  }

  private static String transitions(EventRow row) {
    if (row.meta().isEmpty()
        || !(Json.read(row.meta()) instanceof Fields meta)
        || !(meta.get("transitions") instanceof Items edges)) {
      return "";
    }
    var taken = new ArrayList<String>();
    for (var edge : edges) {
      if (edge instanceof Fields it && it.get("taken").equals(Bool.TRUE)) {
        taken.add(it.get("step") instanceof Text(var step) ? step : "");
      }
    }
    return "-> " + (taken.isEmpty() ? "nothing" : String.join(", ", taken));
  }
}
