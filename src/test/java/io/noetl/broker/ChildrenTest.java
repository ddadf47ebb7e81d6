package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Event.IterationStarted;
import io.noetl.broker.Event.IteratorCompleted;
import io.noetl.job.Failure;
import io.noetl.job.Outcome;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Steps that run other playbooks, one or one for each item.
final class ChildrenTest {
  private static final String ONE =
      """
      workflow:
      - {step: start, next: sub}
      - step: sub
        type: playbook
        path: tests/child
        version: 3
        return_step: last
        data: {x: 1}
        next: end
      - {step: end}
      """;

  private static final String EACH =
      """
      workload: {many: 4, at_once: 2}
      workflow:
      - {step: start, next: each}
      - step: each
        type: iterator
        collection: "{{ range(workload.many) | list }}"
        element: n
        mode: async
        concurrency: "{{ workload.at_once }}"
        task: {type: playbook, path: tests/child, data: {n: "{{ n }}"}}
        next: end
      - {step: end}
      """;

  private static Outcome planned(int count) {
    var items = IntStream.range(0, count).<Value>mapToObj(i -> Num.of(10L * i)).toList();
    var inputs = items.stream().<Value>map(item -> Fields.of("n", item)).toList();
    return new Outcome.Planned(items, inputs, "");
  }

  private static Histories planned(String body) {
    return Histories.of(body).start().report("each", planned(4));
  }

  /// The children that go on, by the timers that start them.
  private static List<Timer.StartChild> children(Histories run) {
    return run.timers().stream()
        .map(run::timer)
        .map(Timer::purpose)
        .filter(Timer.StartChild.class::isInstance)
        .map(Timer.StartChild.class::cast)
        .toList();
  }

  private static long child(Histories run, int index) {
    return run.events().reversed().stream()
        .filter(it -> it instanceof IterationStarted started && started.index() == index)
        .map(it -> ((IterationStarted) it).child())
        .findFirst()
        .orElseThrow();
  }

  private static Decision ends(Histories run, int index, String json) {
    return run.tell(new Fact.ChildEnded("each", index, child(run, index), Json.read(json), ""));
  }

  private static Decision breaks(Histories run, int index) {
    return run.tell(new Fact.ChildEnded("each", index, child(run, index), Null.NULL, "oh no"));
  }

  private static List<Integer> begun(Histories run) {
    return run.events().stream()
        .filter(IterationStarted.class::isInstance)
        .map(it -> ((IterationStarted) it).index())
        .toList();
  }

  @Test
  void aChildIsStartedByATimerThatIsDueAtOnce() {
    var run = Histories.of(ONE).start();

    assertThat(run.jobs()).isEmpty();
    var start = children(run).getFirst();
    assertThat(start.path()).isEqualTo("tests/child");
    assertThat(start.version()).isEqualTo(3);
    assertThat(start.payload()).hasToString("{x=Int[number=1]}");
    assertThat(start.origin()).isEqualTo(new Origin(Histories.EXECUTION, "sub", "sub", -1, "last"));
    assertThat(run.timer("child/" + start.child()).due()).isBefore(run.state().lastAt());
  }

  @Test
  void theResultOfTheChildIsTheResultOfTheStep() {
    var run = Histories.of(ONE).start();
    long child = children(run).getFirst().child();

    run.tell(new Fact.ChildEnded("sub", -1, child, Json.read("{\"y\": 2}"), ""));

    assertThat(run.lines())
        .containsExactly(
            "execution_start",
            "step_started sub",
            "action_started sub",
            "action_completed sub",
            "step_completed sub",
            "execution_complete");
    assertThat(run.result()).isEqualTo("{\"y\":2}");
  }

  @Test
  void theEndOfAnotherChildChangesNothing() {
    var run = Histories.of(ONE).start();

    assertThat(run.tell(new Fact.ChildEnded("sub", -1, 123, Null.NULL, "")).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Reported("sub", 1, 1, planned(2))).isEmpty()).isTrue();
  }

  @Test
  void aFailedChildFailsTheStep() {
    var run = Histories.of(ONE).start();
    long child = children(run).getFirst().child();

    run.tell(new Fact.ChildEnded("sub", -1, child, Null.NULL, "step 'x': broken"));

    assertThat(run.error()).isEqualTo("child execution %d: step 'x': broken".formatted(child));
  }

  @Test
  void aFailedChildIsTriedAgainAsANewExecution() {
    var run =
        Histories.of(ONE.replace("version: 3", "retry: {max_attempts: 2, jitter: false}")).start();
    long first = children(run).getFirst().child();
    run.tell(new Fact.ChildEnded("sub", -1, first, Null.NULL, "broken"));

    run.due("retry/sub");
    long second =
        children(run).stream()
            .mapToLong(Timer.StartChild::child)
            .filter(it -> it != first)
            .findFirst()
            .orElseThrow();
    assertThat(run.tell(new Fact.ChildEnded("sub", -1, first, Null.NULL, "")).isEmpty()).isTrue();
    run.tell(new Fact.ChildEnded("sub", -1, second, Json.read("1"), ""));

    assertThat(run.result()).isEqualTo("1");
    assertThat(run.lines("action_started")).hasSize(2);
  }

  @Test
  void aChildThatTakesTooLongIsCancelledAndItsEndNoLongerWanted() {
    var run = Histories.of(ONE.replace("version: 3", "timeout: 10")).start();
    long child = children(run).getFirst().child();

    run.due("attempt/sub");

    assertThat(run.timers()).contains("cancel/" + child);
    assertThat(run.error()).contains("timeout");
  }

  @Test
  void aCancelledParentCancelsItsChildAndWaitsForIt() {
    var run = Histories.of(ONE).start();
    long child = children(run).getFirst().child();

    run.tell(new Fact.CancelRequested("enough"));
    assertThat(run.state().phase()).isEqualTo(Phase.CANCELLING);
    assertThat(run.timer("cancel/" + child).due()).isAfter(run.timer("child/" + child).due());

    run.tell(new Fact.ChildEnded("sub", -1, child, Null.NULL, "it was cancelled"));
    assertThat(run.lines()).endsWith("step_cancelled sub", "execution_cancelled");
  }

  @Test
  void aChildTellsItsParentHowItEnded() {
    var origin = new Origin(5, "sub", "sub", -1, "a");
    var body =
        """
        workflow:
        - {step: start, next: a}
        - {step: a, PY, next: b}
        - {step: b, PY}
        """;

    var good = Histories.of(body).asChildOf(origin).start().gives("a", "1").gives("b", "2");
    assertThat(good.timer("parent").purpose())
        .isEqualTo(new Timer.TellParent(origin, Content.of(Num.of(1)), ""));

    var bad = Histories.of(body).asChildOf(origin).start().fail("a", "broken");
    assertThat(bad.timer("parent").purpose())
        .isEqualTo(new Timer.TellParent(origin, Content.NOTHING, "step 'a': broken"));

    var gone = Histories.of(body).asChildOf(origin).start();
    gone.tell(new Fact.CancelRequested("enough"));
    assertThat(gone.timer("parent").purpose())
        .isEqualTo(new Timer.TellParent(origin, Content.NOTHING, "it was cancelled: enough"));
  }

  @Test
  void noMoreChildrenRunAtOnceThanTheConcurrencySays() {
    var run = planned(EACH);
    assertThat(run.jobs()).isEmpty();
    assertThat(begun(run)).containsExactly(0, 1);

    ends(run, 1, "\"b\"");
    assertThat(begun(run)).containsExactly(0, 1, 2);
    ends(run, 2, "\"c\"");
    ends(run, 0, "\"a\"");
    assertThat(begun(run)).containsExactly(0, 1, 2, 3);
    ends(run, 3, "\"d\"");

    assertThat(run.result()).isEqualTo("[\"a\",\"b\",\"c\",\"d\"]");
    assertThat(run.lines())
        .endsWith(
            "iteration_completed each",
            "iterator_completed each",
            "action_completed each",
            "step_completed each",
            "execution_complete");
  }

  @Test
  void aSequentialIteratorRunsOneChildAtATime() {
    var run = planned(EACH.replace("mode: async", "mode: sequential"));
    for (int i = 0; i < 4; i++) {
      assertThat(begun(run)).hasSize(i + 1);
      ends(run, i, Integer.toString(i));
    }

    assertThat(run.result()).isEqualTo("[0,1,2,3]");
  }

  @Test
  void theChildrenOfOneDecisionAreAllDifferent() {
    var run = Histories.of(EACH).start("{\"at_once\": 500}").report("each", planned(500));

    var ids = new HashSet<Long>();
    children(run).forEach(child -> ids.add(child.child()));
    assertThat(ids).hasSize(500);
  }

  @Test
  void theEndOfAChildIsTakenOnce() {
    var run = planned(EACH);
    long first = child(run, 0);
    ends(run, 0, "1");

    assertThat(run.tell(new Fact.ChildEnded("each", 0, first, Json.read("1"), "")).isEmpty())
        .isTrue();
    assertThat(run.tell(new Fact.ChildEnded("each", 1, 99, Json.read("1"), "")).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Reported("each", 1, 1, planned(4))).isEmpty()).isTrue();
  }

  @Test
  void aFailedChildFailsTheIteratorAfterTheOthersHaveEnded() {
    var run = planned(EACH);
    breaks(run, 0);
    assertThat(run.state().phase()).isEqualTo(Phase.RUNNING);
    for (int i = 1; i < 4; i++) {
      ends(run, i, "1");
    }

    assertThat(run.error()).contains("1 of 4 iterations failed", "oh no");
    assertThat(run.last(IteratorCompleted.class).failed()).isEqualTo(1);
  }

  @Test
  void withContinueAFailedChildLeavesANull() {
    var run = planned(EACH.replace("mode: async", "mode: async\n  on_error: continue"));
    breaks(run, 0);
    for (int i = 1; i < 4; i++) {
      ends(run, i, Integer.toString(i));
    }

    assertThat(run.result()).isEqualTo("[null,1,2,3]");
  }

  @Test
  void theRetryOfAnIteratorRunsOnlyWhatFailed() {
    var run =
        planned(
            EACH.replace(
                "mode: async",
                "mode: async\n  timeout: 100\n  retry: {max_attempts: 2, jitter: false}"));
    assertThat(run.timers()).contains("attempt/each");
    ends(run, 1, "1");
    breaks(run, 0);
    ends(run, 2, "2");
    ends(run, 3, "3");
    assertThat(run.timers()).contains("retry/each").doesNotContain("attempt/each");

    run.due("retry/each");
    assertThat(begun(run)).containsExactly(0, 1, 2, 3, 0);
    assertThat(run.timers()).contains("attempt/each");
    ends(run, 0, "\"again\"");

    assertThat(run.result()).isEqualTo("[\"again\",1,2,3]");
    assertThat(run.timers()).doesNotContain("attempt/each", "retry/each");
  }

  @Test
  void anEmptyPlanEndsAtOnce() {
    var run = Histories.of(EACH).start().report("each", planned(0));

    assertThat(run.result()).isEqualTo("[]");
  }

  @Test
  void aConcurrencyThatIsNoNumberFailsTheStep() {
    var run = Histories.of(EACH).start("{\"at_once\": \"lots\"}").report("each", planned(4));

    assertThat(run.error()).contains("concurrency").contains("lots");
  }

  @Test
  void aCancelWaitsForAllChildren() {
    var run = planned(EACH);
    run.tell(new Fact.CancelRequested("enough"));
    assertThat(run.timers()).contains("cancel/" + child(run, 0), "cancel/" + child(run, 1));

    breaks(run, 1);
    assertThat(run.state().phase()).isEqualTo(Phase.CANCELLING);
    ends(run, 0, "1");

    assertThat(run.lines()).endsWith("step_cancelled each", "execution_cancelled");
    assertThat(begun(run)).containsExactly(0, 1);
  }

  @Test
  void aPlanThatComesWhileTheExecutionIsStoppedStartsNothing() {
    var run = Histories.of(EACH).withSlots(1).start();
    run.tell(new Fact.CancelRequested("enough"));

    run.report("each", planned(4));

    assertThat(begun(run)).isEmpty();
    assertThat(run.state().phase()).isEqualTo(Phase.CANCELLED);
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void whilePausedNoChildIsStarted() {
    var run = planned(EACH);
    run.tell(new Fact.PauseRequested());
    ends(run, 0, "0");
    ends(run, 1, "1");
    assertThat(begun(run)).containsExactly(0, 1);

    run.tell(new Fact.ResumeRequested());

    assertThat(begun(run)).containsExactly(0, 1, 2, 3);
    ends(run, 2, "2");
    ends(run, 3, "3");
    assertThat(run.result()).isEqualTo("[0,1,2,3]");
  }

  // Saves.

  private static final String SAVED =
      EACH.replace(
          "data: {n: \"{{ n }}\"}}",
          "data: {n: \"{{ n }}\"}, save: {storage: file, path: \"{{ n }}.json\"}}");

  private static Outcome kept(String json) {
    return new Outcome.Succeeded(
        Json.read(json), Verdict.NONE, List.of(new SaveReport("file", Fields.EMPTY, "")), "");
  }

  @Test
  void theResultOfEachChildIsSavedByAJob() {
    var run = planned(SAVED);
    ends(run, 0, "\"a\"");

    assertThat(run.jobs()).containsExactly("each/save/0");
    assertThat(run.job("each/save/0").call().inputs().get("this")).isEqualTo(Json.read("\"a\""));
    assertThat(run.lines()).endsWith("save_started each");
    assertThat(begun(run)).containsExactly(0, 1);

    run.report("each/save/0", kept("\"a\""));

    assertThat(run.lines())
        .endsWith("save_completed each", "iteration_completed each", "iteration_started each");
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void aSaveIsTakenOnce() {
    var run = planned(SAVED);
    ends(run, 0, "1");
    var fact = new Fact.Reported("each/save/0", 1, 1, kept("1"));
    run.tell(fact);

    assertThat(run.tell(fact).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Reported("each/save/1", 1, 1, kept("1"))).isEmpty()).isTrue();
    assertThat(run.tell(new Fact.Reported("each/save/9", 1, 1, kept("1"))).isEmpty()).isTrue();
  }

  @Test
  void aSaveThatFailsFailsItsIteration() {
    var run = planned(SAVED);
    ends(run, 0, "1");
    run.report(
        "each/save/0",
        new Outcome.Failed(
            Failure.error("disk", "disk full"),
            Verdict.NONE,
            List.of(new SaveReport("file", Fields.EMPTY, "disk full")),
            ""));

    assertThat(run.lines()).contains("save_failed each", "iteration_failed each");
    for (int i = 1; i < 4; i++) {
      ends(run, i, "1");
      run.report("each/save/" + i, kept("1"));
    }
    assertThat(run.error()).contains("disk full");
  }

  @Test
  void whilePausedSavesAreStillMade() {
    var run = planned(SAVED);
    run.tell(new Fact.PauseRequested());

    ends(run, 0, "1");

    assertThat(run.jobs()).containsExactly("each/save/0");
  }

  @Test
  void aTimeoutTakesSavesOffTheQueueAndTheRetryMakesThemAnew() {
    var run =
        planned(
            SAVED.replace(
                "mode: async",
                "mode: async\n  timeout: 100\n  retry: {max_attempts: 2, jitter: false}"));
    ends(run, 0, "1");
    assertThat(run.jobs()).containsExactly("each/save/0");

    run.due("attempt/each");
    assertThat(run.jobs()).isEmpty();
    run.due("retry/each");
    ends(run, 0, "1");

    assertThat(run.jobs()).containsExactly("each/save/0");
  }

  @Test
  void aCancelTakesSavesOffTheQueue() {
    var run = planned(SAVED.replace("mode: async", "mode: sequential"));
    ends(run, 0, "1");

    run.tell(new Fact.CancelRequested("enough"));

    assertThat(run.jobs()).isEmpty();
    assertThat(run.state().phase()).isEqualTo(Phase.CANCELLED);
  }

  @Test
  void theWholeListIsSavedByAJobAfterTheLastChild() {
    var run =
        planned(EACH.replace("mode: async", "mode: async\n  save: {storage: file, path: all}"));
    for (int i = 0; i < 4; i++) {
      ends(run, i, Integer.toString(i));
    }
    assertThat(run.jobs()).containsExactly("each/save/-1");
    assertThat(run.job("each/save/-1").call().inputs().get("results"))
        .isEqualTo(Json.read("[0,1,2,3]"));

    run.report("each/save/-1", kept("[0,1,2,3]"));

    assertThat(run.lines())
        .endsWith(
            "save_completed each",
            "action_completed each",
            "step_completed each",
            "execution_complete");
    assertThat(run.jobs()).isEmpty();
  }
}
