package io.noetl.tool.shell;

import io.noetl.job.Failure;
import io.noetl.tool.Environment;
import io.noetl.tool.Guard;
import io.noetl.tool.Limits;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `type: shell`: runs `command`, a line for `/bin/sh` or a list of a program and its words. The
/// result is `{exit_code, stdout, stderr}`; an exit code other than 0 fails the step.
///
/// What the command leaves running in the background is ended with it.
public final class ShellTool implements Tool {
  private static final int ENDING_MAX = 2000;

  private final Environment environment;

  public ShellTool(Environment environment) {
    this.environment = environment;
  }

  @Override
  public String kind() {
    return "shell";
  }

  @Override
  public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    var limits = Limits.of(call);
    var guard = start(call, limits);
    try (var _ = watch.onStop(guard::kill)) {
      var process = guard.process();
      var out = new Drain(process.getInputStream(), watch);
      var err = new Drain(process.getErrorStream(), watch);
      int code = process.waitFor();
      // Whoever still holds the pipes was left in the background.
      boolean isRead = out.isDoneSoon() && err.isDoneSoon();
      guard.over();
      if (!isRead) {
        guard.kill();
      }
      return result(code, out.text(), err.text(), limits);
    } finally {
      close(guard);
    }
  }

  private static void close(Guard guard) {
    try {
      guard.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value result(int code, String out, String err, Limits limits) throws ToolFailure {
    var result =
        Fields.builder().put("exit_code", code).put("stdout", out).put("stderr", err).build();
    if (code == 0) {
      return result;
    }
    var ending = lastLine(err.isBlank() ? out : err);
    var message = "the command ended with exit code %d".formatted(code);
    var whole = ending.isEmpty() ? message : message + ": " + ending;
    var failure =
        limits
            .met(code, err)
            .map(met -> Failure.error(met.code(), whole + "; " + met.message()))
            .orElseGet(() -> Failure.error("exit_code", whole));
    throw new ToolFailure(failure.withResult(result));
  }

  private static String lastLine(String text) {
    var stripped = text.strip();
    var line = stripped.substring(stripped.lastIndexOf('\n') + 1);
    return line.length() > ENDING_MAX ? line.substring(0, ENDING_MAX) + "..." : line;
  }

  private Guard start(ToolCall call, Limits limits) throws ToolFailure {
    var builder = new ProcessBuilder(words(call.config("command")));
    builder.environment().clear();
    builder.environment().putAll(environment.forCall(call.config("env")));
    if (!call.text("cwd").isEmpty()) {
      var directory = Path.of(call.text("cwd"));
      if (!Files.isDirectory(directory)) {
        throw ToolFailure.invalid("cwd", "there is no directory " + directory);
      }
      builder.directory(directory.toFile());
    }
    var input = call.config("stdin");
    try {
      return Guard.start(builder, input == Null.NULL ? "" : text(input), limits);
    } catch (IOException | IllegalArgumentException e) {
      throw ToolFailure.invalid("command", "the command cannot be started: " + e.getMessage());
    }
  }

  private static List<String> words(Value command) throws ToolFailure {
    return switch (command) {
      case Text(var line) when !line.isBlank() -> List.of("/bin/sh", "-c", line);
      case Items(var list) when !list.isEmpty() -> {
        var words = new ArrayList<String>();
        list.forEach(word -> words.add(text(word)));
        yield words;
      }
      default -> throw ToolFailure.invalid("command", "a shell step needs a 'command'");
    };
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : Json.write(value);
  }
}
