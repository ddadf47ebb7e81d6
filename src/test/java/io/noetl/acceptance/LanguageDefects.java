package io.noetl.acceptance;

import static io.noetl.acceptance.Defect.kept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

/// D20 to D26 and D33 to D35: the language and its templates.
final class LanguageDefects {
  static final String GROUP = "Language, rendering and tools";

  private LanguageDefects() {}

  static List<Defect> all() {
    return List.of(
        kept(
            20,
            GROUP,
            "One unknown name left a whole task unrendered; quotes broke it",
            "Each value is rendered by itself and keeps its type, whatever it holds",
            LanguageDefects::mixedNames),
        kept(
            21,
            GROUP,
            "Digits became numbers, `None` a value, JSON text a map",
            "A text stays a text",
            LanguageDefects::textsStay),
        kept(
            22,
            GROUP,
            "Methods hid keys of maps; lists were wrapped in maps",
            "Keys come first; a list is a list",
            LanguageDefects::keysFirst),
        kept(
            23,
            GROUP,
            "The text of a template went into data when it could not be rendered",
            "What is undefined is empty text, or null",
            LanguageDefects::noTemplateText),
        kept(
            25,
            GROUP,
            "Documents and code disagreed on which input wins",
            "Edge `data` > edge `with` > step `data` > `with` > `params` > `payload` > `input`",
            LanguageDefects::precedence),
        kept(
            26,
            GROUP,
            "`timeout`, `args`, `return_step`, `command_b64`, a workbook entry's `auth` and `save`"
                + " got lost on the way",
            "Every key arrives",
            LanguageDefects::nothingIsDropped),
        kept(
            33,
            GROUP,
            "A step could run only once, although examples go in circles",
            "Each time is a visit of its own, bounded by `max_visits`",
            LanguageDefects::circles),
        kept(
            34,
            GROUP,
            "Three grammars were written down, which contradicted each other",
            "One parser, one schema; the spellings of all three are one canonical form",
            LanguageDefects::spellings),
        kept(
            35,
            GROUP,
            "Which edges suppress others changed without a word",
            "Each edge is judged alone, and the judgement is kept with its reason",
            LanguageDefects::edges));
  }

  private static void mixedNames(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workload: {quoted: 'say "hi" & it''s {fine}'}
            workflow:
              - {step: start, type: transform, data: {n: 30, flag: true}, next: after}
              - step: after
                type: transform
                data:
                  id: "{{ execution_id }}-{{ start.n }}"
                  n: "{{ start.n }}"
                  flag: "{{ start.flag }}"
                  quoted: "{{ workload.quoted }}"
                  same: "{{ job.execution_id == execution_id }}"
            """);

    assertThat(Stage.result(run, "after"))
        .isEqualTo(
            "{\"id\":\"%s-30\",\"n\":30,\"flag\":true,".formatted(run.state().execution())
                + "\"quoted\":\"say \\\"hi\\\" & it's {fine}\",\"same\":true}");
  }

  private static void textsStay(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workload: {zip: "00123", word: None, number: "1e3", map: {a: 1}}
            workflow:
              - step: start
                type: python
                data:
                  zip: "{{ workload.zip | string }}"
                  word: "{{ workload.word }}"
                  number: "{{ workload.number }}"
                  json: "{{ workload.map | tojson }}"
                code: |
                  def main(zip, word, number, json):
                      return [zip, word, number, json]
            """);

    assertThat(Stage.result(run, "start"))
        .startsWith("[\"00123\",\"None\",\"1e3\"")
        .satisfiesAnyOf(
            it -> assertThat(it).endsWith("{\"a\":1}]"),
            it -> assertThat(it).endsWith("\"{\\\"a\\\": 1}\"]"));
  }

  private static void keysFirst(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workload: {items: [3, 4]}
            workflow:
              - step: start
                type: python
                code: |
                  def main():
                      return [1, 2, 3]
                next: end
              - step: end
                result: "{{ [workload.items | join('+'), start | length, start.data | length] }}"
            """);

    assertThat(run.json()).isEqualTo("[\"3+4\",3,3]");
  }

  private static void noTemplateText(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workload:
              file: "{{ workload.directory }}/{{ name }}"
              directory: "{{ workload.root }}/in"
              root: /data
              name: "a{{ workload.name }}.csv"
            workflow:
              - step: start
                type: transform
                data:
                  native: "{{ workload.missing.deep }}"
                  mixed: "<{{ workload.missing.deep }}>"
                  file: "{{ workload.file }}"
            """);

    assertThat(Stage.result(run, "start"))
        .isEqualTo("{\"native\":null,\"mixed\":\"<>\",\"file\":\"/data/in/a.csv\"}");
    assertThatThrownBy(
            () ->
                Snippets.run(
                    stage,
                    """
                    workload: {a: "{{ workload.b }}", b: "{{ workload.a }}"}
                    workflow: [{step: start, type: transform, data: {n: 1}}]
                    """))
        .hasMessageContaining("a -> b -> a");
  }

  private static void precedence(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - step: start
                next: {step: work, data: {a: edge data}, with: {a: edge with, b: edge with}}
              - step: work
                type: transform
                data: {a: data, b: data, c: data}
                with: {c: with, d: with}
                params: {d: params, e: params}
                payload: {e: payload, f: payload}
                input: {f: input, g: input}
            """);

    assertThat(Stage.result(run, "work"))
        .contains(
            "\"a\":\"edge data\"",
            "\"b\":\"edge with\"",
            "\"c\":\"data\"",
            "\"d\":\"with\"",
            "\"e\":\"params\"",
            "\"f\":\"payload\"",
            "\"g\":\"input\"");
  }

  private static void nothingIsDropped(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workbook:
              - name: count
                type: postgres
                auth: pg_local
                command: SELECT :n::int + 1 AS n
                save: {storage: event_log, data: {n: "{{ result.command_0.rows[0].n }}"}}
            workflow:
              - {step: start, type: workbook, name: count, args: {n: 41}, next: child}
              - step: child
                type: playbook
                return_step: one
                content: |
                  apiVersion: noetl.io/v1
                  kind: Playbook
                  metadata: {name: inner, path: acceptance/inner}
                  workflow:
                    - {step: start, next: one}
                    - {step: one, type: transform, data: {n: 1}, next: two}
                    - {step: two, type: transform, data: {n: 2}}
                next: base64
              - step: base64
                type: postgres
                auth: pg_local
                command_b64: U0VMRUNUIDEgQVMgb25l
                next: end
              - step: end
                result: "{{ [start.command_0.rows[0].n, child.n, base64.command_0.rows[0].one] }}"
            """);
    var slow =
        Snippets.bad(
            stage,
            """
            workflow:
              - {step: start, type: shell, command: exec sleep 600, timeout: 100ms}
            """);

    assertThat(run.json()).isEqualTo("[42,1,1]");
    assertThat(run.steps("save_completed")).containsExactly("start");
    assertThat(slow.history().toString()).contains("longer than its timeout of 100ms");
  }

  private static void circles(Stage stage) throws Exception {
    var run = stage.run("counter_loop.yaml");
    var endless =
        Snippets.bad(
            stage,
            """
            workflow:
              - {step: start, type: transform, data: {n: 1}, max_visits: 3, next: again}
              - {step: again, type: transform, data: {n: 1}, next: start}
            """);

    assertThat(run.json()).isEqualTo("{\"rounds\":5}");
    assertThat(endless.steps("step_completed").stream().filter("start"::equals)).hasSize(3);
    assertThat(endless.history().toString()).contains("max_visits");
  }

  private static void spellings(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            steps:
              - name: start
                tool: {kind: python, code: "def main(x): return x + 1"}
                args: {x: 1}
                next: end
              - {name: end, result: "{{ start }}"}
            """);

    assertThat(run.json()).isEqualTo("2");
  }

  private static void edges(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - step: start
                next:
                  - {step: a, when: "{{ 1 < 2 }}"}
                  - step: b
              - {step: a, type: transform, data: {n: 1}}
              - {step: b, type: transform, data: {n: 2}}
            """);

    assertThat(run.steps("step_completed")).containsExactlyInAnyOrder("a", "b");
    assertThat(run.history().getFirst().toString()).contains("1 < 2");
  }
}
