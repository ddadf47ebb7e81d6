package io.noetl.cli;

import io.noetl.broker.Phase;
import io.noetl.cli.SteeringDesk.Wish;
import io.noetl.store.ExecutionRow;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// `noetl pause` and `noetl resume`: whoever runs an execution begins nothing more of it, or goes
/// on.
final class SteerCommand implements Command {
  private static final Duration PERIOD = Duration.ofMillis(50);

  /// An engine looks for signals once a second.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Wish wish;

  private SteerCommand(Wish wish) {
    this.wish = wish;
  }

  static SteerCommand pause() {
    return new SteerCommand(Wish.PAUSE);
  }

  static SteerCommand resume() {
    return new SteerCommand(Wish.RESUME);
  }

  @Override
  public CommandSpec spec() {
    var says =
        wish == Wish.PAUSE
            ? "Begins nothing more of executions; what runs goes on."
            : "Goes on with executions that are paused.";
    return Target.options(
        Options.command(wish.word(), says)
            .addPositional(Options.operands("ID", "The executions.", "1..*")));
  }

  @Override
  public int run(ParseResult given, Console console) throws InterruptedException {
    var executions = Options.operands(given).stream().map(Options::execution).toList();
    int exit = Exit.DONE;
    try (var desk = Desks.steering(given, console)) {
      for (long execution : executions) {
        int each = steer(desk, desk.row(execution), console);
        exit = exit == Exit.DONE ? each : exit;
      }
    }
    return exit;
  }

  private int steer(SteeringDesk desk, ExecutionRow row, Console console)
      throws InterruptedException {
    if (row.phase() == Phase.CANCELLING) {
      console.say("noetl: execution %d is being cancelled".formatted(row.execution()));
      return Exit.NOT_ALLOWED;
    }
    if (row.phase().isFinal()) {
      return over(row, console);
    }
    desk.ask(row, wish);
    return await(desk, row.execution(), console);
  }

  private int await(SteeringDesk desk, long execution, Console console)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var row = desk.row(execution);
      if (row.phase().isFinal()) {
        return over(row, console);
      }
      if ((row.phase() == Phase.PAUSED) == (wish == Wish.PAUSE)) {
        console.say("noetl: execution %d is %s".formatted(execution, row.phase()));
        return Exit.DONE;
      }
      if (System.nanoTime() > end) {
        console.say(
            "noetl: execution %d has been asked to %s, but nobody reacts"
                .formatted(execution, wish.word()));
        return Exit.TIMEOUT;
      }
      Thread.sleep(PERIOD);
    }
  }

  private static int over(ExecutionRow row, Console console) {
    console.say(
        "noetl: execution %d has ended already (%s)".formatted(row.execution(), row.phase()));
    return Exit.NOT_ALLOWED;
  }
}
