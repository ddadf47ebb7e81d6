package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Event.ActionRetry;
import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Whether, and when, a failed attempt is followed by another.
final class RetryingTest {
  private static final String FIXED =
      """
      workflow:
      - {step: start, next: a}
      - step: a
        type: python
        code: c
        retry:
          max_attempts: 5
          initial_delay: 2.0
          backoff_multiplier: 1.5
          max_delay: 10
          jitter: false
        next: end
      - {step: end}
      """;

  @Test
  void fixedWaitsGrowByTheMultiplier() {
    var run = Histories.of(FIXED).start();
    var waits = new ArrayList<Long>();
    for (int i = 1; i < 5; i++) {
      run.fail("a", "no " + i);
      waits.add(run.wait("a").toMillis());
    }
    run.fail("a", "no 5");

    assertThat(waits).containsExactly(2000L, 3000L, 4500L, 6750L);
    assertThat(run.lines("action_error")).hasSize(5);
    assertThat(run.lines("action_retry")).hasSize(4);
    assertThat(run.lines()).endsWith("action_error a", "step_failed a", "execution_failed");
    assertThat(run.error()).isEqualTo("no 5");
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void aRetryThatSucceedsGoesOn() {
    var run = Histories.of(FIXED).start().fail("a", "no").fail("a", "no").done("a");

    assertThat(run.lines())
        .containsExactly(
            "execution_start",
            "step_started a",
            "action_started a",
            "action_error a",
            "action_retry a",
            "action_started a",
            "action_error a",
            "action_retry a",
            "action_started a",
            "action_completed a",
            "step_completed a",
            "execution_complete");
  }

  @Test
  void eachAttemptStartsBecauseOfTheRetryBeforeIt() {
    var run = Histories.of(FIXED).start().fail("a", "no").done("a");

    assertThat(run.history().stream().map(Entry::parent))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void theHeldJobIsTheNextAttemptAndWaitsForItsLease() {
    var run = Histories.of(FIXED).withSlots(1).start();
    var first = run.job("a");

    run.fail("a", "no");

    assertThat(run.job("a").attempt()).isEqualTo(2);
    assertThat(run.job("a").leased().fence()).isGreaterThan(first.fence());
    assertThat(run.tell(new Fact.Reported("a", 1, first.fence(), first())).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Leased("a", 1)).isEmpty()).isTrue();
  }

  private static Outcome first() {
    return new Outcome.Succeeded(Json.read("1"), Verdict.NONE, List.of(), "");
  }

  @Test
  void jitterComesFromTheSeedAndKeepsItsBounds() {
    var body = FIXED.replace("jitter: false", "jitter: true");
    var waits =
        IntStream.range(0, 50)
            .mapToObj(
                i -> {
                  var run = Histories.of(body).start();
                  IntStream.range(0, i).forEach(_ -> run.tell(new Fact.Leased("x", 1)));
                  return run.fail("a", "no").wait("a").toMillis();
                })
            .toList();

    assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(1000L, 3000L));
    assertThat(waits.stream().distinct().count()).isGreaterThan(40);
    assertThat(Histories.of(body).start().fail("a", "no").wait("a").toMillis())
        .isEqualTo(waits.getFirst());
  }

  @Test
  void stopEndsTheAttempts() {
    var run = Histories.of(FIXED).start();

    run.report("a", new Outcome.Failed(Failure.error("x", "no"), Verdict.STOP, List.of(), ""));

    assertThat(run.lines("action_retry")).isEmpty();
    assertThat(run.error()).isEqualTo("no");
  }

  @Test
  void aSuccessThatIsNotWantedIsTriedAgain() {
    var run = Histories.of(FIXED).start();
    var unwanted = new Outcome.Succeeded(Json.read("{\"code\":503}"), Verdict.RETRY, List.of(), "");

    run.report("a", unwanted);
    assertThat(run.lines()).endsWith("action_error a", "action_retry a");

    for (int i = 2; i <= 5; i++) {
      run.report("a", unwanted);
    }
    assertThat(run.lines("action_retry")).hasSize(4);
    assertThat(run.error()).contains("retry_when");
  }

  @Test
  void aCallThatIsWrongIsNeverTriedAgain() {
    var run = Histories.of(FIXED).start();

    run.report("a", Histories.failed(Failure.invalid("template", "never")));

    assertThat(run.lines("action_retry")).isEmpty();
    assertThat(run.error()).isEqualTo("never");
  }

  @Test
  void aTimeoutIsTriedAgainButALostWorkerIsNot() {
    var late = Histories.of(FIXED).start();
    late.report("a", Histories.failed(Failure.timeout("late")));
    assertThat(late.lines()).endsWith("action_retry a");

    var lost = Histories.of(FIXED).start();
    var gone = new Failure(Failure.Kind.WORKER_LOST, "worker_lost", "gone", "", Json.read("null"));
    lost.report("a", Histories.failed(gone));
    assertThat(lost.error()).isEqualTo("gone");
  }

  @Test
  void withoutRetryThereIsOneAttempt() {
    var run =
        Histories.of("workflow: [{step: start, next: a}, {step: a, PY}]").start().fail("a", "no");

    assertThat(run.lines())
        .endsWith("action_started a", "action_error a", "step_failed a", "execution_failed");
  }

  @Test
  void aFailureWhileRetryingElsewhereCancelsTheRetry() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, retry: 3}
                - {step: b, PY}
                """)
            .start()
            .fail("a", "no")
            .fail("b", "no");

    assertThat(run.lines())
        .endsWith("step_failed b", "execution_cancelling", "step_cancelled a", "execution_failed");
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void aWaitThatTimedOutIsWaitedForAgain() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: pause}
                - step: pause
                  type: wait
                  duration: 60
                  timeout: 5
                  retry: {max_attempts: 3, jitter: false}
                """)
            .start();
    assertThat(run.timers()).containsExactly("attempt/pause", "wait/pause");

    run.due("attempt/pause");
    assertThat(run.lines()).endsWith("action_error pause", "action_retry pause");
    assertThat(run.timers()).containsExactly("retry/pause");

    run.due("retry/pause");
    assertThat(run.timers()).containsExactly("attempt/pause", "wait/pause");
    run.due("wait/pause");

    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
    assertThat(run.timers()).isEmpty();
  }

  @Test
  void retryEventsSayWhichAttemptComesWhen() {
    var run = Histories.of(FIXED).start().fail("a", "no").fail("a", "no");

    assertThat(run.last(ActionRetry.class)).isEqualTo(new ActionRetry("a", 1, "python", 3, 3000));
  }
}
