package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.server.Served;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `noetl execute` and following what a server does.
@Timeout(120)
class ExecuteCommandTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final String FAILING =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: failing, path: test/failing}
      workflow:
        - {step: start, next: a}
        - {step: a, type: transform, data: {n: "{{ 1 / 0 }}"}, next: end}
        - {step: end}
      """;

  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  private static Shell.Answer at(Served served, String... args) {
    return Shell.with("", with(served, args));
  }

  private static String[] with(Served served, String... args) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--server", served.url()));
    return all.toArray(String[]::new);
  }

  /// A command that goes on while the test does.
  private record Going(CompletableFuture<Integer> exit, ByteArrayOutputStream written) {
    static Going of(Console.Kind kind, String... args) {
      var written = new ByteArrayOutputStream();
      var stream = new PrintStream(written, true, StandardCharsets.UTF_8);
      var in = new ByteArrayInputStream(new byte[0]);
      var console = new Console(in, stream, stream, Map.of(), kind);
      var exit = new CompletableFuture<Integer>();
      Thread.ofVirtual().start(() -> exit.complete(Cli.run(List.of(args), console)));
      return new Going(exit, written);
    }

    String text() {
      return written.toString(StandardCharsets.UTF_8);
    }

    void awaitText(String wanted) {
      until(() -> text().contains(wanted));
    }

    int end() throws Exception {
      return exit.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  @Test
  void theIdIsPrinted() throws Exception {
    try (var served = Served.open()) {
      served.register(Served.THREE);
      var answer = at(served, "execute", Served.PATH, "--set", "n=5");

      assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
      var detail = served.end(answer.out().strip());
      assertThat(detail.get("result")).isEqualTo(Fields.of("n", Num.of(7)));
      assertThat(answer.err()).contains("of " + Served.PATH + "@1");
      var json = at(served, "execute", "playbook", Served.PATH, "--payload", "{}", "--json");
      assertThat(json.err()).isEmpty();
      assertThat(json.json().names()).contains("execution_id", "status", "path");
      assertThat(at(served, "execute", "status", answer.out().strip()).out())
          .isEqualTo(at(served, "status", answer.out().strip()).out());
    }
  }

  @Test
  void theSameKeyStartsNothingNew() throws Exception {
    try (var served = Served.open()) {
      served.register(Served.THREE);
      var once = at(served, "execute", Served.PATH, "--idempotency-key", "k").out();

      assertThat(at(served, "execute", Served.PATH, "--idempotency-key", "k").out())
          .isEqualTo(once);
      var other = at(served, "execute", Served.PATH, "--idempotency-key", "k", "--set", "n=2");
      assertThat(other.exit()).isEqualTo(Exit.USAGE);
    }
  }

  @Test
  void whoWaitsSeesWhatARunShows() {
    var file = shell.file("three.yaml", Served.THREE);
    try (var served = Served.open()) {
      var there = at(served, "execute", file, "--wait");
      var here = shell.on("run", file);

      assertThat(there.exit()).as(there.err()).isEqualTo(Exit.DONE);
      assertThat(there.out()).isEqualTo(here.out());
      assertThat(shape(there.err())).isEqualTo(shape(here.err()));
      var json = at(served, "execute", Served.PATH, "--wait", "--json").json();
      assertThat(json.names()).isEqualTo(shell.on("run", file, "--json").json().names());
    }
  }

  /// Without what differs from run to run.
  private static List<String> shape(String text) {
    return text.lines()
        .map(line -> line.replaceAll("\\d+(\\.\\d+)?", "0").replaceAll(" +", " "))
        .toList();
  }

  @Test
  void aFailureIsExplained() {
    var file = shell.file("failing.yaml", FAILING);
    try (var served = Served.open()) {
      var there = at(served, "execute", file, "--wait");

      assertThat(there.exit()).isEqualTo(Exit.FAILED);
      assertThat(there.out()).isEmpty();
      assertThat(there.err())
          .contains("failed at step 'a'", "a --server " + served.url() + "  says why");
    }
  }

  @Test
  void whatCannotBeStartedHasItsExitCode() {
    var wrong = shell.file("wrong.yaml", FAILING.replace("next: end", "next: nowhere"));
    try (var served = Served.open()) {
      var unknown = at(served, "execute", "test/unknown");
      assertThat(unknown.exit()).isEqualTo(Exit.NOT_FOUND);
      assertThat(unknown.err()).contains("no playbook is registered under 'test/unknown'");
      at(served, "register", shell.file("one.yaml", FAILING.replace("test/", "one/")));
      at(served, "register", shell.file("two.yaml", FAILING.replace("test/", "two/")));
      assertThat(at(served, "execute", "failing").err()).contains("one/failing", "two/failing");
      var invalid = at(served, "execute", wrong);
      assertThat(invalid.exit()).isEqualTo(Exit.INVALID_PLAYBOOK);
      assertThat(invalid.err()).contains(wrong + ":").contains("nowhere");
      assertThat(at(served, "execute").exit()).isEqualTo(Exit.USAGE);
      assertThat(at(served, "execute", "x", "--timeout", "1s").exit()).isEqualTo(Exit.USAGE);
    }
  }

  @Test
  void aWaitHasAnEndAndTheExecutionGoesOn() throws Exception {
    try (var served = Served.withoutWorker()) {
      served.register(Served.THREE);
      var answer = at(served, "execute", Served.PATH, "--wait", "--timeout", "300ms");

      assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.TIMEOUT);
      assertThat(answer.err()).contains("has not ended in 300 ms; it goes on");
      assertThat(at(served, "executions").out()).contains("RUNNING");
    }
  }

  @Test
  void stepsThatGoOnAreShownOnATerminal() throws Exception {
    try (var served = Served.withoutWorker()) {
      served.register(Served.THREE);
      var going = Going.of(Console.Kind.TERMINAL, with(served, "execute", Served.PATH, "--wait"));

      going.awaitText("| a ");
      var id = at(served, "executions", "--json").json().get("execution_id").toString();
      at(served, "cancel", id);
      assertThat(going.end()).isEqualTo(Exit.FAILED);
      assertThat(going.text()).contains("was cancelled");
    }
  }

  @Test
  void anInterruptCancelsTheExecution() throws Exception {
    try (var served = Served.withoutWorker()) {
      served.register(Served.THREE);
      var java = ProcessHandle.current().info().command().orElse("java");
      var classes = System.getProperty("java.class.path");
      var command = new ArrayList<>(List.of(java, "-cp", classes, "io.noetl.Main"));
      command.addAll(List.of(with(served, "execute", Served.PATH, "--wait")));
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();

      until(() -> at(served, "executions", "--json").out().contains("RUNNING"));
      var lines = process.inputReader();
      assertThat(lines.readLine()).contains("execution");
      process.destroy();
      assertThat(process.waitFor()).isEqualTo(Exit.INTERRUPTED);
      assertThat(at(served, "executions").out()).contains("CANCELLED");
    }
  }

  @Test
  void followingGoesOnOverARestart() throws Exception {
    try (var served = Served.withoutWorker()) {
      served.register(Served.THREE);
      var id = served.start();
      var going = Going.of(Console.Kind.PLAIN, with(served, "events", id, "--follow", "--json"));
      going.awaitText("step_started");

      int port = served.leave();
      served.engine.cancel(Long.parseLong(id), "by the test");
      served.comeBack(port);

      assertThat(going.end()).isEqualTo(Exit.DONE);
      assertThat(going.text()).isEqualTo(at(served, "events", id, "--json").out());
      assertThat(going.text()).contains("execution_cancelled");
    }
  }

  @Test
  void waitingGoesOnOverARestart() throws Exception {
    try (var served = Served.withoutWorker()) {
      served.register(Served.THREE);
      var going = Going.of(Console.Kind.PLAIN, with(served, "execute", Served.PATH, "--wait"));
      going.awaitText("execution ");
      var id = at(served, "executions", "--json").json().get("execution_id").toString();

      int port = served.leave();
      served.engine.cancel(Long.parseLong(id), "by the test");
      served.comeBack(port);

      assertThat(going.end()).isEqualTo(Exit.FAILED);
      assertThat(going.text()).contains("was cancelled").contains("by the test");
    }
  }
}
