package io.noetl.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.job.Failure;
import io.noetl.tool.Await;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.python.PythonChild.Answer;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LanesTest {
  private static final Answer QUICK = answer(Duration.ofNanos(100_000));
  private static final Answer SLOW = answer(Duration.ofSeconds(1));

  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final Lanes lanes = new Lanes(2);

  /// On a busy machine a quick call, too, may now and then seem to hang.
  private final Lanes patient = new Lanes(2, 1_000_000);

  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void end() {
    released.countDown();
    lanes.close();
    patient.close();
    callers.close();
  }

  @Test
  void quickCallsAreMadeByNoMoreThreadsThanThereAreLanes() throws Exception {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();

    var calls = new ArrayList<Future<Answer>>();
    for (int i = 0; i < 500; i++) {
      calls.add(
          start(
              patient,
              "quick",
              () -> {
                seen.add(Thread.currentThread());
                return QUICK;
              }));
    }
    for (var call : calls) {
      assertThat(call.get()).isEqualTo(QUICK);
    }

    assertThat(seen).hasSizeBetween(1, 2).allMatch(thread -> !thread.isVirtual());
  }

  @Test
  void callsOfASlowCodeAreMadeSideBySide() throws Exception {
    lanes.run(code("slow"), () -> SLOW);

    var all = new CyclicBarrier(20);
    var calls = new ArrayList<Future<Answer>>();
    for (int i = 0; i < 20; i++) {
      calls.add(start(lanes, "slow", () -> meeting(all)));
    }

    for (var call : calls) {
      assertThat(call.get()).isEqualTo(SLOW);
    }
  }

  @Test
  void callsOfAnUnknownCodeThatWaitForEachOtherAllBegin() throws Exception {
    var all = new CyclicBarrier(20);
    var calls = new ArrayList<Future<Answer>>();
    for (int i = 0; i < 20; i++) {
      calls.add(start(lanes, "unknown", () -> meeting(all)));
    }

    for (var call : calls) {
      assertThat(call.get()).isEqualTo(SLOW);
    }
  }

  @Test
  void callsOfManyCodesThatWaitForEachOtherAllBegin() throws Exception {
    var all = new CyclicBarrier(20);
    var calls = new ArrayList<Future<Answer>>();
    for (int i = 0; i < 20; i++) {
      calls.add(start(lanes, "code " + i, () -> meeting(all)));
    }

    for (var call : calls) {
      assertThat(call.get()).isEqualTo(SLOW);
    }
  }

  @Test
  void callsThatHangHoldUpNoOthers() throws Exception {
    var stuck =
        List.of(start(lanes, "stuck", this::hanging), start(lanes, "stuck too", this::hanging));

    for (int i = 0; i < 100; i++) {
      assertThat(start(lanes, "quick", () -> QUICK).get()).isEqualTo(QUICK);
    }

    assertThat(stuck).noneMatch(Future::isDone);
    released.countDown();
    assertThat(stuck.getFirst().get()).isEqualTo(SLOW);
  }

  @Test
  void aCallThatIsInterruptedWhileItWaitsIsNotMade() throws Exception {
    var begun = new CountDownLatch(2);
    var first = new ArrayList<Future<Answer>>();
    for (int i = 0; i < 2; i++) {
      first.add(
          start(
              patient,
              "first",
              () -> {
                begun.countDown();
                return hanging();
              }));
    }
    begun.await();
    var isMade = new AtomicBoolean();
    var waiting =
        callers.submit(
            () -> {
              Thread.currentThread().interrupt();
              return patient.run(
                  code("other"),
                  () -> {
                    isMade.set(true);
                    return QUICK;
                  });
            });

    assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
    released.countDown();
    for (var call : first) {
      assertThat(call.get()).isEqualTo(SLOW);
    }
    assertThat(patient.run(code("last"), () -> QUICK)).isEqualTo(QUICK);
    assertThat(isMade).isFalse();
  }

  @Test
  void anInterruptReachesTheLaneAndNotItsNextTurn() throws Exception {
    var one = new Lanes(1, 1_000_000);
    var caller = new AtomicReference<Thread>();
    var begun = new CountDownLatch(1);
    var call =
        callers.submit(
            () -> {
              caller.set(Thread.currentThread());
              return one.run(
                  code("waits"),
                  () -> {
                    begun.countDown();
                    return hanging();
                  });
            });
    begun.await();

    caller.get().interrupt();

    assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    assertThat(one.run(code("next"), LanesTest::uninterrupted)).isEqualTo(QUICK);
    one.close();
  }

  private static Answer uninterrupted() {
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    return QUICK;
  }

  @Test
  void whatTheWorkThrowsReachesTheCaller() {
    var failure = Failure.error("code", "no luck");
    assertThatThrownBy(
            () ->
                lanes.run(
                    code("fails"),
                    () -> {
                      throw new ToolFailure(failure);
                    }))
        .isInstanceOfSatisfying(
            ToolFailure.class, thrown -> assertThat(thrown.failure()).isEqualTo(failure));
    assertThatThrownBy(
            () ->
                lanes.run(
                    code("breaks"),
                    () -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThatThrownBy(
            () ->
                lanes.run(
                    code("overflows"),
                    () -> {
                      throw new StackOverflowError();
                    }))
        .isInstanceOf(StackOverflowError.class);
  }

  @Test
  void afterTheEndCallsAreMadeByTheirCallersAndNoThreadIsLeft() throws Exception {
    var lane = new AtomicReference<Thread>();
    patient.run(
        code("quick"),
        () -> {
          lane.set(Thread.currentThread());
          return QUICK;
        });

    patient.close();

    Await.until("the lane has ended", () -> !lane.get().isAlive());
    var here = Thread.currentThread();
    var answer =
        patient.run(
            code("quick"),
            () -> {
              assertThat(Thread.currentThread()).isEqualTo(here);
              return QUICK;
            });
    assertThat(answer).isEqualTo(QUICK);
  }

  private Future<Answer> start(Lanes where, String name, Turn.Work work) {
    return callers.submit(() -> where.run(code(name), work));
  }

  private Answer hanging() throws InterruptedException {
    released.await();
    return SLOW;
  }

  private static Answer meeting(CyclicBarrier all) throws InterruptedException {
    try {
      all.await();
      return SLOW;
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Source code(String name) {
    return new Source(name, 1, "");
  }

  private static Answer answer(Duration took) {
    return new Answer(true, took.toMillis() == 0 ? Null.NULL : Text.of("slow"), took.toNanos());
  }
}
