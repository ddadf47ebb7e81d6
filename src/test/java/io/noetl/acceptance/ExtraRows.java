package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.EventRow;
import java.nio.file.Files;
import java.util.List;

/// Cases beside the fixtures that have caught others out.
final class ExtraRows {
  private static final String SECTION = "Beside the fixtures";

  private static final String HEAD =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: extra, path: acceptance/extra}
      """;

  private ExtraRows() {}

  static List<Row> rows() {
    return List.of(
        Row.here(
            SECTION,
            "no `when` holds",
            "the branch ends, the execution completes",
            ExtraRows::noMatch),
        Row.here(
            SECTION,
            "a true, a false and a bare edge",
            "the true one and the bare one fire",
            ExtraRows::mixed),
        Row.here(SECTION, "two bare edges at the start", "both run", ExtraRows::twoAtTheStart),
        Row.here(
            SECTION,
            "a failure while a sibling runs",
            "FAILED; the sibling is cancelled, nothing new starts",
            ExtraRows::failureBesideASibling),
        Row.here(SECTION, "an iterator over nothing", "[], success", ExtraRows::overNothing),
        Row.here(
            SECTION,
            "an iterator with one item that fails",
            "fails after the others have finished; with `on_error: continue` null and a list "
                + "of errors",
            ExtraRows::oneItemFails),
        Row.here(
            SECTION,
            "iterate.yaml",
            "async over [3,1,2] keeps the order; where, order_by and limit give [1,2]; chunks "
                + "of two sum to [3,7,5]",
            ExtraRows::iterate),
        Row.here(
            SECTION,
            "a worker killed in the middle of a job",
            "another worker gets the job; one step_completed, one end",
            KilledWorker::hold));
  }

  private static void noMatch(Stage stage) throws Exception {
    var run =
        stage.runText(
            HEAD
                + """
                workflow:
                  - step: start
                    type: transform
                    data: {n: 1}
                    next:
                      - {step: one, when: "{{ result.n > 1 }}"}
                      - {step: two, when: "{{ workload.missing.deep == 3 }}"}
                  - {step: one, type: transform, data: {n: 1}}
                  - {step: two, type: transform, data: {n: 1}}
                """);

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.steps("step_completed")).containsExactly("start");
  }

  private static void mixed(Stage stage) throws Exception {
    var run =
        stage.runText(
            HEAD
                + """
                workflow:
                  - step: start
                    next:
                      - {step: holds, when: "{{ 1 < 2 }}"}
                      - {step: fails, when: "{{ 2 < 1 }}"}
                      - step: bare
                  - {step: holds, type: transform, data: {n: 1}}
                  - {step: fails, type: transform, data: {n: 1}}
                  - {step: bare, type: transform, data: {n: 1}}
                """);

    assertThat(run.steps("step_completed")).containsExactlyInAnyOrder("holds", "bare");
  }

  private static void twoAtTheStart(Stage stage) throws Exception {
    var run =
        stage.runText(
            HEAD
                + """
                workflow:
                  - {step: start, next: [left, right]}
                  - {step: left, type: transform, data: {n: 1}, next: end}
                  - {step: right, type: transform, data: {n: 2}, next: end}
                  - {step: end, result: "{{ left.n + right.n }}"}
                """);

    assertThat(run.json()).isEqualTo("3");
    assertThat(run.steps("execution_complete")).hasSize(1);
  }

  private static void failureBesideASibling(Stage stage) throws Exception {
    var begun = stage.directory().resolve("begun");
    var run =
        stage.runText(
            HEAD
                + """
                workflow:
                  - {step: start, next: [slow, bad]}
                  - {step: slow, type: shell, command: "touch BEGUN; exec sleep 600", next: after}
                  - step: bad
                    type: shell
                    command: "while [ ! -e BEGUN ]; do sleep 0.02; done; exit 3"
                    next: after
                  - {step: after, type: transform, data: {n: 1}}
                """
                    .replace("BEGUN", begun.toString()));

    assertThat(Files.exists(begun)).isTrue();
    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.steps("step_failed")).containsExactly("bad");
    assertThat(run.steps("step_cancelled")).containsExactly("slow");
    assertThat(run.steps("step_started")).doesNotContain("after");
    assertThat(run.rows().getLast().type()).isEqualTo("execution_failed");
  }

  private static void overNothing(Stage stage) throws Exception {
    var run =
        stage.runText(
            HEAD
                + """
                workload: {items: []}
                workflow:
                  - step: start
                    type: iterator
                    collection: "{{ workload.items }}"
                    element: it
                    task: {type: transform, data: {n: "{{ it }}"}}
                    next: end
                  - {step: end, result: "{{ start }}"}
                """);

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).isEqualTo("[]");
  }

  private static String failing(String more) {
    return HEAD
        + """
        workflow:
          - step: start
            type: iterator
            collection: [1, 0, 2]
            element: it
            %s
            task:
              type: python
              data: {it: "{{ it }}"}
              code: |
                def main(it):
                    return 2 / it
            next: end
          - {step: end, result: "{{ [start.results, start.errors | length] }}"}
        """
            .formatted(more);
  }

  private static void oneItemFails(Stage stage) throws Exception {
    var strict = stage.runText(failing("mode: sequential"));
    var lenient = stage.runText(failing("on_error: continue"));

    assertThat(strict.status()).isEqualTo("FAILED");
    assertThat(strict.rows().stream().map(EventRow::type).toList())
        .contains("iteration_failed", "iterator_completed");
    assertThat(strict.steps("iteration_completed")).hasSize(2);
    assertThat(lenient.status()).isEqualTo("COMPLETED");
    assertThat(lenient.json()).isEqualTo("[[2.0,null,1.0],1]");
  }

  private static void iterate(Stage stage) throws Exception {
    var run = stage.run("iterate.yaml");

    assertThat(run.json()).isEqualTo("{\"smallest\":[1,2],\"pairs\":[3,7,5],\"squares\":[9,1,4]}");
  }
}
