package io.noetl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which pieces a playbook's work has.
class DraftingTest {

  @Test
  void allStepsAndTransitionsOfAWorkbookAreThere() throws Exception {
    var file = Path.of("examples", "acceptance", "control_flow_workbook.yaml");
    var plan = draft(Files.readString(file), "{}");

    assertThat(ids(plan))
        .containsExactly(
            "start",
            "eval_flag",
            "hot_path",
            "cold_path",
            "hot_task_a",
            "hot_task_b",
            "cold_task",
            "end");
    assertThat(edges(plan))
        .contains(
            "start -> eval_flag",
            "eval_flag -> hot_path",
            "eval_flag -> cold_path",
            "hot_path -> hot_task_a",
            "hot_path -> hot_task_b",
            "hot_task_a -> end")
        .hasSize(9);
    assertThat(millis(plan, "hot_path")).isZero();
    assertThat(millis(plan, "eval_flag")).isEqualTo(1000);
    assertThat(plan.notes()).isEmpty();
  }

  @Test
  void anAsyncIteratorBecomesItsItemsAndABarrier() {
    var plan =
        draft(
            steps(
                """
                - step: each
                  type: iterator
                  collection: "{{ workload.cities }}"
                  element: city
                  mode: async
                  concurrency: 2
                  task: {type: http, endpoint: "http://x/{{ city.name }}"}
                  next: end
                - step: end
                """),
            "{\"cities\": [{\"name\": \"Oslo\"}, {\"name\": \"Rome\"}, {\"name\": \"Bonn\"}]}");

    assertThat(ids(plan))
        .containsExactly("each/Oslo", "each/Rome", "each/Bonn", "barrier::each", "end");
    assertThat(edges(plan))
        .containsExactly(
            "each/Oslo -> barrier::each",
            "each/Rome -> barrier::each",
            "each/Bonn -> barrier::each",
            "barrier::each -> end");
    assertThat(plan.pieces().getFirst().tool()).isEqualTo("http");
    assertThat(plan.pieces().getFirst().demands())
        .containsEntry("http_pool", 1)
        .containsEntry("iterations of each", 1);
    assertThat(plan.own()).containsEntry("iterations of each", 2);
  }

  @Test
  void aSequentialIteratorIsAChain() {
    var plan =
        draft(
            steps(
                """
                - step: each
                  type: iterator
                  collection: [1, 2, 3, 4]
                  limit: 3
                  element: n
                  task: {type: python, code: "def main(n): return n"}
                """),
            "{}");

    assertThat(edges(plan))
        .containsExactly("each/0 -> each/1", "each/1 -> each/2", "each/2 -> barrier::each");
    assertThat(plan.own()).isEmpty();
  }

  @Test
  void whatIsKnownOnlyLaterIsOnePieceWithANote() {
    var plan =
        draft(
            steps(
                """
                - step: fetch
                  type: http
                  endpoint: http://x
                  next: each
                - step: each
                  type: iterator
                  collection: "{{ fetch.data }}"
                  element: n
                  task: {type: python, code: "def main(n): return n"}
                """),
            "{}");

    assertThat(ids(plan)).containsExactly("fetch", "each");
    assertThat(plan.notes())
        .containsExactly(
            "each: its collection (\"{{ fetch.data }}\") is known only when it is reached");
  }

  @Test
  void veryManyIterationsAreOnePiece() {
    var plan =
        draft(
            steps(
                """
                - step: each
                  type: iterator
                  collection: "{{ range(1000) | list }}"
                  element: n
                  mode: async
                  concurrency: 10
                  task: {type: python, code: "def main(n): return n"}
                """),
            "{}");

    assertThat(ids(plan)).containsExactly("each");
    assertThat(millis(plan, "each")).isEqualTo(100_000);
    assertThat(plan.notes()).containsExactly("each has 1000 iterations: they are one piece");
  }

  @Test
  void aCycleIsPlannedAsOneRound() {
    var plan =
        draft(
            steps(
                """
                - step: check
                  type: http
                  endpoint: http://x
                  next:
                    - {when: "{{ result.done }}", step: end}
                    - {else: rest}
                - step: rest
                  type: wait
                  duration: 30s
                  next: check
                - step: end
                """),
            "{}");

    assertThat(edges(plan)).containsExactly("check -> end", "check -> rest");
    assertThat(millis(plan, "rest")).isEqualTo(30_000);
    assertThat(plan.notes())
        .containsExactly("the cycle check -> rest -> check is planned as one round");
  }

  @Test
  void whatOnlyErrorsLeadToIsLeftOut() {
    var plan =
        draft(
            steps(
                """
                - step: check
                  type: http
                  endpoint: http://x
                  resources: {gpu: 2}
                  on_error: [{step: mend}]
                - step: mend
                  type: http
                  endpoint: http://x
                """),
            "{}");

    assertThat(ids(plan)).containsExactly("check");
    assertThat(plan.pieces().getFirst().demands()).containsExactly(java.util.Map.entry("gpu", 2));
    assertThat(plan.notes()).containsExactly("mend is left out: no `next` leads there");
  }

  // -- Plumbing --------------------------------------------------------------------------------

  private static String steps(String steps) {
    return """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {name: p, path: p}
        workflow:
        """
        + steps.indent(2);
  }

  private static Plan draft(String text, String workload) {
    return Drafting.draft(playbook(text), (Fields) Json.read(workload), Estimates.DEFAULTS);
  }

  static Playbook playbook(String text) {
    return switch (PlaybookParser.parse("p.yaml", text)) {
      case Valid(var playbook, _) -> playbook;
      case PlaybookParser.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private static List<String> ids(Plan plan) {
    return plan.pieces().stream().map(Piece::id).toList();
  }

  private static List<String> edges(Plan plan) {
    return plan.edges().stream().map(edge -> edge.from() + " -> " + edge.to()).toList();
  }

  private static long millis(Plan plan, String id) {
    return plan.pieces().stream()
        .filter(piece -> piece.id().equals(id))
        .findFirst()
        .orElseThrow()
        .time()
        .millis();
  }
}
