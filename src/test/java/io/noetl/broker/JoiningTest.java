package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Where branches meet: once per wave, on the first arrival, or for each.
final class JoiningTest {
  private static final String DIAMOND =
      """
      workload: {both: true}
      workflow:
      - {step: start, next: a}
      - {step: a, PY, next: [{step: b, when: "{{ workload.both }}"}, c]}
      - {step: b, PY, next: {step: d, data: {from: b, b: 1}}}
      - {step: c, PY, next: {step: d, data: {from: c, c: 1}}}
      - {step: d, PY}
      """;

  @Test
  void aDiamondRunsItsLastStepOnceAfterBoth() {
    var run = Histories.of(DIAMOND).start().done("a", "c");
    assertThat(run.started()).containsExactly("a", "b", "c");

    run.done("b");
    assertThat(run.started()).containsExactly("a", "b", "c", "d");

    run.done("d");
    assertThat(run.lines()).endsWith("step_completed d", "execution_complete");
  }

  @Test
  void withOneEdgeFalseTheJoinFollowsTheOtherBranchAlone() {
    var run = Histories.of(DIAMOND).start("{\"both\": false}").done("a", "c", "d");

    assertThat(run.started()).containsExactly("a", "c", "d");
    assertThat(run.lines()).endsWith("execution_complete");
  }

  @Test
  void arrivalsMergeInTheOrderOfTheFileWhateverTheOrderTheyCame() {
    var oneWay = Histories.of(DIAMOND).start().done("a", "b", "c");
    var otherWay = Histories.of(DIAMOND).start().done("a", "c", "b");

    var text = "{from=c, b=Int[number=1], c=Int[number=1]}";
    assertThat(oneWay.job("d").call().inputs()).hasToString(text);
    assertThat(otherWay.job("d").call().inputs()).hasToString(text);
  }

  @Test
  void nestedForksMeetInTheirOwnJoinsFirst() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, next: [a1, a2]}
                - {step: a1, PY, next: aj}
                - {step: a2, PY, next: aj}
                - {step: aj, PY, next: j}
                - {step: b, PY, next: j}
                - {step: j, PY}
                """)
            .start()
            .done("b", "a", "a2");
    assertThat(run.started()).doesNotContain("j", "aj");

    run.done("a1");
    assertThat(run.started()).contains("aj").doesNotContain("j");

    run.done("aj", "j");
    assertThat(run.lines("step_started").stream().filter("step_started j"::equals)).hasSize(1);
    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void routersJoinToo() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, next: r}
                - {step: b, PY, next: [{step: r, when: "{{ false }}"}, q]}
                - {step: r, next: q}
                - {step: q, next: c}
                - {step: c, PY}
                """)
            .start()
            .done("a");
    assertThat(run.started()).containsExactly("a", "b");

    run.done("b");

    assertThat(run.started()).containsExactly("a", "b", "r", "q", "c");
  }

  @Test
  void aLoopWithACounterMakesFiveVisitsAndStops() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: count}
                - step: count
                  type: python
                  code: c
                  data: {n: "{{ count.n | default(0) }}"}
                  next:
                  - {step: count, when: "{{ result.n < 5 }}"}
                  - else: end
                - {step: end}
                """)
            .start();
    for (int n = 1; n <= 5; n++) {
      run.gives(n == 1 ? "count" : "count#" + n, "{\"n\": %d}".formatted(n));
    }

    assertThat(run.lines("step_started")).hasSize(5);
    assertThat(run.result()).isEqualTo("{\"n\":5}");
  }

  @Test
  void aDiamondInACycleJoinsOnceInEachRound() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: f}
                - {step: f, PY, next: [a, b]}
                - {step: a, PY, next: j}
                - {step: b, PY, next: c}
                - {step: c, PY, next: j}
                - step: j
                  type: python
                  code: c
                  next: [{step: f, when: "{{ result.again }}"}, {else: end}]
                - {step: end}
                """)
            .start()
            .done("f", "a", "b");
    assertThat(run.started()).containsExactly("f", "a", "b", "c");

    run.done("c").gives("j", "{\"again\": true}").done("f#2", "b#2", "a#2", "c#2");
    run.gives("j#2", "{\"again\": false}");

    assertThat(run.started()).containsExactly("f", "a", "b", "c", "j", "f", "a", "b", "c", "j");
    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void theShortWayRoundACycleWaitsForTheLongOne() {
    var run =
        Histories.of(
                """
                workload: {n: 0}
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, next: j}
                - {step: b, PY, next: b2}
                - {step: b2, PY, next: j}
                - {step: j, PY, next: [{step: a, when: "{{ result.again }}"}]}
                """)
            .start()
            .done("a", "b");
    assertThat(run.started()).containsExactly("a", "b", "b2");

    run.done("b2").gives("j", "{\"again\": true}").done("a#2").gives("j#2", "{}");

    assertThat(run.started()).containsExactly("a", "b", "b2", "j", "a", "j");
  }

  @Test
  void aVisitedStepIsReenteredUnderAVisitNumber() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, next: b}
                - {step: b, PY, next: [{step: a, when: "{{ result.n == 1 }}"}]}
                """)
            .start()
            .done("a")
            .gives("b", "{\"n\": 1}");

    assertThat(run.jobs()).containsExactly("a#2");
    assertThat(run.job("a#2").visit()).isEqualTo(2);
    assertThat(run.job("a#2").key()).isEqualTo("77/a/2");
  }

  @Test
  void aCycleThatDoesNotEndFailsWhenItsVisitsAreUsedUp() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, max_visits: 3, next: b}
                - {step: b, PY, next: a}
                """)
            .start()
            .done("a", "b", "a#2", "b#2", "a#3", "b#3");

    assertThat(run.error()).contains("3 visits", "a -> ... -> b -> a");
    assertThat(run.lines()).endsWith("step_failed a", "execution_failed");
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void joinAnyStartsOnTheFirstArrivalAndSwallowsTheOther() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, next: j}
                - {step: b, PY, next: j}
                - {step: j, PY, join: any, next: end}
                - {step: end}
                """)
            .start()
            .done("b");
    assertThat(run.started()).containsExactly("a", "b", "j");

    run.done("a", "j");

    assertThat(run.started()).containsExactly("a", "b", "j");
    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
  }

  @Test
  void joinAnySwallowsArrivalsThatComeAfterItHasEnded() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, next: j}
                - {step: b, PY, next: j}
                - {step: j, PY, join: any}
                """)
            .start()
            .done("b", "j", "a");

    assertThat(run.started()).containsExactly("a", "b", "j");
    var edge = run.last(Event.StepCompleted.class).edges().getFirst();
    assertThat(edge.taken()).isTrue();
    assertThat(edge.swallowed()).isTrue();
    assertThat(edge.why()).contains("join: any");
  }

  @Test
  void twoEdgesOfOneStepIntoAJoinAnyCountAsOne() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [{step: j, data: {x: 1}}, {step: j, data: {x: 2}}, r]}
                - {step: r, next: j}
                - {step: j, PY, join: any}
                """)
            .start();

    assertThat(run.jobs()).containsExactly("j");
    assertThat(run.job("j").call().inputs()).hasToString("{x=Int[number=1]}");
  }

  @Test
  void theNextWaveOfALoopPassesItsJoinAnyAgain() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: f}
                - {step: f, PY, next: [a, b]}
                - {step: a, PY, next: j}
                - {step: b, PY, next: j}
                - {step: j, PY, join: any, next: [{step: f, when: "{{ result.again }}"}]}
                """)
            .start()
            .done("f", "a", "b")
            .gives("j", "{\"again\": true}")
            .done("f#2", "b#2", "a#2")
            .gives("j#2", "{}");

    assertThat(run.started()).containsExactly("f", "a", "b", "j", "f", "a", "b", "j");
  }

  @Test
  void joinEachRunsForEveryArrival() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [{step: j, data: {x: 1}}, a, {step: j, data: {x: 2}}]}
                - {step: a, PY, next: {step: j, data: {x: 3}}}
                - {step: j, PY, join: each, next: end}
                - {step: end}
                """)
            .start();
    assertThat(run.jobs()).containsExactly("j", "j#2", "a");

    run.done("a");

    assertThat(run.jobs()).containsExactly("j", "j#2", "j#3");
    assertThat(run.job("j#3").call().inputs()).hasToString("{x=Int[number=3]}");
    run.done("j#3", "j", "j#2");
    assertThat(run.lines("execution_complete")).hasSize(1);
  }

  @Test
  void twoRivalsAtTheSameJoinGiveOneStart() {
    var first = Histories.of(DIAMOND).start().done("a", "b");
    var job = first.job("c");

    // The other engine decided on the same state: only one of the two can be appended, and the
    // loser decides again on what the winner left.
    first.done("c");
    var rival = first.tell(new Fact.Reported("c", 1, job.fence(), outcome()));

    assertThat(rival.isEmpty()).isTrue();
    assertThat(first.started()).containsExactly("a", "b", "c", "d");
  }

  private static io.noetl.job.Outcome outcome() {
    return new io.noetl.job.Outcome.Succeeded(
        io.noetl.value.Fields.EMPTY, io.noetl.job.Verdict.NONE, java.util.List.of(), "");
  }

  private static final String RACE =
      """
      workflow:
      - {step: start, next: [fast, slow]}
      - {step: fast, PY, next: first}
      - {step: slow, PY, next: slower}
      - {step: slower, PY, next: first}
      - {step: first, PY, join: any, next: [after, all]}
      - {step: after, PY, next: all}
      - {step: all, PY, next: end}
      - {step: end}
      """;

  @Test
  void whatFollowsAJoinOnTheFirstArrivalDoesNotWaitForTheOthers() {
    var run = Histories.of(RACE).start().done("fast", "first");
    assertThat(run.started()).containsExactly("fast", "slow", "first", "after");

    run.done("after", "all");

    assertThat(run.started()).endsWith("after", "all");
    assertThat(run.state().phase()).as("end waits for all").isEqualTo(Phase.RUNNING);
    run.done("slow", "slower");
    assertThat(run.started()).endsWith("all", "slower");
    assertThat(run.lines()).endsWith("step_completed slower", "execution_complete");
    assertThat(run.verify()).isEmpty();
  }

  @Test
  void aBranchThatLostIsWaitedForWhereItHasAnotherWay() {
    var run =
        Histories.of(
                RACE.replace(
                    "{step: slow, PY, next: slower}", "{step: slow, PY, next: [slower, all]}"))
            .start()
            .done("fast", "first", "after");
    assertThat(run.started()).doesNotContain("all");

    run.done("slow");

    assertThat(run.started()).endsWith("all", "slower");
  }

  @Test
  void theNextRoundOfACycleWaitsForThoseThatLostToo() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: head}
                - {step: head, PY, next: [a, b]}
                - {step: a, PY, next: any}
                - {step: b, PY, next: any}
                - step: any
                  type: python
                  code: c
                  join: any
                  next: [{step: head, when: "{{ result.again }}"}, {else: end}]
                - {step: end}
                """)
            .start()
            .done("head", "a")
            .gives("any", "{\"again\": true}");
    assertThat(run.started()).endsWith("any");

    run.done("b", "head#2", "a#2").gives("any#2", "{\"again\": false}").done("b#2");

    assertThat(run.started()).filteredOn("any"::equals).hasSize(2);
    assertThat(run.lines()).endsWith("execution_complete");
  }

  @Test
  void endWaitsForAll() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b, end]}
                - {step: a, PY, next: end}
                - {step: b, PY}
                - {step: end}
                """)
            .start()
            .done("a");
    assertThat(run.state().phase()).isEqualTo(Phase.RUNNING);

    run.done("b");

    assertThat(run.state().phase()).isEqualTo(Phase.COMPLETED);
  }
}
