package io.noetl.tool.python;

import io.noetl.tool.Guard;
import io.noetl.tool.Limits;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// Runs the commands that make a virtual environment; what they print is the step's log.
final class Installer {
  /// pip says why it gives up in its last lines.
  private static final int LINES_MAX = 6;

  private static final int LINE_MAX = 500;

  private final Map<String, String> environment;
  private final Watch watch;

  Installer(Map<String, String> environment, Watch watch) {
    this.environment = environment;
    this.watch = watch;
  }

  /// Throws where the command fails: `what` went wrong, the last lines, and what to do.
  void run(List<String> command, String what, String advice)
      throws IOException, ToolFailure, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Deque<String> last = new ArrayDeque<>();
    var guard = Guard.start(builder, "", Limits.NONE);
    try (var _ = watch.onStop(guard::kill)) {
      read(guard.process(), last);
      int code = guard.process().waitFor();
      guard.over();
      if (code != 0) {
        throw ToolFailure.error(
            "python_packages", "%s: %s (%s)".formatted(what, String.join(" | ", last), advice));
      }
    } finally {
      guard.close();
    }
  }

  private void read(Process process, Deque<String> last) throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        watch.log(line + "\n");
        last.addLast(line.length() > LINE_MAX ? line.substring(0, LINE_MAX) + "..." : line.strip());
        if (last.size() > LINES_MAX) {
          last.removeFirst();
        }
      }
    }
  }
}
