package io.noetl.acceptance;

import static io.noetl.acceptance.Defect.kept;
import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Event;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.util.List;
import java.util.Map;

/// D24, D27 to D32 and D45: the tools and savers.
final class ToolDefects {
  private static final String GROUP = LanguageDefects.GROUP;

  private ToolDefects() {}

  static List<Defect> all() {
    return List.of(
        kept(
            24,
            GROUP,
            "Python code had two namespaces, the server's environment, and its secrets",
            "One namespace, a child process, an allow-listed environment that is in no event",
            ToolDefects::pythonCode),
        kept(
            27,
            GROUP,
            "Saves dropped outer `data`, wrote `None`, were open to injection, and failed unseen",
            "Typed parameters, quoted names, and a save that fails fails the step",
            ToolDefects::saves),
        kept(
            28,
            GROUP,
            "The error text of http was lost, tokens were not sent, failed logins ignored",
            "The text is kept, tokens arrive, a credential that is missing fails the step",
            ToolDefects::http),
        kept(
            29,
            GROUP,
            "The secrets tool always failed; `auth: {type, credential}` was refused",
            "Both work, and no value is kept",
            ToolDefects::secrets),
        kept(
            30,
            GROUP,
            "`status_code` was unknown to retry rules; delays were cut to seconds and one too long",
            "Rules see the real result, also of a success; delays are exact",
            ToolDefects::retries),
        kept(
            31,
            GROUP,
            "In iterators errors counted as success, and nested `data` did not arrive",
            "An error envelope is a failure; every spelling of the inputs arrives",
            ToolDefects::iterators),
        kept(
            32,
            GROUP,
            "`assert` was decoration",
            "It is checked: noted in the log, or with `strict: true` a failure",
            ToolDefects::assertions),
        kept(
            45,
            "Around it",
            "Every DuckDB task tried to download an extension; connections stayed open for ever",
            "Extensions are loaded when asked for; plain SQL needs no network",
            ToolDefects::duckdb));
  }

  private static void pythonCode(Stage stage) throws Exception {
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - step: start
                type: python
                code: |
                  import os
                  import random

                  LIMIT = 3

                  def helper():
                      return LIMIT

                  def main():
                      random.random()
                      leaked = sorted(name for name in os.environ if "NOETL" in name)
                      return {"n": helper(), "leaked": leaked}
            """);

    assertThat(Stage.result(run, "start")).isEqualTo("{\"n\":3,\"leaked\":[]}");
    assertThat(run.history().toString())
        .doesNotContain(Runs.SECRETS.get("NOETL_SECRET_API_TOKEN"))
        .doesNotContain("JAVA_HOME");
  }

  private static void saves(Stage stage) throws Exception {
    stage
        .database()
        .execute(
            "CREATE TABLE IF NOT EXISTS d27 (id int PRIMARY KEY, word text, flag boolean, more "
                + "jsonb)",
            "TRUNCATE d27");
    Snippets.good(
        stage,
        """
        workflow:
          - step: start
            type: transform
            data: {n: 1}
            save:
              storage: {type: postgres, auth: pg_local, table: d27}
              data: {id: 1, word: "'; DROP TABLE d27; --", flag: null, more: {a: [1]}}
        """);
    var badName =
        Snippets.bad(
            stage,
            """
            workflow:
              - step: start
                type: transform
                data: {n: 1}
                save:
                  storage: postgres
                  auth: pg_local
                  table: "d27; DROP TABLE d27"
                  data: {id: 2}
            """);
    var twice =
        Snippets.bad(
            stage,
            """
            workflow:
              - step: start
                type: transform
                data: {n: 1}
                save: {storage: postgres, auth: pg_local, table: d27, data: {id: 1}}
            """);

    assertThat(stage.database().rows("SELECT id, word, flag IS NULL, more #>> '{a,0}' FROM d27"))
        .isEqualTo("(1,\"'; DROP TABLE d27; --\",t,1)");
    assertThat(badName.history().toString()).contains("is not the name of a table");
    assertThat(Snippets.types(twice)).contains("save_failed").doesNotContain("action_completed");
  }

  private static void http(Stage stage) throws Exception {
    stage.web().answer("/broken", _ -> new StandIn.Answer(503, "{\"why\": \"maintenance\"}"));
    stage.web().answer("/fine", "{}");
    var broken = Snippets.bad(stage, request(stage, "/broken", ""));
    var token =
        Snippets.good(
            stage,
            request(stage, "/fine", "auth: {type: bearer, source: secret, name: API_TOKEN}"));
    var nobody = Snippets.bad(stage, request(stage, "/fine", "auth: nobody_knows_it"));

    assertThat(broken.history().toString()).contains("HTTP 503", "maintenance");
    assertThat(token.status()).isEqualTo("COMPLETED");
    assertThat(stage.web().asked("/fine")).hasSize(1);
    assertThat(stage.web().asked("/fine").getFirst().header("authorization"))
        .isEqualTo("Bearer " + Runs.SECRETS.get("NOETL_SECRET_API_TOKEN"));
    assertThat(nobody.history().toString()).contains("there is no credential 'nobody_knows_it'");
  }

  private static String request(Stage stage, String path, String more) {
    return """
    workflow:
      - step: start
        type: http
        endpoint: %s
        %s
    """
        .formatted(stage.web().url() + path, more);
  }

  private static void secrets(Stage stage) throws Exception {
    var run = stage.run("acceptance/secrets_test.yaml");
    var single = stage.run("acceptance/postgres_single.yaml");

    assertThat(run.json()).isEqualTo("{\"secret_length\":17}");
    assertThat(run.history().toString()).doesNotContain(Runs.SECRETS.get("NOETL_SECRET_DEMO"));
    assertThat(single.status()).isEqualTo("COMPLETED");
  }

  private static void retries(Stage stage) throws Exception {
    stage.web().answer("/slow", _ -> new StandIn.Answer(202, "{\"done\": false}"));
    var run =
        Snippets.bad(
            stage,
            request(
                stage,
                "/slow",
                "retry: {max_attempts: 3, initial_delay: 0.03, backoff_multiplier: 2, jitter:"
                    + " false, retry_when: \"{{ status_code == 202 }}\"}"));

    assertThat(delays(run)).containsExactly(30L, 60L);
    assertThat(stage.web().asked("/slow")).hasSize(3);
  }

  private static List<Long> delays(Runs.Run run) {
    return run.history().stream()
        .map(entry -> entry.event())
        .filter(Event.ActionRetry.class::isInstance)
        .map(event -> ((Event.ActionRetry) event).delayMillis())
        .toList();
  }

  private static String doubled(String key, String fault) {
    return """
    workflow:
      - step: start
        type: iterator
        collection: [1, 2]
        element: it
        task:
          type: python
          %s: {n: "{{ it * 10 }}"}
          code: |
            def main(n):
                return %s
    """
        .formatted(key, fault);
  }

  private static void iterators(Stage stage) throws Exception {
    for (var key : List.of("data", "args", "with", "params")) {
      var run = Snippets.good(stage, doubled(key, "n + 1"));

      assertThat(Stage.result(run, "start")).as(key).isEqualTo("[11,21]");
    }
    var failed =
        Snippets.bad(
            stage, doubled("data", "{\"status\": \"error\", \"error\": \"no \" + str(n)}"));

    assertThat(failed.steps("iteration_failed")).hasSize(2);
    assertThat(failed.history().toString()).contains("no 10");
  }

  private static void assertions(Stage stage) throws Exception {
    var playbook =
        """
        workflow:
          - step: start
            type: transform
            data: {n: 1}
            assert: {expects: [n], returns: [n, missing]%s}
        """;
    var lenient = Snippets.good(stage, playbook.formatted(""));
    var strict = Snippets.bad(stage, playbook.formatted(", strict: true"));

    assertThat(lenient.status()).isEqualTo("COMPLETED");
    assertThat(strict.history().toString()).contains("the step returns 'missing'");
  }

  private static void duckdb(Stage stage) throws Exception {
    stage.credential(
        "warehouse",
        Fields.builder().putAll(stage.database().credential()).put("extra", Text.of("x")).build());
    var run =
        Snippets.good(
            stage,
            """
            workflow:
              - step: start
                type: duckdb
                auth: {pg: {type: postgres, key: warehouse}}
                commands: |
                  CREATE TABLE numbers AS SELECT range AS n FROM range(3);
                  SELECT sum(n)::INT AS sum FROM numbers;
            """);

    assertThat(Map.of("result", Stage.result(run, "start")).toString()).contains("\"sum\":3");
  }
}
