package io.noetl.cli;

import io.noetl.broker.Phase;
import io.noetl.cli.SteeringDesk.Wish;
import io.noetl.store.ExecutionRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl cancel`: stops executions, whoever runs them. The process that runs one is asked to stop
/// it; if that process is gone, it is stopped here.
final class CancelCommand implements Command {
  private static final Duration PERIOD = Duration.ofMillis(50);

  /// An engine looks for signals once a second; its tools may take some time to stop.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Override
  public CommandSpec spec() {
    return Target.options(
        Options.command("cancel", "Stops executions, whichever process runs them.")
            .addPositional(Options.operands("ID", "The executions.", "1..*")));
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    var executions = Options.operands(given).stream().map(Options::execution).toList();
    try (var desk = Desks.steering(given, console)) {
      return new Canceller(desk, console).cancel(executions);
    }
  }

  private record Canceller(SteeringDesk desk, Console console) {

    int cancel(List<Long> executions) throws InterruptedException {
      int exit = Exit.DONE;
      var asked = new ArrayList<Long>();
      for (long execution : executions) {
        var row = desk.row(execution);
        if (row.phase().isFinal()) {
          console.say(
              "noetl: execution %d has ended already (%s)".formatted(execution, row.phase()));
          exit = Exit.NOT_ALLOWED;
        } else {
          asked.add(execution);
          desk.ask(row, Wish.CANCEL);
        }
      }
      for (long execution : asked) {
        int each = await(execution);
        exit = exit == Exit.DONE ? each : exit;
      }
      return exit;
    }

    private int await(long execution) throws InterruptedException {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (true) {
        var row = desk.row(execution);
        if (row.phase().isFinal()) {
          console.say("noetl: execution %d is over: %s".formatted(execution, row.phase()));
          return Exit.DONE;
        }
        if (desk.isRun(row) && System.nanoTime() > end) {
          return late(row);
        }
        Thread.sleep(PERIOD);
      }
    }

    private int late(ExecutionRow row) {
      boolean begun = row.phase() == Phase.CANCELLING;
      var by = row.owner().isEmpty() ? "the server" : "its process (" + row.owner() + ")";
      console.say(
          begun
              ? "noetl: execution %d is being cancelled; a step of it takes its time to stop"
                  .formatted(row.execution())
              : "noetl: execution %d has been asked to stop, but %s does not react"
                  .formatted(row.execution(), by));
      return begun ? Exit.DONE : Exit.TIMEOUT;
    }
  }
}
