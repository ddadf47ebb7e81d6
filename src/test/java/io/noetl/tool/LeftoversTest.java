package io.noetl.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.tool.python.PythonTool;
import io.noetl.tool.shell.ShellTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever becomes of a call or of us, nothing is left of it: no process, no descriptor, no file.
@Timeout(300)
class LeftoversTest {
  private static final String PYTHON = System.getenv().getOrDefault("NOETL_PYTHON", "python3");

  /// Not that of [ToolContract]: its tests may run beside these.
  private static final String LONG = "61" + ProcessHandle.current().pid();

  private static final String SLEEPING_PYTHON =
      """
      import subprocess, time
      def main():
          subprocess.Popen(["sleep", "%s"])
          print("begun", flush=True)
          time.sleep(600)
      """
          .formatted(LONG);

  private static final String SLEEPING_SHELL =
      "(sleep %s >/dev/null 2>&1 &); sleep %<s & echo begun; wait".formatted(LONG);

  /// A worker that runs the two endless calls, until it is killed.
  public static final class Doomed {
    private Doomed() {}

    public static void main(String[] args) throws Exception {
      var environment = Environment.of(System.getenv());
      var python = new PythonTool(PYTHON, environment, 2);
      var shell = new ShellTool(environment);
      var watch = new TestWatch();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        threads.submit(() -> python.run(Calls.python(args[0], "{}"), watch));
        threads.submit(() -> shell.run(shell(args[1]), watch));
        Await.until("both have begun", () -> watch.logged().split("begun", -1).length == 3);
        System.out.println("ready");
        System.out.flush();
      }
    }
  }

  @Test
  void theChildrenOfAWorkerThatIsKilledEndWithIt() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var words = List.of(java, "-cp", System.getProperty("java.class.path"), name());
    var worker =
        new ProcessBuilder(java(words)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var out =
        new BufferedReader(
            new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("ready");
      assertThat(sleepers()).isGreaterThanOrEqualTo(3);
    } finally {
      worker.destroyForcibly().waitFor(); // As kill -9 does.
    }

    Await.until("nothing sleeps any more", () -> sleepers() == 0);
  }

  private static String name() {
    return Doomed.class.getName();
  }

  private static List<String> java(List<String> words) {
    var all = new java.util.ArrayList<>(words);
    all.add(SLEEPING_PYTHON);
    all.add(SLEEPING_SHELL);
    return all;
  }

  @Test
  void fiveHundredCallsOfAllKindsLeaveNothing() throws Exception {
    var environment = Environment.of(System.getenv());
    var shell = new ShellTool(environment);
    try (var python = new PythonTool(PYTHON, environment, 4)) {
      round(python, shell, 8); // What is opened once and kept is open now.
      Await.until("the stopped have ended", () -> sleepers() == 0);
      long before = descriptors();

      round(python, shell, 500);

      Await.until("the stopped have ended", () -> sleepers() == 0);
      Await.until("no descriptor is left", () -> descriptors() <= before + 8);
      assertThat(ToolContract.children().size()).isLessThanOrEqualTo(4);
    }
    Await.until("no process is left", () -> ToolContract.children().isEmpty());
    assertThat(inputs()).as("files with the input of commands").isZero();
  }

  private static void round(PythonTool python, ShellTool shell, int calls) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var places = new java.util.concurrent.Semaphore(4);
      for (int i = 0; i < calls; i++) {
        int number = i;
        places.acquire();
        var _ =
            threads.submit(
                () -> {
                  try {
                    call(python, shell, number);
                  } finally {
                    places.release();
                  }
                  return number;
                });
      }
    }
  }

  private static void call(PythonTool python, ShellTool shell, int number) throws Exception {
    var watch = new TestWatch();
    switch (number % 10) {
      case 0 -> stop(python, Calls.python(SLEEPING_PYTHON, "{}"), watch);
      case 1 -> stop(shell, shell(SLEEPING_SHELL), watch);
      case 2 -> fail(python, Calls.python("import os\ndef main(): os._exit(3)", "{}"));
      case 3 -> fail(shell, shell("sleep %s >/dev/null 2>&1 & exit 3".formatted(LONG)));
      case 4, 5 -> python.run(Calls.python("def main(): return 1", "{}"), watch);
      case 6 ->
          shell.run(Calls.of("{\"command\": \"cat\", \"stdin\": \"some input\"}", "{}"), watch);
      default -> shell.run(shell("true"), watch);
    }
  }

  private static void stop(Tool tool, ToolCall call, TestWatch watch) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = threads.submit(() -> tool.run(call, watch));
      Await.until("it has begun", () -> watch.logged().contains("begun"));
      watch.stop();
      threads.shutdownNow();
      Await.until("it has ended", running::isDone);
      assertThat(running.state()).isEqualTo(Future.State.FAILED);
    }
  }

  private static void fail(Tool tool, ToolCall call) throws InterruptedException {
    try {
      tool.run(call, new TestWatch());
    } catch (ToolFailure e) {
      assertThat(e.failure().message()).contains("exit code 3");
    }
  }

  private static ToolCall shell(String command) {
    return Calls.of("{\"command\": \"%s\"}".formatted(command), "{}");
  }

  private static long sleepers() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().arguments().stream())
        .filter(words -> List.of(words).contains(LONG))
        .count();
  }

  /// How many descriptors this process has open; 0 where the system does not tell.
  private static long descriptors() {
    return count(Path.of("/proc/self/fd"), "");
  }

  private static long inputs() {
    return count(Path.of(System.getProperty("java.io.tmpdir")), "noetl-input-");
  }

  private static long count(Path directory, String prefix) {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
