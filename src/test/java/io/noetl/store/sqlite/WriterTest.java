package io.noetl.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.store.StoreUnavailable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WriterTest {
  private static final String INSERT = "INSERT INTO signal VALUES (?, 1, 'test', '')";
  private static final String COUNT = "SELECT count(*) FROM signal";

  @TempDir Path directory;
  private Writer writer;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void open() {
    var database = Database.in(directory, Settings.DEFAULT);
    writer = new Writer(database.writing(), database.file());
  }

  @AfterEach
  void close() {
    writer.close();
    callers.close();
  }

  /// Keeps the writer busy until `waiting` have queued up behind it, so that they form one group.
  private List<CompletableFuture<Integer>> oneGroup(List<Work<Integer>> waiting) throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var blocking =
        call(
            _ -> {
              begun.countDown();
              awaitQuietly(release);
              return 0;
            });
    begun.await();
    List<CompletableFuture<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < waiting.size(); i++) {
      calls.add(call(waiting.get(i)));
      while (writer.waiting() <= i) {
        Thread.onSpinWait();
      }
    }
    release.countDown();
    blocking.get();
    return calls;
  }

  private CompletableFuture<Integer> call(Work<Integer> work) {
    return CompletableFuture.supplyAsync(() -> writer.write(work), callers);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Work<Integer> insert(long execution) {
    return session -> session.sql(INSERT).number(execution).run();
  }

  private long count() {
    return writer.write(session -> session.sql(COUNT).first(row -> row.number(1))).orElseThrow();
  }

  @Test
  void everyCallerOfAGroupGetsItsOwnAnswer() throws Exception {
    var calls = oneGroup(List.of(_ -> 1, _ -> 2, _ -> 3));

    assertThat(calls.get(0).get()).isEqualTo(1);
    assertThat(calls.get(1).get()).isEqualTo(2);
    assertThat(calls.get(2).get()).isEqualTo(3);
  }

  @Test
  void faultyWorkFailsAloneAndChangesNothing() throws Exception {
    Work<Integer> faulty =
        session -> {
          insert(50).with(session);
          throw new IllegalStateException("a bug");
        };
    Work<Integer> wrong = session -> session.sql("INSERT INTO nowhere VALUES (1)").run();

    var calls = oneGroup(List.of(insert(1), faulty, insert(2), wrong, insert(2), insert(3)));

    assertThat(calls.get(0).get()).isEqualTo(1);
    assertThatThrownBy(() -> calls.get(1).get()).hasMessageContaining("a bug");
    assertThat(calls.get(2).get()).isEqualTo(1);
    assertThatThrownBy(() -> calls.get(3).get()).hasMessageContaining("nowhere");
    assertThatThrownBy(() -> calls.get(4).get()).hasMessageContaining("UNIQUE");
    assertThat(calls.get(5).get()).isEqualTo(1);
    assertThat(count()).isEqualTo(3);
  }

  @Test
  void whatIsWaitingWhenItClosesIsStillDone() throws Exception {
    var calls = oneGroup(List.of(insert(1), insert(2)));

    writer.close();

    assertThat(calls.get(0).get()).isEqualTo(1);
    assertThat(calls.get(1).get()).isEqualTo(1);
    assertThatThrownBy(() -> writer.write(insert(3))).isInstanceOf(StoreUnavailable.class);
  }
}
