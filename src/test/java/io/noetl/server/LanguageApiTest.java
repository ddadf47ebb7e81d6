package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the pages of the web interface are made from: graphs, inputs and problems as data.
@Timeout(120)
class LanguageApiTest {
  private final Served served = Served.open();

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void aGraphComesAsDataOfAPathAndOfAText() throws Exception {
    served.register(Served.THREE);

    var registered = served.get("/api/graph?path=three&version=1&format=json");
    var order = Fields.of("content", Text.of(Served.THREE), "format", Text.of("json"));
    var drawn = served.tell("/api/graph", order);

    assertThat(registered.headers().firstValue("Content-Type")).contains("application/json");
    var graph = Served.good(registered);
    assertThat(graph).isEqualTo(drawn);
    assertThat(graph.get("path")).isEqualTo(Text.of(Served.PATH));
    var steps = (Items) graph.get("steps");
    assertThat(steps.size()).isEqualTo(5);
    var b = (Fields) steps.get(2);
    assertThat(b.get("name")).isEqualTo(Text.of("b"));
    assertThat(b.get("line")).isEqualTo(Num.of(8));
    assertThat(b.get("end_line")).isEqualTo(Num.of(13));
    var edge = (Fields) ((Items) graph.get("edges")).get(2);
    assertThat(edge.get("when")).isEqualTo(Text.of("{{ b.n > 0 }}"));
    assertThat(edge.get("line")).isEqualTo(Num.of(12));
  }

  @Test
  void problemsHaveAllThatAnEditorUnderlinesWith() throws Exception {
    var broken = Served.THREE.replace("next: b}", "next: bb}") + "# no more\n";
    var verdict = served.tell("/api/validate", Fields.of("content", Text.of(broken)));

    assertThat(verdict.get("valid")).isEqualTo(Bool.FALSE);
    var problem = (Fields) ((Items) verdict.get("problems")).get(0);
    assertThat(problem.names())
        .containsExactly(
            "file",
            "line",
            "column",
            "end_line",
            "end_column",
            "severity",
            "code",
            "message",
            "hint");
    assertThat(problem.get("line")).isEqualTo(Num.of(7));
    assertThat(problem.get("end_line")).isEqualTo(Num.of(7));
    int column = broken.lines().toList().get(6).indexOf("bb") + 1;
    assertThat(problem.get("column")).isEqualTo(Num.of(column));
    assertThat(problem.get("end_column")).isEqualTo(Num.of(column + 2));
    assertThat(problem.get("severity")).isEqualTo(Text.of("error"));

    var nothing = served.tell("/api/validate", Fields.of("content", Text.of("")));

    var first = (Fields) ((Items) nothing.get("problems")).get(0);
    assertThat(first.get("end_column")).isEqualTo(Null.NULL);
  }

  @Test
  void aPlaybookSaysWhatMayBeGivenAndWhatIsOddAboutIt() throws Exception {
    served.register(Served.THREE);

    var plain = served.look("/api/catalog/playbook?playbook_id=" + Served.PATH);

    assertThat(plain.get("inputs")).isEqualTo(Null.NULL);
    assertThat(plain.get("problems")).isEqualTo(new Items(List.of()));
    assertThat(((Fields) plain.get("payload")).get("workload"))
        .isEqualTo(Fields.of("n", Num.of(1)));

    served.register(
        Served.THREE.replace(
            "workload: {n: 1}",
            "inputs: {n: {type: integer, default: 2, required: true}}\nenvironment: dev"));
    var typed = served.look("/api/catalog/playbook?playbook_id=" + Served.PATH);

    assertThat(Json.write(typed.get("inputs")))
        .isEqualTo(
            "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"default\":2}}}");
    assertThat(((Fields) typed.get("payload")).get("workload"))
        .isEqualTo(Fields.of("n", Num.of(2)));
    var problem = (Fields) ((Items) typed.get("problems")).get(0);
    assertThat(problem.get("code")).isEqualTo(Text.of("no-effect"));
    assertThat(problem.get("severity")).isEqualTo(Text.of("warning"));
  }
}
