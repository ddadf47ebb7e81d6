package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Event.StepFailed;
import io.noetl.job.Failure;
import io.noetl.value.Json;
import org.junit.jupiter.api.Test;

/// What a failed step leads to.
final class FailingTest {
  private static final String FORK =
      """
      workflow:
      - {step: start, next: [a, b, c]}
      - {step: a, PY, next: d}
      - {step: b, PY, next: d}
      - {step: c, PY, pool: far, next: d}
      - {step: d, PY}
      """;

  @Test
  void aFailureStopsRunningSiblingsAndEndsQueuedOnesAtOnce() {
    var run = Histories.of(FORK).withSlots(2).start();

    run.fail("a", "broken");

    assertThat(run.lines())
        .endsWith("action_error a", "step_failed a", "execution_cancelling", "step_cancelled c");
    assertThat(run.jobs()).containsExactly("b!");

    run.report("b", Histories.failed(Failure.cancelled("stopped")));

    assertThat(run.lines()).endsWith("step_cancelled b", "execution_failed");
    assertThat(run.lines("execution_failed", "execution_complete", "execution_cancelled"))
        .hasSize(1);
    assertThat(run.state().ending()).isEqualTo(new State.Ending("step_failed", "broken", "a"));
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void aSiblingThatFailsWhileItIsStoppedHasItsErrorKept() {
    var run = Histories.of(FORK).withSlots(2).start().fail("a", "broken").fail("b", "too");

    assertThat(run.lines()).endsWith("action_error b", "step_cancelled b", "execution_failed");
    assertThat(run.error()).isEqualTo("broken");
  }

  @Test
  void aSiblingThatSucceedsWhileItIsStoppedStartsNothing() {
    var run = Histories.of(FORK).withSlots(2).start().fail("a", "broken").done("b");

    assertThat(run.lines()).endsWith("action_completed b", "step_completed b", "execution_failed");
    assertThat(run.started()).doesNotContain("d");
  }

  @Test
  void aBranchThatWaitsAtAJoinIsForgottenWhenAnotherFails() {
    var run = Histories.of(FORK).withSlots(3).start().done("b").fail("a", "broken");

    assertThat(run.started()).doesNotContain("d");
    assertThat(run.error()).isEqualTo("broken");
  }

  private static final String HANDLED =
      """
      workflow:
      - {step: start, next: a}
      - step: a
        type: python
        code: c
        on_error:
        - {step: repair, when: "{{ 'disk' in error }}", data: {why: "{{ error }}"}}
        - {step: report, when: "{{ failure.code == 'test' and 'net' in error }}"}
        next: b
      - {step: b, PY}
      - {step: repair, PY}
      - {step: report, PY}
      """;

  @Test
  void aFailureThatAnEdgeHandlesDoesNotFailTheExecution() {
    var run = Histories.of(HANDLED).start().fail("a", "disk full");

    assertThat(run.last(StepFailed.class).handled()).isTrue();
    assertThat(run.started()).containsExactly("a", "repair");
    assertThat(run.job("repair").call().inputs()).hasToString("{why=disk full}");
    run.done("repair");
    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void conditionsOfErrorEdgesSeeTheFailure() {
    var run = Histories.of(HANDLED).start().fail("a", "net down");

    assertThat(run.started()).containsExactly("a", "report");
  }

  @Test
  void aFailureThatNoEdgeHandlesFailsTheExecution() {
    var run = Histories.of(HANDLED).start().fail("a", "who knows");

    assertThat(run.last(StepFailed.class).handled()).isFalse();
    assertThat(run.last(StepFailed.class).edges()).hasSize(2);
    assertThat(run.error()).isEqualTo("who knows");
  }

  @Test
  void errorEdgesThatCannotBeJudgedMakeTheFailureWorse() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, on_error: {step: b, when: "{{ error < 3 }}"}}
                - {step: b, PY}
                """)
            .start()
            .fail("a", "first");

    assertThat(run.error()).contains("first").contains("error < 3");
  }

  @Test
  void continueGoesOnAsIfNothingHadHappened() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - step: a
                  type: python
                  code: c
                  on_error: continue
                  next: [{step: b, when: "{{ a.status == 'error' }}"}, {step: c}]
                - {step: b, PY,
                   data: {why: "{{ a.error }}", what: "{{ a.data | default('none') }}"}}
                - {step: c, PY}
                """)
            .start()
            .fail("a", "broken");

    assertThat(run.last(StepFailed.class).handled()).isTrue();
    assertThat(run.started()).contains("c");
    run.done("c");
    assertThat(run.state().phase()).isNotEqualTo(Phase.FAILED);
  }

  @Test
  void aStepThatFailedAndWasHandledHasOnlyStatusAndError() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, on_error: continue, next: b}
                - step: b
                  type: python
                  code: c
                  data: {s: "{{ a.status }}", e: "{{ a.error }}", d: "{{ a.data is defined }}"}
                """)
            .start()
            .fail("a", "broken");

    assertThat(Json.write(run.job("b").call().inputs()))
        .isEqualTo("{\"s\":\"error\",\"e\":\"broken\",\"d\":false}");
  }

  @Test
  void aHandledFailureReachesAJoinLikeAnyBranch() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, on_error: {step: j}, next: j}
                - {step: b, PY, next: j}
                - {step: j, PY}
                """)
            .start()
            .fail("a", "broken");
    assertThat(run.started()).containsExactly("a", "b");

    run.done("b", "j");

    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void aFailureThatRetriesDidNotHealIsHandledOnlyAfterTheLast() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, retry: 2, on_error: continue, next: b}
                - {step: b, PY}
                """)
            .start()
            .fail("a", "one");
    assertThat(run.started()).containsExactly("a");

    run.fail("a", "two");

    assertThat(run.started()).containsExactly("a", "b");
  }

  @Test
  void aCancelDuringAFailureKeepsTheFailure() {
    var run = Histories.of(FORK).withSlots(2).start().fail("a", "broken");

    assertThat(run.tell(new Fact.CancelRequested("me too")).isEmpty()).isTrue();
    run.done("b");

    assertThat(run.error()).isEqualTo("broken");
  }
}
