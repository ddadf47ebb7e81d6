package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.cli.Exit;
import io.noetl.cli.Shell;
import io.noetl.tool.Await;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are killed in the middle, and what others make of it. Steps write down that they
/// ran, so that none can have run twice unseen.
class KillIT {
  /// Less than the 30 seconds of a lease: nobody waited for one to run out.
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  /// Three steps; the second hangs when it runs for the first time.
  private static final String THREE =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: three, path: kill/three}
      workflow:
        - step: start
          next: one
        - step: one
          type: shell
          command: echo one >> HOME/done
          next: two
        - step: two
          type: shell
          command: |
            if [ ! -e HOME/hung ]; then
              echo $$ > HOME/hung.new; mv HOME/hung.new HOME/hung
              exec sleep 600
            fi
            echo two >> HOME/done
          next: three
        - step: three
          type: shell
          command: echo three >> HOME/done
          next: end
        - step: end
      """;

  /// A thousand items; the 501st hangs when it runs for the first time.
  private static final String THOUSAND =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: thousand, path: kill/thousand}
      workflow:
        - step: start
          next: each
        - step: each
          type: iterator
          collection: "{{ range(1000) | list }}"
          element: n
          task:
            type: python
            code: |
              import os, time
              def main(n):
                  if n == 500 and not os.path.exists("HOME/hung"):
                      with open("HOME/hung.new", "w") as f:
                          f.write(str(os.getpid()))
                      os.rename("HOME/hung.new", "HOME/hung")
                      time.sleep(600)
                  with open("HOME/done", "a") as f:
                      f.write(f"{n}\\n")
                  return n * 2
            data: {n: "{{ n }}"}
          next: end
        - step: end
      """;

  private static final String WAITING =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: waiting, path: kill/waiting}
      workflow:
        - step: start
          next: before
        - step: before
          type: shell
          command: echo before >> HOME/done
          next: rest
        - step: rest
          type: wait
          duration: 5s
          next: after
        - step: after
          type: shell
          command: echo after >> HOME/done
          next: end
        - step: end
      """;

  private static final String PARENT =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: parent, path: kill/parent}
      workflow:
        - step: start
          next: call
        - step: call
          type: playbook
          path: kill/three
          next: end
        - step: end
      """;

  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  /// Steps outlive a killed process; not this test.
  @AfterEach
  void endWhatHangs() {
    hanging().ifPresent(ProcessHandle::destroyForcibly);
  }

  private String file(String name, String playbook) {
    return shell.file(name, playbook.replace("HOME", home.toString()));
  }

  private List<String> done() {
    try {
      return Files.exists(home.resolve("done"))
          ? Files.readAllLines(home.resolve("done"))
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private java.util.Optional<ProcessHandle> hanging() {
    var file = home.resolve("hung");
    if (!Files.exists(file)) {
      return java.util.Optional.empty();
    }
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitHanging() {
    Await.until("the step hangs", () -> Files.exists(home.resolve("hung")));
  }

  private long count(String id, String type) {
    return shell.events(id).stream()
        .filter(event -> event.get("event_type").toString().equals(type))
        .count();
  }

  private String status(String id) {
    return shell.on("status", id, "--json").json().get("status").toString();
  }

  /// Goes on with an execution in a process of its own; its result.
  private Fields resume(String id) {
    var begun = Instant.now();
    try (var resumed = Noetl.start(shell, "run", "--resume", id, "--json")) {
      int exit = resumed.end();

      assertThat(exit).as(resumed.err()).isEqualTo(Exit.DONE);
      assertThat(Duration.between(begun, Instant.now())).isLessThan(AT_ONCE);
      return (Fields) Json.read(resumed.out());
    }
  }

  private void verify(String id) {
    assertThat(shell.on("replay", id, "--verify").exit()).isEqualTo(Exit.DONE);
  }

  @Test
  void killedInTheSecondOfThreeSteps() {
    var three = file("three.yaml", THREE);
    try (var first = Noetl.start(shell, "run", three)) {
      awaitHanging();
      first.kill();
    }
    var id = shell.newest("kill/three");
    int events = shell.events(id).size();

    // Another execution on the same data leaves it alone.
    var other = shell.on("run", file("waiting.yaml", WAITING.replace("5s", "10ms")), "--json");
    assertThat(other.exit()).isEqualTo(Exit.DONE);
    assertThat(status(id)).isEqualTo("RUNNING");
    assertThat(shell.events(id)).hasSize(events);
    assertThat(shell.on("status", id).err()).contains("run --resume " + id);

    resume(id);

    assertThat(done()).containsExactly("one", "before", "after", "two", "three");
    assertThat(count(id, "step_started")).isEqualTo(3);
    assertThat(count(id, "step_completed")).isEqualTo(3);
    assertThat(count(id, "execution_complete")).isEqualTo(1);
    verify(id);
  }

  @Test
  void killedAtItem500Of1000() {
    var thousand = file("thousand.yaml", THOUSAND);
    try (var first = Noetl.start(shell, "run", thousand)) {
      awaitHanging();
      var id = shell.newest("kill/thousand");
      Await.until("the finished items are recorded", () -> count(id, "iteration_completed") == 500);
      first.kill();
    }
    var id = shell.newest("kill/thousand");

    var result = resume(id).get("result");

    assertThat(done()).hasSize(1000).doesNotHaveDuplicates();
    assertThat(result)
        .isEqualTo(
            new Items(
                LongStream.range(0, 1000)
                    .<io.noetl.value.Value>mapToObj(n -> Num.of(2 * n))
                    .toList()));
    assertThat(count(id, "iterator_started")).isEqualTo(1);
    assertThat(count(id, "iteration_completed")).isEqualTo(1000);
    verify(id);
  }

  @Test
  void killedDuringAWait() {
    var waiting = file("waiting.yaml", WAITING);
    String id;
    try (var first = Noetl.start(shell, "run", waiting)) {
      Await.until("the step before is done", () -> done().contains("before"));
      id = shell.newest("kill/waiting");
      Await.until("it waits", () -> shell.on("status", id).out().contains("waits until"));
      first.kill();
    }

    resume(id);

    assertThat(done()).containsExactly("before", "after");
    var rest =
        shell.events(id).stream()
            .filter(event -> event.get("node_name").toString().equals("rest"))
            .map(event -> Instant.parse(event.get("created_at").toString()))
            .toList();
    assertThat(Duration.between(rest.getFirst(), rest.getLast()))
        .isBetween(Duration.ofMillis(5_000), Duration.ofSeconds(5).plus(AT_ONCE));
    verify(id);
  }

  @Test
  void aChildGoesOnWithItsParent() {
    file("three.yaml", THREE);
    try (var first = Noetl.start(shell, "run", file("parent.yaml", PARENT))) {
      awaitHanging();
      first.kill();
    }

    resume(shell.newest("kill/parent"));

    assertThat(done()).containsExactly("one", "two", "three");
    assertThat(status(shell.newest("kill/three"))).isEqualTo("COMPLETED");
  }

  @Test
  void whatAnotherProcessRunsIsNotTakenFromIt() {
    try (var first = Noetl.start(shell, "run", file("three.yaml", THREE))) {
      awaitHanging();

      var answer = shell.on("run", "--resume", shell.newest("kill/three"));

      assertThat(answer.exit()).isEqualTo(Exit.NOT_ALLOWED);
      assertThat(answer.err()).contains("is being run by another process");
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void twoProcessesShareOneDataDirectory() {
    var one = file("one.yaml", WAITING.replace("5s", "300ms"));
    try (var first = Noetl.start(shell, "run", one, "--json");
        var second = Noetl.start(shell, "run", one, "--json")) {
      assertThat(first.end()).as(first.err()).isEqualTo(Exit.DONE);
      assertThat(second.end()).as(second.err()).isEqualTo(Exit.DONE);
    }

    assertThat(done()).containsExactlyInAnyOrder("before", "before", "after", "after");
    assertThat(shell.on("replay", "--all", "--verify").exit()).isEqualTo(Exit.DONE);
    assertThat(shell.on("executions", "--json").jsonLines()).hasSize(2);
  }

  @Test
  void aCancelFromAnotherProcessTakesEffectSoon() {
    try (var first = Noetl.start(shell, "run", file("three.yaml", THREE))) {
      awaitHanging();
      var id = shell.newest("kill/three");
      var begun = Instant.now();

      var answer = shell.on("cancel", id);

      assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
      assertThat(status(id)).isEqualTo("CANCELLED");
      assertThat(first.end()).isEqualTo(Exit.FAILED);
      assertThat(first.err()).contains("was cancelled");
      Await.until("the step's process is gone", this::isNothingHanging);
    }
    assertThat(done()).containsExactly("one");
  }

  private boolean isNothingHanging() {
    return hanging().filter(ProcessHandle::isAlive).isEmpty();
  }

  /// What Ctrl-C sends; what `kill` sends where a job in the background ignores the former, as do
  /// all processes that it starts.
  private static String interrupt() throws IOException {
    var status = Path.of("/proc/self/status");
    boolean isIgnored =
        Files.exists(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    return isIgnored ? "TERM" : "INT";
  }

  @Test
  void anInterruptCancelsCleanly() throws Exception {
    try (var first = Noetl.start(shell, "run", file("three.yaml", THREE), "--json")) {
      awaitHanging();
      Await.until("it says what it runs", () -> first.err().contains("execution"));

      first.signal(interrupt());

      assertThat(first.end()).as(first.err()).isEqualTo(Exit.INTERRUPTED);
      assertThat(((Fields) Json.read(first.out())).get("status")).hasToString("CANCELLED");
      Await.until("the step's process is gone", this::isNothingHanging);
    }
    var id = shell.newest("kill/three");
    var events = shell.events(id);
    assertThat(events.getLast().get("event_type")).hasToString("execution_cancelled");
    assertThat(events.getLast().get("meta").toString()).contains("interrupted by the user");
    verify(id);
  }

  @Test
  void anExecutionWhoseProcessIsGoneIsCancelledWithoutRunningAnything() {
    file("three.yaml", THREE);
    try (var first = Noetl.start(shell, "run", file("parent.yaml", PARENT))) {
      awaitHanging();
      first.kill();
    }
    var id = shell.newest("kill/parent");

    var answer = shell.on("cancel", id);

    assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
    assertThat(status(id)).isEqualTo("CANCELLED");
    assertThat(status(shell.newest("kill/three"))).isEqualTo("CANCELLED");
    assertThat(done()).containsExactly("one");
    verify(id);
  }
}
