package io.noetl.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.job.JobSource.Receipt;
import io.noetl.job.JobSource.Unavailable;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final int PATIENCE_SECONDS = 60;

  private static Fields report(int number) {
    return Fields.of("number", Num.of(number));
  }

  @Test
  void eachGetsTheReceiptForItsOwnReport() throws Exception {
    var outbox =
        new Outbox(
            reports ->
                reports.stream()
                    .map(it -> it.equals(report(1)) ? Receipt.STALE : Receipt.ACCEPTED)
                    .toList());

    assertThat(outbox.put(report(0))).contains(Receipt.ACCEPTED);
    assertThat(outbox.put(report(1))).contains(Receipt.STALE);
  }

  @Test
  void whatComesWhileLettersAreUnderWayGoesTogether() throws Exception {
    var underWay = new CountDownLatch(2);
    var answered = new CountDownLatch(1);
    var sizes = Collections.synchronizedList(new ArrayList<Integer>());
    var waiting = new AtomicInteger();
    var outbox =
        new Outbox(
            reports -> {
              sizes.add(reports.size());
              underWay.countDown();
              answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              return Collections.nCopies(reports.size(), Receipt.ACCEPTED);
            });
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      callers.submit(() -> outbox.put(report(0)));
      callers.submit(() -> outbox.put(report(1)));
      while (underWay.getCount() > 1) {
        Thread.onSpinWait(); // Both at once, or one after the other: both carriers may be needed.
      }
      for (int i = 2; i < 30; i++) {
        int number = i;
        callers.submit(
            () -> {
              waiting.incrementAndGet();
              return outbox.put(report(number));
            });
      }
      while (waiting.get() < 28) {
        Thread.onSpinWait();
      }
      answered.countDown();
    }

    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
    assertThat(sizes.size()).isLessThan(30);
  }

  @Test
  void whatTheServerRefusesTogetherIsToldAlone() throws Exception {
    var outbox =
        new Outbox(
            _ -> {
              throw new IllegalArgumentException("one of them is wrong");
            });

    assertThat(outbox.put(report(1))).isEqualTo(Optional.empty());
  }

  @Test
  void whoCannotReachTheServerHearsOfIt() {
    var outbox =
        new Outbox(
            _ -> {
              throw new Unavailable("away", new Unreachable("away", new java.io.IOException()));
            });

    assertThatThrownBy(() -> outbox.put(report(1))).isInstanceOf(Unavailable.class);
  }

  @Test
  void aLargeReportGoesAlone() throws Exception {
    var outbox =
        new Outbox(
            _ -> {
              throw new AssertionError("it was to go alone");
            });

    assertThat(outbox.put(Fields.of("text", Text.of("x".repeat(100_000))))).isEmpty();
  }

  @Test
  void aServerThatForgetsReceiptsIsNotBelieved() throws Exception {
    var outbox = new Outbox(_ -> List.of());

    assertThat(outbox.put(report(1))).isEmpty();
  }
}
