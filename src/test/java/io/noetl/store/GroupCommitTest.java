package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final int PATIENCE_SECONDS = 60;

  /// A request that knows who wrote it.
  private static final class Letter implements GroupCommit.Request {
    final CompletableFuture<Thread> writer = new CompletableFuture<>();

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public boolean isDone() {
      return writer.isDone();
    }

    @Override
    public void fail(Throwable cause) {
      writer.completeExceptionally(cause);
    }

    Thread writtenBy() throws Exception {
      return writer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static void write(List<Letter> group) {
    group.forEach(letter -> letter.writer.complete(Thread.currentThread()));
  }

  private static GroupCommit<Letter> commits(Consumer<List<Letter>> work) {
    return new GroupCommit<>("test-writer", GroupCommit.Callers.PLATFORM_THREADS, 1, 100, work);
  }

  @Test
  void whoFindsNobodyAtWorkWritesHimself() throws Exception {
    try (var commits = commits(GroupCommitTest::write)) {
      var letter = new Letter();

      assertThat(commits.submit(letter)).isTrue();

      assertThat(letter.writtenBy()).isSameAs(Thread.currentThread());
    }
  }

  @Test
  void aVirtualThreadLeavesItToOthers() throws Exception {
    try (var commits = commits(GroupCommitTest::write)) {
      var letter = new Letter();

      Thread.ofVirtual().start(() -> commits.submit(letter)).join();

      assertThat(letter.writtenBy().getName()).startsWith("test-writer");
    }
  }

  @Test
  void whatComesWhileOneIsWrittenIsWrittenTogether() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var sizes = Collections.synchronizedList(new ArrayList<Integer>());
    try (var commits =
            commits(
                group -> {
                  sizes.add(group.size());
                  begun.countDown();
                  await(goOn);
                  write(group);
                });
        var callers = Executors.newFixedThreadPool(5)) {
      var first = new Letter();
      callers.submit(() -> commits.submit(first));
      await(begun);
      List<Letter> others = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        var letter = new Letter();
        others.add(letter);
        assertThat(commits.submit(letter)).isTrue(); // Somebody is at it: does not wait.
      }

      goOn.countDown();

      for (var letter : others) {
        letter.writtenBy();
      }
      assertThat(sizes).containsExactly(1, 4);
    }
  }

  @Test
  void anInterruptIsKeptForLater() throws Exception {
    try (var commits =
        commits(
            group -> {
              assertThat(Thread.currentThread().isInterrupted()).isFalse();
              write(group);
            })) {
      var letter = new Letter();
      Thread.currentThread().interrupt();

      commits.submit(letter);

      assertThat(Thread.interrupted()).isTrue();
      letter.writtenBy();
    }
  }

  @Test
  void whateverGoesWrongIsToldToThoseWithoutAnAnswer() {
    try (var commits =
        commits(
            _ -> {
              throw new StackOverflowError();
            })) {
      var letter = new Letter();

      commits.submit(letter);

      assertThatThrownBy(letter::writtenBy)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void whatIsClosedTakesNothing() {
    var commits = commits(GroupCommitTest::write);
    commits.close();

    assertThat(commits.submit(new Letter())).isFalse();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
