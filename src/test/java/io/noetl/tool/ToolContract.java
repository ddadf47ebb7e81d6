package io.noetl.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What holds for every tool.
public interface ToolContract {
  /// A time to sleep that tells our processes from those of others.
  String LONG = "60" + ProcessHandle.current().pid();

  Tool tool();

  /// A call that ends soon, and always with the same result.
  ToolCall quick();

  /// A call that goes on until it is stopped; when `hasBegun` it is in the midst of it. Processes
  /// that it starts sleep for [#LONG] seconds.
  ToolCall endless();

  boolean hasBegun(TestWatch watch);

  /// The part of a quick call's result that is the same each time.
  default Value comparable(Value result) {
    return result;
  }

  /// A call that would print or fetch far too much if it were let.
  ToolCall torrent();

  @Test
  default void manyThreadsMayCallAtOnce() throws Exception {
    var expected = comparable(tool().run(quick(), new TestWatch()));
    Callable<Value> call = () -> comparable(tool().run(quick(), new TestWatch()));

    List<Future<Value>> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        results.add(threads.submit(call));
      }
    }

    for (var result : results) {
      assertThat(result.get()).isEqualTo(expected);
    }
  }

  @Test
  default void itEndsSoonAfterItIsStopped() throws Exception {
    stopInTheMidst();

    assertThat(tool().run(quick(), new TestWatch())).isNotNull();
  }

  private void stopInTheMidst() {
    var watch = new TestWatch();
    var before = children();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var thread = threads.submit(() -> tool().run(endless(), watch));
      Await.until("the call runs", () -> hasBegun(watch));

      watch.stop();
      threads.shutdownNow(); // What stops a call interrupts its thread, too.

      Await.until("the call has ended", thread::isDone);
      assertThat(thread.state()).isEqualTo(Future.State.FAILED);
    }
    Await.until("no process is left", () -> before.containsAll(children()) && !anySleeps());
  }

  @Test
  default void whatItTakesInIsBounded() throws Exception {
    try {
      var result = tool().run(torrent(), new TestWatch());
      assertThat(Json.write(result).length()).isLessThan(34 << 20);
    } catch (ToolFailure e) {
      assertThat(e.failure().message()).contains("larger than");
    }
  }

  /// Whether any process sleeps for [#LONG] seconds.
  static boolean anySleeps() {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().arguments().stream())
        .anyMatch(words -> List.of(words).contains(LONG));
  }

  static Set<Long> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
