package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GraphDrawingTest {
  private static final String TEXT =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: tests/drawing}
      workflow:
        - step: start
          next:
            - step: fetch
              when: "{{ workload.n > 3 and workload.name == 'x' }}"
            - else: end
        - step: fetch
          type: http
          endpoint: http://example.org
          on_error: tell
          next:
            - {step: fetch, when: "{{ result.more }}"}
            - {step: each}
        - step: each
          type: iterator
          collection: "{{ fetch.rows }}"
          element: row
          task: {type: transform, data: {r: "{{ row }}"}}
          next: [start, end]
        - step: tell
          type: shell
          command: echo failed
        - step: end
      """;

  @Test
  void mermaidShowsStepsConditionsAndErrors() {
    assertThat(GraphDrawing.mermaid(Vectors.playbook(TEXT)))
        .isEqualTo(
            """
            flowchart TD
              s0(["start"])
              s1["fetch<br/>http"]
              s2["each<br/>for each: transform"]
              s3["tell<br/>shell"]
              s4[["end"]]
              s0 -->|"workload.n #gt; 3 and workload.name == 'x'"| s1
              s0 -->|"else"| s4
              s1 -->|"result.more"| s1
              s1 --> s2
              s1 -.->|"on error"| s3
              s2 --> s0
              s2 --> s4
            """);
  }

  @Test
  void dotShowsTheSame() {
    assertThat(GraphDrawing.dot(Vectors.playbook(TEXT)))
        .startsWith("digraph playbook {\n")
        .contains("s1 [label=\"fetch\\nhttp\"];\n")
        .contains("s0 -> s1 [label=\"workload.n > 3 and workload.name == 'x'\"];\n")
        .contains("s1 -> s3 [label=\"on error\", style=dashed];\n")
        .endsWith("}\n");
  }

  @Test
  void svgHasABoxForEachStepAndAnArrowForEachEdge() throws Exception {
    var picture = xml(GraphDrawing.svg(Vectors.playbook(TEXT)));

    assertThat(picture.getElementsByTagName("title").getLength()).isEqualTo(5);
    assertThat(picture.getElementsByTagName("path").getLength()).isEqualTo(7);
    assertThat(picture.getDocumentElement().getTextContent()).contains("fetch", "workload.n > 3");
  }

  @Test
  void fiveHundredStepsWithCyclesAreDrawnWithoutBoxesOverEachOther() throws Exception {
    var steps =
        IntStream.range(0, 500)
            .mapToObj(
                i ->
                    """
                    - {step: %s, type: transform, data: {x: 1}, next: [s%d, {step: s%d, when: x}]}
                    """
                        .formatted(
                            i == 0 ? "start" : "s" + i,
                            Math.min(499, i + 1 + i % 7),
                            i % 50 == 49 ? i - 20 : Math.min(499, i + 13)))
            .collect(Collectors.joining());
    var text = "apiVersion: noetl.io/v1\nkind: Playbook\nmetadata: {path: p}\nworkflow:\n" + steps;

    var picture = xml(GraphDrawing.svg(Vectors.playbook(text)));

    var boxes = picture.getElementsByTagName("rect");
    assertThat(boxes.getLength()).isEqualTo(501);
    var rows = new java.util.HashMap<String, java.util.List<int[]>>();
    for (int i = 1; i < boxes.getLength(); i++) {
      var box = boxes.item(i).getAttributes();
      int left = Integer.parseInt(box.getNamedItem("x").getNodeValue());
      int width = Integer.parseInt(box.getNamedItem("width").getNodeValue());
      var row =
          rows.computeIfAbsent(
              box.getNamedItem("y").getNodeValue(), _ -> new java.util.ArrayList<>());
      assertThat(left).isNotNegative();
      assertThat(row).allMatch(other -> other[1] <= left || left + width <= other[0]);
      row.add(new int[] {left, left + width});
    }
  }

  private static Document xml(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }
}
