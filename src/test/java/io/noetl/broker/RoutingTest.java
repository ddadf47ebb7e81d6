package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Event.ExecutionStarted;
import io.noetl.broker.Event.StepCompleted;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which edges fire, and what travels along them.
final class RoutingTest {

  @Test
  void allEdgesThatHoldFireInTheOrderOfTheList() {
    var run =
        Histories.of(
                """
                workload: {n: 5}
                workflow:
                - step: start
                  next:
                  - {step: a, when: "{{ workload.n > 3 }}"}
                  - {step: b, when: "{{ workload.n > 9 }}"}
                  - {step: c}
                  - {step: d, when: n < 9}
                - {step: a, PY}
                - {step: b, PY}
                - {step: c, PY}
                - {step: d, PY}
                """)
            .start();

    assertThat(run.started()).containsExactly("a", "c", "d");
  }

  @Test
  void elseFiresWhenNoConditionBeforeItHeld() {
    assertThat(chosen(30)).containsExactly("hot");
    assertThat(chosen(5)).containsExactly("cold");
    assertThat(chosen(20)).containsExactly("mild");
  }

  private static List<String> chosen(int degrees) {
    return Histories.of(
            """
            workload: {t: 0}
            workflow:
            - step: start
              next:
              - {step: hot, when: "{{ t >= 25 }}"}
              - {step: cold, when: "{{ t < 10 }}"}
              - else: [{step: mild}]
            - {step: hot, PY}
            - {step: cold, PY}
            - {step: mild, PY}
            """)
        .start("{\"t\": %d}".formatted(degrees))
        .started();
  }

  @Test
  void thenAndElseOfOneItemAreTakenTogether() {
    var body =
        """
        workload: {go: true}
        workflow:
        - step: start
          next:
          - when: "{{ workload.go }}"
            then: [{step: a, data: {x: 1}}, b]
            else: [{step: c}]
        - {step: a, PY}
        - {step: b, PY}
        - {step: c, PY}
        """;

    assertThat(Histories.of(body).start().started()).containsExactly("a", "b");
    assertThat(Histories.of(body).start("{\"go\": false}").started()).containsExactly("c");
  }

  @Test
  void aStartWithTwoUnconditionalEdgesRunsBoth() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, next: end}
                - {step: b, PY, next: end}
                - {step: end}
                """)
            .start();
    assertThat(run.started()).containsExactly("a", "b");

    run.done("b", "a");

    assertThat(run.lines("execution_complete")).hasSize(1);
    assertThat(run.lines()).endsWith("step_completed a", "execution_complete");
  }

  @Test
  void anExecutionWhoseEdgesDoNotHoldCompletes() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, next: [{step: b, when: "{{ a.n > 3 }}"}]}
                - {step: b, PY}
                """)
            .start()
            .gives("a", "{\"n\": 1}");

    assertThat(run.lines()).endsWith("step_completed a", "execution_complete");
    assertThat(run.result()).isEqualTo("{\"n\":1}");
  }

  @Test
  void anExecutionThatNothingFollowsFromItsStartCompletesAtOnce() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [{step: a, when: "{{ false }}"}]}
                - {step: a, PY}
                """)
            .start();

    assertThat(run.lines()).containsExactly("execution_start", "execution_complete");
    assertThat(run.result()).isEqualTo("null");
  }

  @Test
  void routersPassDataOnAndNearerEdgesWin() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: {step: r1, data: {x: 1, y: 1, z: 1}}}
                - {step: r1, next: {step: r2, data: {y: 2, seen: "{{ x }}"}}}
                - {step: r2, next: {step: a, data: {z: 3}}}
                - {step: a, PY, data: {w: "{{ x + y + z }}"}}
                """)
            .start();

    assertThat(run.lines())
        .containsExactly(
            "execution_start",
            "step_started r1",
            "step_completed r1",
            "step_started r2",
            "step_completed r2",
            "step_started a");
    assertThat(run.job("a").call().inputs().plain())
        .hasToString(
            "{w=Int[number=6], x=Int[number=1], y=Int[number=2], z=Int[number=3],"
                + " seen=Int[number=1]}");
  }

  @Test
  void dataOfAnEdgeStopsAtTheNextStepThatHasATool() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: {step: a, data: {x: 1}}}
                - {step: a, PY, next: {step: b, data: {y: "{{ x }}"}}}
                - {step: b, PY}
                """)
            .start()
            .done("a");

    assertThat(run.job("b").call().inputs().names()).containsExactly("y");
  }

  @Test
  void anUndefinedConditionIsFalse() {
    var run =
        Histories.of(
                """
                workflow:
                - step: start
                  next:
                  - {step: a, when: "{{ nobody.said > 3 }}"}
                  - {step: b, when: "{{ c.x }}"}
                  - {step: d, when: "{{ c is not defined }}"}
                - {step: a, PY}
                - {step: b, PY}
                - {step: c, PY}
                - {step: d, PY}
                """)
            .start();

    assertThat(run.started()).containsExactly("d");
    assertThat(((ExecutionStarted) run.events().getFirst()).edges().getFirst().taken()).isFalse();
  }

  @Test
  void aConditionThatCannotBeEvaluatedFailsTheStepWhoseEdgeItIs() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, next: [b, {step: c, when: "{{ a.name < 3 }}"}]}
                - {step: b, PY}
                - {step: c, PY}
                """)
            .start()
            .gives("a", "{\"name\": \"Ada\"}");

    assertThat(run.lines()).endsWith("action_completed a", "step_failed a", "execution_failed");
    assertThat(run.error()).contains("a.name < 3", "Ada", "step 'a'", "'c'");
    assertThat(run.state().ending().failedStep()).isEqualTo("a");
  }

  @Test
  void aBrokenConditionOfTheEntryFailsTheExecution() {
    var run =
        Histories.of(
                """
                workload: {n: text}
                workflow:
                - {step: start, next: {step: a, when: "{{ n < 3 }}"}}
                - {step: a, PY}
                """)
            .start();

    assertThat(run.lines())
        .containsExactly("execution_start", "step_failed start", "execution_failed");
    assertThat(run.error()).contains("n < 3", "text");
  }

  @Test
  void aBrokenConditionOfARouterFailsIt() {
    var run =
        Histories.of(
                """
                workload: {n: text}
                workflow:
                - {step: start, next: r}
                - {step: r, next: {step: a, when: "{{ n < 3 }}"}}
                - {step: a, PY}
                """)
            .start();

    assertThat(run.lines()).endsWith("step_started r", "step_failed r", "execution_failed");
  }

  @Test
  void dataThatCannotBeRenderedFailsTheStepWhoseEdgeItIs() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, next: {step: b, data: {x: "{{ 1 / 0 }}"}}}
                - {step: b, PY}
                """)
            .start()
            .done("a");

    assertThat(run.error()).contains("the data of the edge to 'b'", "x");
  }

  @Test
  void everyEdgeIsExplained() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - step: a
                  type: python
                  code: c
                  next:
                  - {step: b, when: "{{ result.n > 3 }}"}
                  - {step: c, when: "{{ result.n > 9 }}"}
                  - else: d
                  - e
                - {step: b, PY}
                - {step: c, PY}
                - {step: d, PY}
                - {step: e, PY}
                """)
            .start()
            .gives("a", "{\"n\": 4}");

    var edges = run.last(StepCompleted.class).edges();
    assertThat(edges).extracting(Edge::target).containsExactly("b", "c", "d", "e");
    assertThat(edges).extracting(Edge::taken).containsExactly(true, false, false, true);
    assertThat(edges)
        .extracting(Edge::when)
        .containsExactly("{{ result.n > 3 }}", "{{ result.n > 9 }}", "else", "");
    assertThat(edges).allSatisfy(edge -> assertThat(edge.why()).isNotBlank());
  }

  @Test
  void edgesSeeTheResultAtHandAsResultAndUnderTheStepsName() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, next: {step: b, data: {x: "{{ result.n }}", y: "{{ a.n }}"}}}
                - {step: b, PY}
                """)
            .start()
            .gives("a", "{\"n\": 4}");

    assertThat(run.job("b").call().inputs()).hasToString("{x=Int[number=4], y=Int[number=4]}");
  }
}
