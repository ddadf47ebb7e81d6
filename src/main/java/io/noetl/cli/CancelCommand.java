package io.noetl.cli;

import io.noetl.broker.Phase;
import io.noetl.engine.Engine;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl cancel`: stops executions, whoever runs them. The process that runs one is asked to stop
/// it; if that process is gone, it is stopped here.
final class CancelCommand implements Command {
  private static final String REASON = "cancelled by the user";
  private static final Duration PERIOD = Duration.ofMillis(50);

  /// An engine looks for signals once a second; its tools may take some time to stop.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Override
  public CommandSpec spec() {
    return Options.command("cancel", "Stops executions, whichever process runs them.")
        .addPositional(Options.operands("ID", "The executions.", "1..*"))
        .addOption(Options.data());
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    var executions = Options.operands(given).stream().map(Options::execution).toList();
    try (var store = DataDirectory.look(given, console)) {
      var canceller = new Canceller(store, new Histories(store), console);
      return canceller.cancel(executions);
    }
  }

  private record Canceller(Store store, Histories histories, Console console) {

    int cancel(List<Long> executions) throws InterruptedException {
      int exit = Exit.DONE;
      var asked = new ArrayList<Long>();
      for (long execution : executions) {
        var row = histories.row(execution);
        if (row.phase().isFinal()) {
          console.say(
              "noetl: execution %d has ended already (%s)".formatted(execution, row.phase()));
          exit = Exit.NOT_ALLOWED;
        } else {
          asked.add(execution);
          if (store.engines().isAlive(row.owner())) {
            store.engines().signal(execution, "cancel", REASON);
          }
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
        var row = histories.row(execution);
        if (row.phase().isFinal()) {
          console.say("noetl: execution %d is over: %s".formatted(execution, row.phase()));
          return Exit.DONE;
        }
        if (!store.engines().isAlive(row.owner())) {
          takeOver(row);
        } else if (System.nanoTime() > end) {
          return late(row);
        }
        Thread.sleep(PERIOD);
      }
    }

    private int late(ExecutionRow row) {
      boolean begun = row.phase() == Phase.CANCELLING;
      console.say(
          begun
              ? "noetl: execution %d is being cancelled; a step of it takes its time to stop"
                  .formatted(row.execution())
              : "noetl: execution %d has been asked to stop, but its process (%s) does not react"
                  .formatted(row.execution(), row.owner()));
      return begun ? Exit.DONE : Exit.TIMEOUT;
    }

    /// Ends it with an engine that has no worker: nothing is begun any more.
    private void takeOver(ExecutionRow row) throws InterruptedException {
      try (var engine = Wiring.engine(store, Wiring.playbooks(store), console.env())) {
        if (!stop(engine, row)) {
          return; // Another process was quicker; the next look shows what came of it.
        }
        switch (engine.takeOver(row.execution())) {
          case Engine.Done<Long> _ -> engine.await(row.execution());
          case Engine.Refused<Long> _ -> {}
        }
      }
    }

    /// Decides the end of it and of its children before anything of them is taken up again.
    private boolean stop(Engine engine, ExecutionRow row) throws InterruptedException {
      if (!store.engines().adopt(row.execution(), engine.incarnation())) {
        return false;
      }
      var _ = engine.cancel(row.execution(), REASON);
      for (var child : store.executions().children(row.execution())) {
        if (!child.phase().isFinal()) {
          stop(engine, child);
        }
      }
      return true;
    }
  }
}
