package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Phase;
import io.noetl.server.Caretaker.Schedule;
import io.noetl.store.Appends;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Patience;
import io.noetl.store.Pruner;
import io.noetl.store.StoreUnavailable;
import io.noetl.store.memory.MemoryStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server that lets old executions go by itself.
@Timeout(60)
class CaretakerTest {
  private static final Schedule AT_ONCE = new Schedule(Duration.ZERO, Duration.ofMillis(1));

  @Test
  void whatEndedLongAgoGoesAgainAndAgain() {
    var store = new MemoryStore();
    Appends.start(1).in(Phase.COMPLETED).to(store); // At a fixed instant that is long past.
    Appends.start(2).to(store);
    var pruner = new Pruner(store, 10);

    try (var caretaker =
        new Caretaker(AT_ONCE, Optional.of(() -> Caretaker.prune(pruner, Duration.ofMinutes(1))))) {
      caretaker.start();
      Patience.until(() -> store.executions().find(1), Optional::isEmpty);

      Appends.start(3).in(Phase.FAILED).to(store);
      Patience.until(() -> store.executions().find(3), Optional::isEmpty);
    }
    assertThat(store.executions().list(99, 10))
        .extracting(ExecutionRow::execution)
        .containsExactly(2L);
  }

  @Test
  void troubleIsSurvived() throws Exception {
    var tries = new AtomicInteger();
    var done = new CountDownLatch(1);
    try (var caretaker =
        new Caretaker(
            AT_ONCE,
            Optional.of(
                () -> {
                  switch (tries.incrementAndGet()) {
                    case 1 -> throw new StoreUnavailable("away");
                    case 2 -> throw new IllegalStateException("a bug");
                    default -> done.countDown();
                  }
                }))) {
      caretaker.start();

      done.await();
    }
    assertThat(tries.get()).isGreaterThan(2);
  }

  @Test
  void whoIsClosedInTheMiddleStopsAtOnce() throws Exception {
    var begun = new CountDownLatch(1);
    var wasStopped = new CountDownLatch(1);
    var caretaker =
        new Caretaker(
            new Schedule(Duration.ZERO, Duration.ofDays(1)),
            Optional.of(
                () -> {
                  begun.countDown();
                  while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                  }
                  wasStopped.countDown();
                }));
    caretaker.start();
    begun.await();

    caretaker.close();

    assertThat(wasStopped.getCount()).isZero();
  }

  @Test
  void withoutAnAgeNothingIsDone() {
    var store = new MemoryStore();
    Appends.start(1).in(Phase.COMPLETED).to(store);

    try (var caretaker = new Caretaker(store, Optional.empty())) {
      caretaker.start();
    }

    assertThat(store.executions().find(1)).isPresent();
  }
}
