package io.noetl.cli;

import io.noetl.store.ExecutionRow;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl executions`: lists them, newest first.
final class ExecutionsCommand implements Command {
  private static final String LIMIT = "--limit";
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 100_000;

  @Override
  public CommandSpec spec() {
    return Options.command("executions", "Lists the executions, newest first.")
        .addOption(Options.number(LIMIT, "N", "At most so many (default: " + LIMIT_DEFAULT + ")."))
        .addOption(Options.data())
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) {
    int limit = given.matchedOptionValue(LIMIT, LIMIT_DEFAULT);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw CommandError.usage(
          "--limit: expected a number from 1 to %d, found %d".formatted(LIMIT_MAX, limit));
    }
    List<ExecutionRow> rows;
    try (var store = DataDirectory.look(given, console)) {
      rows = store.executions().list(Long.MAX_VALUE, limit);
    }
    var now = Instant.now();
    if (Options.has(given, Options.JSON)) {
      rows.forEach(row -> console.print(Json.write(json(row, now))));
      return Exit.DONE;
    }
    var table = new Table("EXECUTION", "STATUS", "STARTED", "TIME", "PLAYBOOK");
    for (var row : rows) {
      table.add(
          Long.toString(row.execution()),
          row.phase().name(),
          Times.local(row.startedAt()),
          time(row, now),
          row.playbook() + (row.parent() == 0 ? "" : "  (child of " + row.parent() + ")"));
    }
    table.print(console);
    if (rows.isEmpty()) {
      console.say("There are no executions yet.");
    }
    return Exit.DONE;
  }

  static String time(ExecutionRow row, Instant now) {
    var end = row.phase().isFinal() ? row.endedAt() : now;
    return Times.words(Duration.between(row.startedAt(), end));
  }

  private static Fields json(ExecutionRow row, Instant now) {
    return Report.json(row, Null.NULL, "", now)
        .without("result")
        .without("error")
        .with(
            "parent_execution_id",
            row.parent() == 0 ? Null.NULL : Text.of(Long.toString(row.parent())));
  }
}
