package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Event.IterationCompleted;
import io.noetl.broker.Event.IteratorCompleted;
import io.noetl.job.Iteration;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.SaveReport;
import io.noetl.job.Verdict;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Iterators that run on a worker, which streams back what it does.
final class IteratingTest {
  private static final String BODY =
      """
      workflow:
      - {step: start, next: each}
      - step: each
        type: iterator
        collection: [10, 20, 30]
        element: n
        retry: {max_attempts: 2, jitter: false}
        task: {type: transform, data: {n: "{{ n }}"}}
        next: end
      - {step: end}
      """;

  private static Progress.Started begun(int index) {
    return new Progress.Started(index, item(index));
  }

  private static Num item(int index) {
    return Num.of(10L * (index + 1));
  }

  private static Iteration ended(int index) {
    return new Iteration(index, item(index), Num.of(index), "", List.of(), 1);
  }

  private static Iteration broken(int index) {
    return new Iteration(index, item(index), Null.NULL, "no " + index, List.of(), 1);
  }

  private static Progress progress(List<Progress.Started> started, List<Iteration> ended) {
    return new Progress(3, started, ended);
  }

  private static Outcome succeeded(String json) {
    return new Outcome.Succeeded(Json.read(json), Verdict.NONE, List.of(), "");
  }

  @Test
  void progressBecomesEvents() {
    var run = Histories.of(BODY).start();

    run.progress("each", progress(List.of(begun(0)), List.of()));
    run.progress("each", progress(List.of(begun(1)), List.of(ended(0))));
    run.progress("each", progress(List.of(begun(2)), List.of(ended(1), ended(2))));
    run.report("each", succeeded("[0,1,2]"));

    assertThat(run.lines())
        .containsExactly(
            "execution_start",
            "step_started each",
            "action_started each",
            "iterator_started each",
            "iteration_started each",
            "iteration_completed each",
            "iteration_started each",
            "iteration_completed each",
            "iteration_started each",
            "iteration_completed each",
            "iterator_completed each",
            "action_completed each",
            "step_completed each",
            "execution_complete");
    assertThat(run.last(IteratorCompleted.class))
        .isEqualTo(new IteratorCompleted("each", 1, 3, 0, Content.NOTHING));
    assertThat(run.result()).isEqualTo("[0,1,2]");
  }

  @Test
  void anIterationIsTakenNoteOfOnce() {
    var run = Histories.of(BODY).start();
    var news = progress(List.of(begun(0), begun(1)), List.of(ended(0)));
    run.progress("each", news);

    run.progress("each", news);
    assertThat(run.commands()).isEmpty();
    run.progress("each", progress(List.of(begun(1)), List.of(ended(0), ended(1))));

    assertThat(run.lines("iteration_started")).hasSize(2);
    assertThat(run.lines("iteration_completed")).hasSize(2);
  }

  @Test
  void anIterationThatEndsUnannouncedHasBegun() {
    var run = Histories.of(BODY).start();

    run.progress("each", progress(List.of(), List.of(ended(2), broken(0))));

    assertThat(run.lines())
        .endsWith(
            "iterator_started each",
            "iteration_started each",
            "iteration_completed each",
            "iteration_started each",
            "iteration_failed each");
    assertThat(run.verify()).isEmpty();
  }

  @Test
  void progressOfAnEarlierAttemptChangesNothing() {
    var run = Histories.of(BODY).start().fail("each", "lost");
    var late = new Fact.Progressed("each", 1, 1, progress(List.of(begun(0)), List.of(ended(0))));

    assertThat(run.tell(late).isEmpty()).isTrue();
    run.lease("each");
    assertThat(run.tell(late).isEmpty()).isTrue();
  }

  @Test
  void anotherAttemptReportsOnlyWhatFailedBefore() {
    var run = Histories.of(BODY).start();
    run.progress(
        "each", progress(List.of(begun(0), begun(1)), List.of(ended(0), broken(1), ended(2))));
    run.fail("each", "1 of 3 failed");

    run.progress("each", progress(List.of(begun(1)), List.of(ended(1))));
    run.report("each", succeeded("[0,1,2]"));

    assertThat(run.lines("iteration_completed")).hasSize(3);
    assertThat(run.lines("iteration_failed")).hasSize(1);
    assertThat(run.lines("iterator_started")).hasSize(1);
    assertThat(run.last(IteratorCompleted.class).succeeded()).isEqualTo(3);
  }

  @Test
  void savesOfAnIterationStandBeforeItsEnd() {
    var run = Histories.of(BODY).start();
    var kept = new SaveReport("file", Fields.of("bytes", Num.of(3)), "");
    var lost = new SaveReport("file", Fields.EMPTY, "disk full");

    run.progress(
        "each",
        progress(
            List.of(begun(0), begun(1)),
            List.of(
                new Iteration(0, item(0), Num.of(0), "", List.of(kept), 1),
                new Iteration(1, item(1), Null.NULL, "disk full", List.of(lost), 1))));

    assertThat(run.lines())
        .endsWith(
            "iteration_started each",
            "save_started each",
            "save_completed each",
            "iteration_completed each",
            "iteration_started each",
            "save_started each",
            "save_failed each",
            "iteration_failed each");
    assertThat(run.verify()).isEmpty();
  }

  @Test
  void summaryKeepsOnlyTheFrameAndFailures() {
    var run =
        Histories.of(
                BODY.replace("element: n", "element: n\n  events: summary\n  on_error: continue"))
            .start();

    run.progress(
        "each",
        progress(List.of(begun(0), begun(1), begun(2)), List.of(ended(0), broken(1), ended(2))));
    run.report("each", succeeded("[0,null,2]"));

    assertThat(run.lines())
        .containsSubsequence(
            "action_started each",
            "iterator_started each",
            "iteration_failed each",
            "iterator_completed each",
            "action_completed each")
        .doesNotContain("iteration_started each", "iteration_completed each");
    assertThat(run.last(IteratorCompleted.class).failed()).isEqualTo(1);
    assertThat(run.last(IteratorCompleted.class).succeeded()).isEqualTo(2);
  }

  /// The number of the event that caused the last one of this line.
  private static long cause(Histories run, String line) {
    return run.history().reversed().stream()
        .filter(it -> Histories.line(it).equals(line))
        .findFirst()
        .orElseThrow()
        .parent();
  }

  @Test
  void anIterationEndsForItsOwnBeginning() {
    var run = Histories.of(BODY).start();
    run.progress("each", progress(List.of(begun(0), begun(1), begun(2)), List.of()));
    long first = run.lines().indexOf("iteration_started each") + 1;

    run.progress("each", progress(List.of(), List.of(ended(2))));
    assertThat(cause(run, "iteration_completed each")).isEqualTo(first + 2);
    run.progress("each", progress(List.of(), List.of(broken(0))));
    assertThat(cause(run, "iteration_failed each")).isEqualTo(first);
    run.progress("each", progress(List.of(), List.of(ended(1))));
    assertThat(cause(run, "iteration_completed each")).isEqualTo(first + 1);
  }

  @Test
  void aFailedIteratorIsCompletedWithItsCountsWhenAllIterationsAreOver() {
    var once = BODY.replace("max_attempts: 2", "max_attempts: 1");
    var failure =
        io.noetl.job.Failure.error("iteration_failed", "1 of 3")
            .withResult(Json.read("[0,null,2]"));
    for (var body : List.of(once, once.replace("element: n", "element: n\n  events: summary"))) {
      var run = Histories.of(body).start();
      run.progress("each", progress(List.of(), List.of(ended(0), broken(1), ended(2))));

      run.report("each", Histories.failed(failure));

      assertThat(run.lines())
          .endsWith(
              "iterator_completed each",
              "action_error each",
              "step_failed each",
              "execution_failed");
      assertThat(run.last(IteratorCompleted.class))
          .isEqualTo(new IteratorCompleted("each", 1, 2, 1, Content.NOTHING));
    }
  }

  @Test
  void anIteratorThatBreaksOffIsNotCompleted() {
    var run = Histories.of(BODY.replace("max_attempts: 2", "max_attempts: 1")).start();
    run.progress("each", progress(List.of(begun(1)), List.of(ended(0))));

    run.report("each", Histories.failed(io.noetl.job.Failure.timeout("too long")));

    assertThat(run.lines()).doesNotContain("iterator_completed each").contains("execution_failed");
  }

  @Test
  void aFailedIteratorFailsItsStepAndKeepsTheList() {
    var run = Histories.of(BODY.replace("max_attempts: 2", "max_attempts: 1")).start();
    run.progress("each", progress(List.of(), List.of(ended(0), broken(1), ended(2))));

    var failure =
        io.noetl.job.Failure.error("iteration_failed", "1 of 3").withResult(Json.read("[0,null]"));
    run.report("each", Histories.failed(failure));

    assertThat(run.error()).isEqualTo("1 of 3");
    assertThat(Histories.inline(run.last(Event.ActionError.class).result()))
        .isEqualTo(Json.read("[0,null]"));
  }

  @Test
  void anEmptyCollectionGivesAnEmptyList() {
    var run = Histories.of(BODY).start().report("each", succeeded("[]"));

    assertThat(run.lines()).contains("iterator_started each", "iterator_completed each");
    assertThat(run.result()).isEqualTo("[]");
  }

  @Test
  void aThousandIterationsAreCountedRight() {
    var run = Histories.of(BODY).start();
    for (int i = 0; i < 1000; i += 100) {
      var batch = IntStream.range(i, i + 100).mapToObj(IteratingTest::ended).toList();
      run.progress("each", new Progress(1000, List.of(), batch));
    }
    Value list =
        new io.noetl.value.Items(IntStream.range(0, 1000).<Value>mapToObj(Num::of).toList());
    run.report("each", new Outcome.Succeeded(list, Verdict.NONE, List.of(), ""));

    assertThat(run.lines("iteration_completed")).hasSize(1000);
    assertThat(run.last(IteratorCompleted.class).succeeded()).isEqualTo(1000);
    assertThat(run.events().stream().filter(IterationCompleted.class::isInstance)).hasSize(1000);
  }
}
