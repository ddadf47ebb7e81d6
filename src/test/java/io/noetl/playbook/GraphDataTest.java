package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A playbook's graph as data: what stands in it, and on which lines.
class GraphDataTest {
  private static final String TEXT =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: tests/data, name: data}
      workbook:
        - name: shout
          type: python
          code: |
            def main(word):
                return word.upper()
      workflow:
        - step: start
          description: Where it begins.
          next:
            - when: "{{ workload.n > 3 }}"
              then: [fetch, {step: shouted}]
            - else: end
        - step: fetch
          tool:
            kind: postgres
            auth: db
            query: >

              SELECT 1


          # What follows.
          on_error:
            - {step: tell, when: "{{ error.retryable }}"}
            - end
          next: each
        - step: each
          type: iterator
          collection: "{{ fetch }}"
          element: row
          task:
            type: playbook
            path: tests/child
          join: any
          next: end

        - {step: tell, type: shell, command: [echo, failed],
           next: [{step: end}
           ] # closed late ]
          }
        - step: shouted
          type: workbook
          name: shout
          data: {word: "{{ workload.n }}"}
          next: coded
        - step: coded
          type: python
          code_b64: ZGVmIG1haW4oKToKICAgIHJldHVybiAxCg==
          next: end
        - step: end
      """;

  private static Fields graph(String text) {
    return GraphDrawing.json(Vectors.playbook(text), text);
  }

  private static Fields step(Fields graph, String name) {
    return ((Items) graph.get("steps"))
        .list().stream()
            .map(Fields.class::cast)
            .filter(step -> step.get("name").equals(Text.of(name)))
            .findFirst()
            .orElseThrow();
  }

  private static String lines(Fields step) {
    return "%s-%s code %s"
        .formatted(
            Json.write(step.get("line")),
            Json.write(step.get("end_line")),
            Json.write(step.get("code_line")));
  }

  @Test
  void itSaysWhatThePlaybookIsCalledAndWhereItBegins() {
    var graph = graph(TEXT);

    assertThat(graph.names()).containsExactly("name", "path", "entry", "steps", "edges");
    assertThat(graph.get("name")).isEqualTo(Text.of("data"));
    assertThat(graph.get("path")).isEqualTo(Text.of("tests/data"));
    assertThat(graph.get("entry")).isEqualTo(Text.of("start"));
  }

  @Test
  void stepsSayWhatTheyDo() {
    var graph = graph(TEXT);

    var start = step(graph, "start");
    assertThat(start.get("kind")).isEqualTo(Text.of("router"));
    assertThat(start.get("tool")).isEqualTo(Null.NULL);
    assertThat(start.get("description")).isEqualTo(Text.of("Where it begins."));
    assertThat(start.get("join")).isEqualTo(Text.of("all"));
    var each = step(graph, "each");
    assertThat(each.get("kind")).isEqualTo(Text.of("tool"));
    assertThat(each.get("tool")).isEqualTo(Text.of("playbook"));
    assertThat(each.get("iterator")).isEqualTo(Bool.TRUE);
    assertThat(each.get("child")).isEqualTo(Text.of("tests/child"));
    assertThat(each.get("join")).isEqualTo(Text.of("any"));
    assertThat(each.get("description")).isEqualTo(Null.NULL);
    assertThat(step(graph, "shouted").get("tool")).isEqualTo(Text.of("python"));
    assertThat(step(graph, "shouted").get("iterator")).isEqualTo(Bool.FALSE);
    assertThat(step(graph, "end").get("kind")).isEqualTo(Text.of("end"));
  }

  @Test
  void stepsKnowTheirLinesAndThatOfTheirCode() {
    var graph = graph(TEXT);
    var all = TEXT.lines().toList();

    assertThat(lines(step(graph, "start"))).isEqualTo("11-16 code null");
    assertThat(lines(step(graph, "fetch"))).isEqualTo("17-30 code 22");
    assertThat(lines(step(graph, "each"))).isEqualTo("31-39 code null");
    assertThat(lines(step(graph, "tell"))).isEqualTo("41-44 code 41");
    assertThat(lines(step(graph, "shouted"))).isEqualTo("45-49 code 8");
    assertThat(lines(step(graph, "coded"))).isEqualTo("50-53 code null");
    assertThat(lines(step(graph, "end"))).isEqualTo("54-54 code null");
    assertThat(all.get(22 - 1)).isEmpty();
    assertThat(all.get(44 - 1).strip()).isEqualTo("}");
    assertThat(all.get(8 - 1)).contains("def main");
    assertThat(all).hasSize(54);
  }

  @Test
  void edgesSayWhenTheyFireAndTheirPlaceInTheirList() {
    var edges =
        ((Items) graph(TEXT).get("edges"))
            .list().stream().map(it -> String.join(" ", words((Fields) it))).toList();

    assertThat(edges)
        .contains(
            "start fetch 0 next when {{ workload.n > 3 }} 15",
            "start shouted 1 next when {{ workload.n > 3 }} 15",
            "start end 2 next else null 16",
            "fetch each 0 next always null 30",
            "fetch tell 0 error when {{ error.retryable }} 28",
            "fetch end 1 error always null 29",
            "tell end 0 next always null 42")
        .hasSize(10);
  }

  private static List<String> words(Fields edge) {
    return edge.asMap().values().stream()
        .map(value -> value instanceof Text(var text) ? text : Json.write(value))
        .toList();
  }

  @Test
  void aChildThatOnlyTheExecutionKnowsIsNone() {
    var graph =
        graph(
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {path: tests/children}
            workload: {which: a}
            workflow:
              - step: start
                type: playbook
                path: "{{ workload.which }}"
            """);

    assertThat(step(graph, "start").get("tool")).isEqualTo(Text.of("playbook"));
    assertThat(step(graph, "start").get("child")).isEqualTo(Null.NULL);
  }

  @Test
  void codeIsFoundInEverySpellingAndWithEveryEndOfLine() {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: tests/spellings}
        workflow:
          - step: start
            type: postgres
            auth: db
            with:
              command: SELECT 1
            next: quoted
          - step: quoted
            type: python
            code: "def main():\\n    return 1"
            next: looped
          - step: looped
            loop: {in: [1, 2], iterator: item}
            tool:
              kind: python
              code: |
                def main():
                    return "🐦"

            next: end
          - step: end
        """;
    for (var each : List.of(text, text.replace("\n", "\r\n"), "\uFEFF" + text)) {
      var graph = graph(each);
      assertThat(lines(step(graph, "start"))).isEqualTo("5-10 code 9");
      assertThat(lines(step(graph, "quoted"))).isEqualTo("11-14 code 13");
      assertThat(lines(step(graph, "looped"))).isEqualTo("15-23 code 20");
      assertThat(lines(step(graph, "end"))).isEqualTo("24-24 code null");
    }
  }

  @Test
  void aStepThatTakesKeysFromElsewhereEndsWhereItStands() {
    var graph =
        graph(
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {path: tests/aliases}
            workflow:
              - step: start
                type: transform
                data: &data
                  a: 1
                  b: 2
                next: other
              - step: other
                type: transform
                data: *data
            """);

    assertThat(lines(step(graph, "start"))).isEqualTo("5-10 code null");
    assertThat(lines(step(graph, "other"))).isEqualTo("11-13 code null");
  }

  @Test
  void aLargePlaybookTakesNoTime() {
    var text = new StringBuilder("kind: Playbook\napiVersion: noetl.io/v1\nworkflow:\n");
    for (int i = 0; i < 3_000; i++) {
      text.append("  - {step: s%d, next: [s%d]}\n".formatted(i, i + 1));
    }
    var graph = graph(text.append("  - step: s3000\n").toString());

    assertThat(step(graph, "s3000").get("line")).isEqualTo(Num.of(3_004));
    assertThat(((Items) graph.get("edges")).size()).isEqualTo(3_000);
  }
}
