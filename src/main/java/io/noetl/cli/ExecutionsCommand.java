package io.noetl.cli;

import io.noetl.broker.Phase;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl executions`: lists them, newest first.
final class ExecutionsCommand implements Command {
  private static final String STATUS = "--status";
  private static final String PATH = "--path";
  private static final String LABEL = "--label";
  private static final String SEARCH = "--search";
  private static final String LIMIT = "--limit";
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 100_000;

  @Override
  public CommandSpec spec() {
    return Target.options(Options.command("executions", "Lists the executions, newest first."))
        .addOption(Options.text(STATUS, "A,B", "Only in these statuses, such as FAILED."))
        .addOption(Options.text(PATH, "PATH", "Only of this playbook."))
        .addOption(Options.text(LABEL, "K=V", "Only of playbooks with this label (or several)."))
        .addOption(
            Options.text(SEARCH, "TEXT", "Only where the path has it or the id begins with it."))
        .addOption(Options.number(LIMIT, "N", "At most so many (default: " + LIMIT_DEFAULT + ")."))
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    int limit = given.matchedOptionValue(LIMIT, LIMIT_DEFAULT);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw CommandError.usage(
          "--limit: expected a number from 1 to %d, found %d".formatted(LIMIT_MAX, limit));
    }
    List<ExecutionRow> rows;
    var filter =
        new ExecutionDesk.Filter(
            phases(Options.text(given, STATUS)),
            Options.text(given, PATH),
            Options.text(given, LABEL),
            Options.text(given, SEARCH),
            limit);
    try (var desk = Desks.executions(given, console)) {
      rows = desk.list(filter);
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
      console.say(
          filter.isOpen() ? "There are no executions yet." : "There are no such executions.");
    }
    return Exit.DONE;
  }

  private static Set<Phase> phases(String words) {
    var phases = EnumSet.noneOf(Phase.class);
    for (var word : words.split(",", -1)) {
      if (!word.isBlank()) {
        phases.add(phase(word.strip()));
      }
    }
    return phases;
  }

  private static Phase phase(String word) {
    for (var phase : Phase.values()) {
      if (phase.name().equalsIgnoreCase(word) && phase != Phase.NEW) {
        return phase;
      }
    }
    throw CommandError.usage(
        "--status: expected RUNNING, PAUSED, CANCELLING, COMPLETED, FAILED or CANCELLED, found '%s'"
            .formatted(word));
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
