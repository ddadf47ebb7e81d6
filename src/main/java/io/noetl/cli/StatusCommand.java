package io.noetl.cli;

import io.noetl.broker.Edge;
import io.noetl.broker.Replay;
import io.noetl.broker.Timer;
import io.noetl.engine.Playbooks;
import io.noetl.playbook.Step;
import io.noetl.store.ExecutionRow;
import io.noetl.store.QueuedJob;
import io.noetl.store.Store;
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
    return Options.command("status", "Says where an execution stands.")
        .addPositional(Options.operand(0, "ID", "The execution."))
        .addOption(Options.data())
        .addOption(Options.json());
  }

  @Override
  public int run(ParseResult given, Console console) {
    long execution = Options.execution(Options.operand(given, 0));
    try (var store = DataDirectory.look(given, console)) {
      var histories = new Histories(store);
      var status = status(store, histories.row(execution), histories);
      if (Options.has(given, Options.JSON)) {
        console.print(Json.write(status.json()));
      } else {
        status.print(console);
      }
    }
    return Exit.DONE;
  }

  private static Status status(Store store, ExecutionRow row, Histories histories) {
    var history = histories.entries(row.execution());
    var state = Replay.fold(row.execution(), history);
    var story = Histories.story(history);
    return new Status(
        row,
        histories.load(state.result()),
        Histories.error(history),
        steps(store, row, story),
        running(store, row, story),
        waiting(story),
        !row.phase().isFinal() && !store.engines().isAlive(row.owner()));
  }

  /// How many steps are done, of those that leave a trace.
  private record Steps(long done, long total) {
    @Override
    public String toString() {
      return done + " of " + total;
    }
  }

  private static Steps steps(Store store, ExecutionRow row, Story story) {
    long done =
        story.visits().stream()
            .filter(visit -> visit.end() == Visit.End.COMPLETED || visit.end() == Visit.End.HANDLED)
            .map(Visit::step)
            .distinct()
            .count();
    return switch (Wiring.playbooks(store).find(row.playbook().path(), row.playbook().version())) {
      case Playbooks.Ready ready -> {
        var steps = ready.broker().playbook().steps();
        yield new Steps(done, steps.stream().filter(step -> leavesTrace(step, story)).count());
      }
      case Playbooks.Missing _ -> new Steps(done, done);
    };
  }

  private static boolean leavesTrace(Step step, Story story) {
    boolean isEntry = step.name().equals(story.entry());
    return !(step.isRouter() && (step.isEnd() || isEntry));
  }

  /// Each step that goes on, with what it is doing.
  private static Map<String, String> running(Store store, ExecutionRow row, Story story) {
    var now = store.now();
    var waits = waits(store, row);
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

  /// What jobs wait for, by their names.
  private static Map<String, String> waits(Store store, ExecutionRow row) {
    var waits = new LinkedHashMap<String, String>();
    for (var job : store.jobs(row.execution())) {
      if (job.status() == QueuedJob.Status.QUEUED) {
        waits.put(job.job().id().name(), "waits for a free worker");
      }
    }
    for (var timer : store.timers(row.execution())) {
      var until = Times.local(timer.due());
      switch (timer.purpose()) {
        case Timer.WaitDue(var job) -> waits.put(job, "waits until " + until);
        case Timer.RetryDue(var job, var attempt) ->
            waits.put(job, "attempt %d at %s".formatted(attempt, until));
        default -> {}
      }
    }
    return waits;
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
