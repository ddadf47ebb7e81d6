package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.engine.Engine;
import io.noetl.engine.Merging;
import io.noetl.engine.Order;
import io.noetl.playbook.PlaybookParser;
import io.noetl.tool.Await;
import io.noetl.value.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Thousands of steps of all tools, half of which fail, hang or leave something behind: afterwards
/// there are no more processes, descriptors, temporary files or kept memory than before.
@Timeout(600)
class SoakIT {
  private static final int STEPS_EACH = 26;
  private static final int WARMING = 40;
  private static final int EXECUTIONS = 200;
  private static final int AT_ONCE = 20;

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  /// Pools may grow a little, and the JVM opens what it needs when it needs it.
  private static final int DESCRIPTORS_MORE = 40;

  /// A process that rests has three pipes and a file.
  private static final int DESCRIPTORS_OF_CHILD = 4;

  /// Other programs of the machine use the directory too. A step that left something there each
  /// time would have left as much as there are executions.
  private static final int TEMPORARY_MORE = EXECUTIONS / 2;

  private static final long HEAP_MORE = 48L << 20;

  @TempDir static Path home;

  /// What could leak.
  private record Holdings(long children, long descriptors, long temporary, long heap) {
    static Holdings now() throws IOException {
      return new Holdings(
          ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count(),
          entries(DESCRIPTORS),
          entries(TEMPORARY),
          heapInUse());
    }

    private static long entries(Path directory) throws IOException {
      if (!Files.isDirectory(directory)) {
        return 0;
      }
      try (var entries = Files.list(directory)) {
        return entries.count();
      }
    }

    /// The least of a few readings, each after a collection.
    private static long heapInUse() {
      var least = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        System.gc();
        least =
            Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
      }
      return least;
    }
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    var hanging = new Semaphore(0);
    try (var stage = new Stage(home)) {
      stage.prepare();
      stage.database().execute("CREATE TABLE IF NOT EXISTS soak (execution text)");
      answers(stage, hanging);
      var order = order(stage);
      run(stage, order, WARMING, hanging);
      var before = Holdings.now();

      run(stage, order, EXECUTIONS, hanging);

      Await.until("nobody but resting Python", () -> children() <= Runs.SLOTS && !isAnyAsleep());
      var after = Holdings.now();
      var said = "%d steps: before %s, after %s".formatted(EXECUTIONS * STEPS_EACH, before, after);
      long resting = Math.max(0, after.children() - before.children());
      assertThat(after.descriptors())
          .as(said)
          .isLessThan(before.descriptors() + DESCRIPTORS_MORE + resting * DESCRIPTORS_OF_CHILD);
      assertThat(after.temporary()).as(said).isLessThan(before.temporary() + TEMPORARY_MORE);
      assertThat(after.heap()).as(said).isLessThan(before.heap() + HEAP_MORE);
      assertThat(stage.database().rows("SELECT count(*) FROM soak"))
          .isEqualTo("(%d)".formatted(EXECUTIONS + WARMING));
    }
  }

  /// What the shell steps leave behind is asleep for ten minutes.
  private static boolean isAnyAsleep() {
    return ProcessHandle.current()
        .descendants()
        .anyMatch(it -> it.info().command().orElse("").endsWith("/sleep"));
  }

  private static long children() {
    return ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).count();
  }

  private static void answers(Stage stage, Semaphore hanging) {
    stage.web().answer("/good", "{\"good\": true}");
    stage.web().answer("/fails", _ -> new StandIn.Answer(500, "{\"good\": false}"));
    stage
        .web()
        .answer(
            "/hangs",
            _ -> {
              try {
                hanging.acquire();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return StandIn.Answer.of("{}");
            });
  }

  private static Order order(Stage stage) throws IOException {
    var text = Files.readString(Path.of("src/test/resources/soak/mixed.yaml"));
    var parsed = (PlaybookParser.Valid) PlaybookParser.parse("mixed.yaml", text);
    var payload =
        Fields.builder()
            .put("url", stage.web().url())
            .put("refused", "http://127.0.0.1:1/")
            .put("files", stage.directory().toString())
            .build();
    var ready = stage.runs().playbooks().register(parsed.playbook(), text);
    return Order.of(ready, payload, Merging.SHALLOW);
  }

  /// Requests that hang are let go after each batch: nobody waits for them any more, but they hold
  /// a descriptor of this process.
  private static void run(Stage stage, Order order, int executions, Semaphore hanging)
      throws InterruptedException {
    for (int done = 0; done < executions; done += AT_ONCE) {
      List<Long> ids = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        ids.add(((Engine.Done<Long>) stage.runs().engine().start(order)).value());
      }
      for (var id : ids) {
        var run = stage.runs().finished(id);
        assertThat(run.json()).as(run.history().toString()).isEqualTo("[2,4,6]");
      }
      hanging.release(AT_ONCE);
    }
  }
}
