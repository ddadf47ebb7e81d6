package io.noetl.cli;

import io.noetl.broker.Edge;
import io.noetl.broker.Replay;
import io.noetl.playbook.Step;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl status`: where an execution stands.
final class StatusCommand implements Command {
  private static final int RESULT_MAX = 2_000;

  @Override
  public CommandSpec spec() {
    return Target.options(base());
  }

  /// The same for `noetl execute status`, which always asks a server.
  CommandSpec ofServer() {
    return Target.serverOptions(base());
  }

  private static CommandSpec base() {
    return Options.command("status", "Says where an execution stands.")
        .addPositional(Options.operand(0, "ID", "The execution."))
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    return run(given, Desks.executions(given, console), console);
  }

  int run(ParseResult given, ExecutionDesk desk, Console console) throws InterruptedException {
    long execution = Options.execution(Options.operand(given, 0));
    try (desk) {
      var status = status(desk, desk.row(execution));
      if (Options.has(given, Options.JSON)) {
        console.print(Json.write(status.json()));
      } else {
        status.print(console);
      }
    }
    return Exit.DONE;
  }

  private static Status status(ExecutionDesk desk, ExecutionRow row) throws InterruptedException {
    var history = desk.entries(row.execution());
    var state = Replay.fold(row.execution(), history);
    var story = Histories.story(history);
    return new Status(
        row,
        desk.result(state),
        Histories.error(history),
        steps(desk, row, story),
        running(desk, row, story),
        waiting(story),
        desk.isOrphaned(row));
  }

  /// How many steps are done, of those that leave a trace.
  private record Steps(long done, long total) {
    @Override
    public String toString() {
      return done + " of " + total;
    }
  }

  private static Steps steps(ExecutionDesk desk, ExecutionRow row, Story story)
      throws InterruptedException {
    long done =
        story.visits().stream()
            .filter(visit -> visit.end() == Visit.End.COMPLETED || visit.end() == Visit.End.HANDLED)
            .map(Visit::step)
            .distinct()
            .count();
    long total =
        desk.playbook(row.playbook())
            .map(it -> it.steps().stream().filter(step -> leavesTrace(step, story)).count())
            .orElse(done);
    return new Steps(done, total);
  }

  private static boolean leavesTrace(Step step, Story story) {
    boolean isEntry = step.name().equals(story.entry());
    return !(step.isRouter() && (step.isEnd() || isEntry));
  }

  /// Each step that goes on, with what it is doing.
  private static Map<String, String> running(ExecutionDesk desk, ExecutionRow row, Story story)
      throws InterruptedException {
    if (story.running().isEmpty()) {
      return Map.of();
    }
    var now = Instant.now();
    var waits = desk.waits(row.execution());
    var running = new LinkedHashMap<String, String>();
    for (var visit : story.running()) {
      var what = new ArrayList<String>();
      what.add("for " + Times.words(visit.time(now)));
      if (visit.attempt() > 1) {
        what.add("attempt " + visit.attempt());
      }
      if (visit.total() >= 0) {
        what.add("%d of %d items".formatted(visit.succeeded() + visit.failed(), visit.total()));
      }
      if (waits.containsKey(visit.name())) {
        what.add(waits.get(visit.name()));
      }
      running.put(visit.name(), String.join(", ", what));
    }
    return running;
  }

  /// The steps that branches have reached and that wait for others to come.
  private static List<String> waiting(Story story) {
    return story.judged().stream()
        .map(Story.Judged::edge)
        .map(Edge::target)
        .distinct()
        .filter(step -> !story.waitingFor(step).isEmpty())
        .toList();
  }

  private record Status(
      ExecutionRow row,
      Value result,
      String error,
      Steps steps,
      Map<String, String> running,
      List<String> waiting,
      boolean orphaned) {

    Fields json() {
      var now = Instant.now();
      var activities = Fields.builder();
      running.forEach((step, what) -> activities.put(step, what));
      return Report.json(row, result, error, now)
          .with("steps_completed", Num.of(steps.done()))
          .with("steps_total", Num.of(steps.total()))
          .with("running", activities.build())
          .with("waiting", new Items(waiting.stream().<Value>map(Text::of).toList()))
          .with("orphaned", Bool.of(orphaned));
    }

    void print(Console console) {
      var now = Instant.now();
      line(console, "execution", Long.toString(row.execution()));
      line(console, "playbook", row.playbook().toString());
      line(console, "status", row.phase().name());
      line(console, "started", Times.local(row.startedAt()));
      line(console, "time", ExecutionsCommand.time(row, now));
      line(console, "steps", steps.toString());
      running.forEach((step, what) -> line(console, "running", step + "  " + what));
      waiting.forEach(step -> line(console, "waiting", step + "  for branches still on their way"));
      if (!error.isEmpty()) {
        line(console, "error", error);
      }
      if (result != Null.NULL) {
        var text = Json.write(result);
        line(
            console,
            "result",
            text.length() <= RESULT_MAX ? text : text.substring(0, RESULT_MAX) + " ...");
      }
      if (orphaned) {
        console.out().flush();
        console.say(
            "The process that ran it is gone: noetl run --resume %d goes on with it, noetl cancel"
                    .formatted(row.execution())
                + " %d ends it.".formatted(row.execution()));
      }
    }

    private static void line(Console console, String name, String value) {
      console.print(name + " ".repeat(11 - name.length()) + value);
    }
  }
}
