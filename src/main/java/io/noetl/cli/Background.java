package io.noetl.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Model.OptionSpec;

/// Servers and workers that run on when the command that started them has ended.
final class Background {
  static final String DETACH = "--detach";

  private static final Duration STARTING_MAX = Duration.ofSeconds(60);
  private static final Duration STOPPING_MAX = Duration.ofSeconds(60);
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final Path directory;
  private final String name;
  private final Console console;

  /// For what is called `name` (`server-8083`) and uses the data directory.
  Background(Path directory, String name, Console console) {
    this.directory = directory;
    this.name = name;
    this.console = console;
  }

  static OptionSpec option() {
    return Options.flag(
        DETACH, "Goes on in the background; its log is log/NAME.log in the data directory.");
  }

  /// Starts this very command once more without `--detach`, and waits until it is `ready`.
  int start(BooleanSupplier ready) throws InterruptedException {
    var known = PidFile.of(directory, name).process();
    if (known.isPresent()) {
      throw new CommandError(
          Exit.NOT_ALLOWED, "%s runs already, as process %d".formatted(name, known.get().pid()));
    }
    var log = log();
    try {
      var process =
          new ProcessBuilder(command())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .redirectErrorStream(true)
              .start();
      return await(process, ready, log);
    } catch (IOException e) {
      throw new UncheckedIOException("the background process cannot be started", e);
    }
  }

  private Path log() {
    var log = directory.resolve("log").resolve(name + ".log");
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the directory of " + log, e);
    }
    return log;
  }

  /// How this process was started; a terminal that is closed does not end the other.
  private static List<String> command() {
    var info = ProcessHandle.current().info();
    var command = new ArrayList<String>();
    command.add("nohup");
    command.add(info.command().orElseThrow(Background::unknown));
    Arrays.stream(info.arguments().orElseThrow(Background::unknown))
        .filter(argument -> !argument.equals(DETACH))
        .forEach(command::add);
    return command;
  }

  private static CommandError unknown() {
    return new CommandError(
        Exit.FAILED, "this system does not tell how a process was started: use nohup instead");
  }

  private int await(Process process, BooleanSupplier ready, Path log) throws InterruptedException {
    long end = System.nanoTime() + STARTING_MAX.toNanos();
    while (!ready.getAsBoolean()) {
      if (process.waitFor(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CommandError(Exit.FAILED, "%s ended at once; %s says why".formatted(name, log));
      }
      if (System.nanoTime() > end) {
        throw new CommandError(
            Exit.TIMEOUT, "%s is not ready yet; %s says more".formatted(name, log));
      }
    }
    console.say("noetl: %s runs as process %d, log %s".formatted(name, process.pid(), log));
    return Exit.DONE;
  }

  /// Asks the process to stop, and waits until it has.
  int stop() throws InterruptedException {
    return stop(PidFile.of(directory, name), console)
        .orElseThrow(() -> CommandError.notFound("no %s runs here".formatted(name)));
  }

  /// Stops all whose names begin with `prefix`.
  static int stopAll(Path directory, String prefix, Console console) throws InterruptedException {
    int exit = Exit.DONE;
    int stopped = 0;
    for (var file : PidFile.all(directory, prefix)) {
      var each = stop(file, console);
      stopped += each.isPresent() ? 1 : 0;
      exit = Math.max(exit, each.orElse(Exit.DONE));
    }
    if (stopped == 0) {
      throw CommandError.notFound("no %s runs here".formatted(prefix));
    }
    return exit;
  }

  private static Optional<Integer> stop(PidFile file, Console console) throws InterruptedException {
    var process = file.process();
    if (process.isEmpty()) {
      file.forget();
      return Optional.empty();
    }
    process.get().destroy();
    long end = System.nanoTime() + STOPPING_MAX.toNanos();
    while (process.get().isAlive()) {
      if (System.nanoTime() > end) {
        console.say(
            "noetl: %s (process %d) has not ended yet".formatted(file.name(), process.get().pid()));
        return Optional.of(Exit.TIMEOUT);
      }
      Thread.sleep(PERIOD);
    }
    file.forget();
    console.say("noetl: stopped " + file.name());
    return Optional.of(Exit.DONE);
  }
}
