package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What an execution gives when it completes.
final class EndingTest {

  private static Histories ended(String end) {
    return Histories.of(
            """
            workload: {city: Paris}
            workflow:
            - {step: start, next: a}
            - {step: a, PY, vars: {seen: "{{ result.n }}"}, next: {step: end, data: {note: hi}}}
            """
                + end)
        .start()
        .gives("a", "{\"n\": 4}");
  }

  @Test
  void withoutAnEndTheLastStepsResultIsTheResult() {
    assertThat(ended("- {step: end}\n").result()).isEqualTo("{\"n\":4}");
  }

  @Test
  void endMapsTheResult() {
    var end =
        """
        - step: end
          result:
            n: "{{ a.n }}"
            city: "{{ workload.city }}"
            note: "{{ note }}"
            v: "{{ vars.seen }}"
        """;

    assertThat(ended(end).result())
        .isEqualTo("{\"n\":4,\"city\":\"Paris\",\"note\":\"hi\",\"v\":4}");
  }

  @Test
  void aResultCanBeOneValue() {
    assertThat(ended("- {step: end, result: \"{{ a.n }}\"}\n").result()).isEqualTo("4");
  }

  @Test
  void theDataThatEndSavesIsTheResult() {
    var run = ended("- {step: end, save: {storage: event_log, data: {kept: \"{{ a.n }}\"}}}\n");
    assertThat(run.lines()).endsWith("step_started end");

    run.gives("end", "{\"kept\": 4}");

    assertThat(run.result()).isEqualTo("{\"kept\":4}");
  }

  @Test
  void endsOwnActionGivesTheResult() {
    var run = ended("- {step: end, PY}\n").gives("end", "{\"last\": true}");

    assertThat(run.lines())
        .endsWith(
            "step_started end",
            "action_started end",
            "action_completed end",
            "step_completed end",
            "execution_complete");
    assertThat(run.result()).isEqualTo("{\"last\":true}");
  }

  @Test
  void theMappingOfAnEndWithAnActionSeesItsResult() {
    var run =
        ended("- {step: end, PY, result: {x: \"{{ result.last }}\", y: \"{{ end.last }}\"}}\n")
            .gives("end", "{\"last\": 9}");

    assertThat(run.result()).isEqualTo("{\"x\":9,\"y\":9}");
  }

  @Test
  void aResultThatCannotBeRenderedFailsTheExecution() {
    var run = ended("- {step: end, result: {x: \"{{ 1 / 0 }}\"}}\n");

    assertThat(run.error()).contains("result");
    assertThat(run.lines()).endsWith("execution_failed");
  }

  @Test
  void anEndThatNoBranchReachesMapsNothing() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: a}
                - {step: a, PY, next: [{step: end, when: "{{ false }}"}]}
                - {step: end, result: mapped}
                """)
            .start()
            .gives("a", "1");

    assertThat(run.result()).isEqualTo("1");
  }

  @Test
  void endComesAfterAllBranchesEvenThoseThatDoNotLeadToIt() {
    var run =
        Histories.of(
                """
                workflow:
                - {step: start, next: [a, b]}
                - {step: a, PY, next: end}
                - {step: b, PY, next: c}
                - {step: c, PY}
                - {step: end, PY}
                """)
            .start()
            .done("a", "b");
    assertThat(run.started()).containsExactly("a", "b", "c");

    run.done("c", "end");

    assertThat(run.started()).containsExactly("a", "b", "c", "end");
    assertThat(run.lines("execution_complete")).hasSize(1);
  }

  @Test
  void largeResultsStayWhereTheyAre() {
    var stored = new Content.Stored(Histories.EXECUTION, "event/4/result", 100_000);
    var state = State.initial(Histories.EXECUTION);
    var broker = new Broker(Histories.parsed("workflow: [{step: start, next: a}, {step: a, PY}]"));
    var events =
        new Event[] {
          new Event.ExecutionStarted(
              Histories.REF, Content.NOTHING, Origin.NONE, 0, "start", true, java.util.List.of()),
          new Event.StepStarted(
              "a",
              1,
              io.noetl.playbook.Join.ALL,
              io.noetl.value.Fields.EMPTY,
              io.noetl.value.Fields.EMPTY),
          new Event.ActionStarted("a", 1, "python", 1, 1, "", 0),
          new Event.ActionCompleted("a", 1, "python", 1, stored),
          new Event.StepCompleted("a", 1, java.util.List.of(), io.noetl.value.Fields.EMPTY)
        };
    for (var event : events) {
      var number = state.version() + 1;
      state =
          state.after(
              new Entry(
                  number,
                  number - 1,
                  state.lastAt().plusNanos(1000),
                  event,
                  io.noetl.value.Fields.EMPTY));
    }

    assertThat(state.holdsStored()).isTrue();
    assertThat(broker.needs(state)).containsExactly(stored);
  }
}
