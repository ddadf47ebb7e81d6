package io.noetl.acceptance;

import static io.noetl.acceptance.Defect.kept;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/// D1 to D9: what kept the seed's own tests from ending.
final class BlockingDefects {
  private static final String GROUP = "Routing and ending";

  private BlockingDefects() {}

  static List<Defect> all() {
    return List.of(
        kept(
            1,
            GROUP,
            "A workbook entry was looked up by the step's name",
            "An entry is found by `name`, then `task`, then the step's name",
            BlockingDefects::entries),
        kept(
            2,
            GROUP,
            "`result` was unknown in a `when`, so no branch was taken",
            "`result` is the result of the step that has just ended",
            BlockingDefects::result),
        kept(
            3,
            GROUP,
            "The `next` of a router in the middle was never looked at",
            "Routers are passed through at once, also several in a row",
            BlockingDefects::routers),
        kept(
            4,
            GROUP,
            "The first branch at `end` ended the execution, two at once ended it twice",
            "`end` waits for all branches and comes once, as the last event",
            BlockingDefects::oneEnd),
        kept(
            5,
            GROUP,
            "A step that succeeded on its second attempt blocked the execution for good",
            "Only a step whose attempts are used up has failed",
            BlockingDefects::failedOnce),
        kept(
            6,
            GROUP,
            "`then`, `else`, `condition` and the `when` of the start were ignored",
            "Every form of `next` is understood everywhere",
            BlockingDefects::forms),
        kept(
            7,
            GROUP,
            "Without a transition, or without `end`, the execution stayed open",
            "A branch without a further edge ends, and with the last one the execution",
            BlockingDefects::implicitEnd),
        kept(
            8,
            GROUP,
            "Events of iterators, iterations and saves were never sent",
            "They are, each with its index",
            BlockingDefects::iterationEvents),
        kept(
            9,
            GROUP,
            "Child playbooks were not waited for",
            "The iterator ends after its children, with their results",
            BlockingDefects::children));
  }

  private static void entries(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workbook:
              - {name: one, type: transform, data: {n: 1}}
              - {name: two, type: transform, data: {n: 2}}
              - {name: third, type: transform, data: {n: 3}}
            workflow:
              - {step: start, type: workbook, name: one, next: second}
              - {step: second, type: workbook, task: two, next: third}
              - {step: third, type: workbook, next: end}
              - {step: end, result: "{{ [start.n, second.n, third.n] }}"}
            """);

    assertThat(run.json()).isEqualTo("[1,2,3]");
  }

  private static void result(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - step: start
                type: transform
                data: {is_hot: true}
                next:
                  - {step: hot, when: "{{ result.is_hot == true }}"}
                  - {step: cold, when: "{{ result.is_hot == false }}"}
              - {step: hot, type: transform, data: {n: 1}}
              - {step: cold, type: transform, data: {n: 2}}
            """);

    assertThat(run.steps("step_completed")).containsExactly("start", "hot");
  }

  private static void routers(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - {step: start, next: one}
              - {step: one, next: two}
              - {step: two, next: [a, b]}
              - {step: a, type: transform, data: {n: 1}}
              - {step: b, type: transform, data: {n: 2}}
            """);

    assertThat(run.steps("step_completed")).containsExactlyInAnyOrder("one", "two", "a", "b");
  }

  private static void oneEnd(Stage stage) throws Exception {
    for (int i = 0; i < 10; i++) {
      var run =
          Snippets.good(
              stage,
              """
              workflow:
                - {step: start, next: [a, b, c]}
                - {step: a, type: transform, data: {n: 1}, next: end}
                - {step: b, type: transform, data: {n: 2}, next: end}
                - {step: c, type: python, code: "def main(): return 3", next: end}
                - {step: end, result: "{{ a.n + b.n + c }}"}
              """);

      assertThat(run.json()).isEqualTo("6");
      assertThat(run.steps("step_completed")).containsExactlyInAnyOrder("a", "b", "c");
      assertThat(Snippets.types(run)).containsOnlyOnce("execution_complete");
      assertThat(Snippets.types(run).getLast()).isEqualTo("execution_complete");
    }
  }

  private static void failedOnce(Stage stage) throws Exception {
    var marker = stage.directory().resolve("tried");
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - step: start
                type: shell
                command: "[ -e MARKER ] || { touch MARKER; exit 1; }"
                retry: {max_attempts: 2, initial_delay: 0.01}
                next: after
              - {step: after, type: transform, data: {n: 1}, next: end}
              - {step: end, result: "{{ after.n }}"}
            """
                .replace("MARKER", marker.toString()));

    assertThat(run.json()).isEqualTo("1");
    assertThat(run.steps("action_error")).hasSize(1);
  }

  private static void forms(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workload: {n: 5}
            workflow:
              - step: start
                next:
                  - {when: "{{ workload.n > 9 }}", then: never, else: [{step: b, args: {x: 7}}]}
                  - {step: never, when: "{{ workload.n > 9 }}"}
                  - {step: a, condition: "workload.n == 5"}
              - {step: never, type: transform, data: {n: 0}}
              - step: a
                type: transform
                data: {n: 1}
                next:
                  - {step: never, when: "{{ result.n == 2 }}"}
                  - else: c
              - {step: b, type: transform, data: {n: "{{ x }}"}}
              - {step: c, type: transform, data: {n: 3}}
            """);

    assertThat(run.steps("step_completed")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(Stage.result(run, "b")).isEqualTo("{\"n\":7,\"x\":7}");
  }

  private static void implicitEnd(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - {step: start, next: [a, b]}
              - {step: a, type: transform, data: {n: 1}, next: [{step: b, when: "{{ false }}"}]}
              - {step: b, type: transform, data: {n: 2}}
            """);

    assertThat(Snippets.types(run).getLast()).isEqualTo("execution_complete");
  }

  private static void iterationEvents(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - step: start
                type: iterator
                collection: [4, 5]
                element: it
                task:
                  type: transform
                  data: {n: "{{ it }}"}
                  save: {storage: event_log, data: {n: "{{ result.n }}"}}
            """);

    assertThat(Snippets.types(run).subList(2, Snippets.types(run).size() - 3))
        .containsExactly(
            "action_started",
            "iterator_started",
            "iteration_started",
            "save_started",
            "save_completed",
            "iteration_completed",
            "iteration_started",
            "save_started",
            "save_completed",
            "iteration_completed",
            "iterator_completed");
    assertThat(
            run.rows().stream()
                .filter(row -> row.type().equals("iteration_completed"))
                .map(row -> row.index())
                .toList())
        .containsExactly(0, 1);
  }

  private static void children(Stage stage) throws Exception {
    stage.web().answer("/forecast", "{\"hourly\": {\"temperature_2m\": [21]}}");

    var run =
        stage.run("acceptance/weather_loop_example.yaml", Map.of("base_url", stage.web().url()));

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).isEqualTo("{\"alerts\":3,\"cities\":3}");
  }
}
