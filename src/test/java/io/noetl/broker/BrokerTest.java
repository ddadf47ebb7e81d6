package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.Verdict;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How an execution goes from step to step, and what facts from outside do to it.
final class BrokerTest {
  private static final String LINE =
      """
      workflow:
      - {step: start, next: a}
      - {step: a, PY, next: b}
      - {step: b, PY, next: c}
      - {step: c, PY, next: end}
      - {step: end}
      """;

  @Test
  void threeStepsInALineGiveFourteenRows() {
    var run = Histories.of(LINE).withSlots(1).start().done("a", "b", "c");

    assertThat(run.lines())
        .containsExactly(
            "execution_start",
            "step_started a",
            "action_started a",
            "action_completed a",
            "step_completed a",
            "step_started b",
            "action_started b",
            "action_completed b",
            "step_completed b",
            "step_started c",
            "action_started c",
            "action_completed c",
            "step_completed c",
            "execution_complete");
    assertThat(run.history().stream().map(Entry::parent))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
    assertThat(run.jobs()).isEmpty();
    assertThat(run.timers()).isEmpty();
  }

  @Test
  void aQueuedJobHasItsActionStartedWhenAWorkerTakesIt() {
    var run = Histories.of(LINE).start();

    assertThat(run.lines()).containsExactly("execution_start", "step_started a");
    assertThat(run.commands()).containsExactly(new Command.RunJob(run.job("a"), false));

    run.lease("a");

    assertThat(run.lines()).endsWith("action_started a");
    assertThat(run.commands()).containsExactly(new Command.LeaseJob("a"));
  }

  @Test
  void aFreeSlotHasTheJobBornLeased() {
    var run = Histories.of(LINE).withSlots(1).start();

    assertThat(run.lines())
        .containsExactly("execution_start", "step_started a", "action_started a");
    assertThat(run.commands()).containsExactly(new Command.RunJob(run.job("a"), true));
  }

  @Test
  void onlyAsManyJobsAreBornLeasedAsThereAreSlots() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b, c]}
                - {step: a, PY}
                - {step: b, PY, pool: gpu}
                - {step: c, PY}
                """)
            .withSlots(2)
            .start();

    assertThat(run.commands())
        .containsExactly(
            new Command.RunJob(run.job("a"), true),
            new Command.RunJob(run.job("b"), false),
            new Command.RunJob(run.job("c"), true));
  }

  @Test
  void eventsOfOneDecisionAreAMicrosecondApartAndNeverEarlierThanThoseBefore() {
    var run = Histories.of(LINE).withSlots(1).start();
    var last = run.state().lastAt();

    var late =
        run.broker()
            .decide(
                run.state(),
                new Fact.Reported("a", 1, 1, done("x")),
                new Occasion(last.minusSeconds(100), 1, 0, ""),
                Contents.NONE);

    assertThat(late.events().stream().map(Entry::at))
        .startsWith(last.plusNanos(1_000), last.plusNanos(2_000), last.plusNanos(3_000));
  }

  @Test
  void lateDuplicateAndStaleFactsChangeNothing() {
    var run = Histories.of(LINE).withSlots(1).start().done("a");

    assertThat(run.tell(new Fact.Reported("a", 1, 1, done("again"))).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Reported("b", 2, 1, done("not yet"))).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Reported("nobody", 1, 1, done("x"))).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Leased("b", 2)).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Leased("a", 1)).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.ChildEnded("b", -1, 5, Fields.EMPTY, "")).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.ChildEnded("b", 3, 5, Fields.EMPTY, "")).isEmpty()).isTrue();
    assertThat(run.tell(due(run, new Timer.RetryDue("b", 1))).isEmpty()).isTrue();
    assertThat(run.tell(due(run, new Timer.AttemptTimeout("a", 1))).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.ResumeRequested()).isEmpty()).isTrue();

    run.done("b", "c");

    assertThat(run.tell(new Fact.Reported("c", 1, 1, done("again"))).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.CancelRequested("too late")).isEmpty()).isTrue();
    assertThat(run.tell(due(run, new Timer.ExecutionTimeout())).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Start(Histories.REF, Fields.EMPTY, Origin.NONE, 0)).isEmpty())
        .isTrue();
  }

  @Test
  void aBegunJobThatIsTakenAnewGetsANewLeaseAndNoEvent() {
    var run = Histories.of(LINE).withSlots(1).start().done("a");

    var decision = run.tell(new Fact.Leased("b", 1));

    assertThat(decision.events()).isEmpty();
    assertThat(decision.commands()).containsExactly(new Command.LeaseJob("b"));
  }

  @Test
  void aFactForAnExecutionThatHasNotBegunChangesNothing() {
    var run = Histories.of(LINE);

    assertThat(run.tell(new Fact.CancelRequested("early")).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Reported("a", 1, 1, done("x"))).isEmpty()).isTrue();
  }

  @Test
  void aWaitTimerForAWorkersStepChangesNothing() {
    var run = Histories.of(LINE).withSlots(1).start();

    assertThat(run.tell(due(run, new Timer.WaitDue("a"))).isEmpty()).isTrue();
    assertThat(run.tell(due(run, new Timer.AttemptTimeout("a", 1))).isEmpty()).isTrue();
  }

  @Test
  void aCancelStopsWhatRunsAndEndsWhenItHasStopped() {
    var run = Histories.of(LINE).withSlots(1).start();

    run.tell(new Fact.CancelRequested("enough"));

    assertThat(run.jobs()).containsExactly("a!");
    assertThat(run.lines()).endsWith("execution_cancelling");
    assertThat(run.tell(new Fact.CancelRequested("again")).isEmpty()).isTrue();

    run.report("a", Histories.failed(Failure.cancelled("stopped")));

    assertThat(run.lines()).endsWith("step_cancelled a", "execution_cancelled");
    assertThat(run.state().phase()).isEqualTo(Phase.CANCELLED);
    assertThat(run.state().ending().detail()).isEqualTo("enough");
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void aCancelEndsAtOnceWhatNoWorkerHasTaken() {
    var run = Histories.of(LINE).start();

    run.tell(new Fact.CancelRequested("enough"));

    assertThat(run.lines())
        .endsWith("execution_cancelling", "step_cancelled a", "execution_cancelled");
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void aStepThatSucceedsWhileItIsStoppedCompletesButNothingFollows() {
    var run = Histories.of(LINE).withSlots(1).start();
    run.tell(new Fact.CancelRequested("enough"));

    run.done("a");

    assertThat(run.lines())
        .endsWith("action_completed a", "step_completed a", "execution_cancelled");
  }

  @Test
  void whilePausedOutcomesAreTakenButNothingIsBegun() {
    var run = Histories.of(LINE).withSlots(1).start();

    run.tell(new Fact.PauseRequested());
    run.done("a");

    assertThat(run.lines()).endsWith("execution_paused", "action_completed a", "step_completed a");
    assertThat(run.tell(new Fact.PauseRequested()).isEmpty()).isTrue();

    run.tell(new Fact.ResumeRequested());

    assertThat(run.lines()).endsWith("execution_resumed", "step_started b", "action_started b");
    run.done("b", "c");
    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void anExecutionPausedAtItsLastStepEndsWhenItIsResumed() {
    var run = Histories.of(LINE).withSlots(1).start().done("a", "b");
    run.tell(new Fact.PauseRequested());
    run.done("c");
    assertThat(run.state().phase()).isEqualTo(Phase.PAUSED);

    run.tell(new Fact.ResumeRequested());

    assertThat(run.lines()).endsWith("execution_resumed", "execution_complete");
  }

  @Test
  void aPausedExecutionCanBeCancelled() {
    var run = Histories.of(LINE).start();
    run.tell(new Fact.PauseRequested());

    assertThat(run.tell(new Fact.Leased("a", 1)).isEmpty()).isTrue();
    run.tell(new Fact.CancelRequested("enough"));

    assertThat(run.lines()).endsWith("step_cancelled a", "execution_cancelled");
  }

  @Test
  void variablesAreSetWhenAStepCompletesAndSeenByLaterSteps() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, vars: {total: "{{ result.n + 1 }}", kept: 1}, next: b}
                - {step: b, PY, vars: {total: "{{ vars.total * 10 }}"}, next: c}
                - {step: c, PY, data: {total: "{{ vars.total }}", kept: "{{ vars.kept }}"}}
                """)
            .start()
            .gives("a", "{\"n\": 4}")
            .done("b");

    assertThat(run.job("c").call().inputs().toString())
        .isEqualTo("{total=Int[number=50], kept=Int[number=1]}");
  }

  @Test
  void variablesOfTheEntryRouterAreThereForItsEdgesAndForTheSteps() {
    var run =
        Histories.of(
                """
                workload: {n: 1}
                workflow:
                - step: start
                  set: {n: "{{ workload.n + 1 }}"}
                  next: {step: a, when: "{{ vars.n == 2 }}"}
                - {step: a, PY, data: {n: "{{ vars.n }}"}}
                """)
            .start();

    assertThat(run.job("a").call().inputs().toString()).isEqualTo("{n=Int[number=2]}");
    run.done("a");
    assertThat(run.verify()).isEmpty();
  }

  @Test
  void anEntryRouterWhoseVariablesCannotBeRenderedFails() {
    var run =
        Histories.of(
                "workflow: [{step: start, vars: {n: \"{{ 1 / 0 }}\"}, next: a}, {step: a, PY}]")
            .start();

    assertThat(run.error()).contains("zero");
  }

  @Test
  void theEdgesOfAStepSeeTheVariablesThatItSets() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: r}
                - {step: r, vars: {n: 1}, next: {step: a, when: "{{ vars.n == 1 }}"}}
                - {step: a, PY, vars: {n: 2}, next: {step: b, when: "{{ vars.n == 2 }}"}}
                - {step: b, PY}
                """)
            .start()
            .done("a");

    assertThat(run.started()).containsExactly("r", "a", "b");
  }

  @Test
  void aWaitHoldsNoJobAndEndsWithItsTimer() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: pause}
                - {step: pause, type: wait, duration: 90s, next: a}
                - {step: a, PY}
                """)
            .start();

    assertThat(run.jobs()).isEmpty();
    assertThat(run.timers()).containsExactly("wait/pause");
    assertThat(Duration.between(run.history().getFirst().at(), run.timer("wait/pause").due()))
        .isEqualTo(Duration.ofSeconds(90));

    run.due("wait/pause");

    assertThat(run.lines()).contains("action_completed pause").endsWith("step_started a");
    assertThat(run.timers()).isEmpty();
  }

  @Test
  void aWaitUntilAnInstantIsDueThen() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: pause}
                - {step: pause, type: wait, until: "2031-02-03 04:05:06"}
                """)
            .start();

    assertThat(run.timer("wait/pause").due()).hasToString("2031-02-03T04:05:06Z");
  }

  @Test
  void aWaitThatCannotBeReadFailsItsStep() {
    var run =
        Histories.of(
                """
                workload: {d: soon}
                workflow:
                - {step: start, next: pause}
                - {step: pause, type: wait, duration: "{{ workload.d }}"}
                """)
            .start();

    assertThat(run.error()).contains("duration").contains("soon");
    assertThat(run.timers()).isEmpty();
  }

  @Test
  void aPlaybooksTimeoutStopsEverythingAndFailsTheExecution() {
    var run = Histories.of("timeout: 5m\n" + LINE).withSlots(1).start();

    assertThat(Duration.between(run.history().getFirst().at(), run.timer("timeout").due()))
        .isEqualTo(Duration.ofMinutes(5));
    run.due("timeout");
    run.report("a", Histories.failed(Failure.cancelled("stopped")));

    assertThat(run.lines())
        .endsWith("execution_cancelling", "step_cancelled a", "execution_failed");
    assertThat(run.error()).contains("timeout of 300s");
  }

  @Test
  void anExecutionThatEndsInTimeForgetsItsTimeout() {
    var run = Histories.of("timeout: 5m\n" + LINE).start().done("a", "b", "c");

    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
    assertThat(run.timers()).isEmpty();
  }

  @Test
  void anInputThatCannotBeRenderedFailsTheStepWithoutAnAttempt() {
    var run =
        Histories.of(
                """
                workload: {x: 1}
                workflow:
                - {step: start, next: a}
                - {step: a, PY, retry: 5, data: {y: "{{ workload.x / 0 }}"}}
                """)
            .start();

    assertThat(run.lines())
        .containsExactly("execution_start", "step_started a", "step_failed a", "execution_failed");
  }

  @Test
  void aStepNamedLikeNoOtherStartsWhereNoStartIs() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: first, PY, next: second}
                - {step: second, PY}
                """)
            .start()
            .done("first")
            .gives("second", "{\"x\": 1}");

    assertThat(run.lines())
        .startsWith("execution_start", "step_started first", "action_started first");
    assertThat(run.result()).isEqualTo("{\"x\":1}");
  }

  private static Fact due(Histories run, Timer.Purpose purpose) {
    return new Fact.TimerDue(new Timer("t", run.state().lastAt(), purpose));
  }

  private static Outcome done(String text) {
    return new Outcome.Succeeded(Text.of(text), Verdict.NONE, List.of(), "");
  }
}
