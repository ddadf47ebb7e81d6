package io.noetl.cli;

import io.noetl.Main;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command line as a user has it, with a directory for files and one for data.
public final class Shell {
  private final Path home;

  public Shell(Path home) {
    this.home = home;
  }

  /// What a command left behind.
  public record Answer(int exit, String out, String err) {
    public Fields json() {
      return (Fields) Json.read(out.strip());
    }

    public List<Fields> jsonLines() {
      return out.lines().map(line -> (Fields) Json.read(line)).toList();
    }
  }

  public Path data() {
    return home.resolve("data");
  }

  /// Runs a command in this process, on the data of this shell.
  public Answer on(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data", data().toString()));
    return with("", all.toArray(String[]::new));
  }

  /// Runs a command in this process as it stands.
  public static Answer with(String input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            List.of(args),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    return new Answer(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Runs a command with an environment and a kind of console of its own.
  static Answer with(Map<String, String> env, Console.Kind kind, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit =
        Cli.run(
            List.of(args),
            new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                env,
                kind));
    return new Answer(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Writes a file below the home of this shell; its path.
  public String file(String name, String text) {
    try {
      var file = home.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The id of the newest execution of a playbook that no other execution started.
  public String newest(String path) {
    return on("executions", "--json").jsonLines().stream()
        .filter(row -> row.get("path").toString().equals(path))
        .map(row -> row.get("execution_id").toString())
        .findFirst()
        .orElseThrow();
  }

  /// The events of an execution.
  public List<Fields> events(String id) {
    return on("events", id, "--json").jsonLines();
  }
}
