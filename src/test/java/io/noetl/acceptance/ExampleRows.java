package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.PlaybookParser;
import io.noetl.value.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The examples of the original that need no more than a database and local servers.
final class ExampleRows {
  private static final String SECTION = "Examples";

  private ExampleRows() {}

  static List<Row> rows() {
    return Stream.of(good(), bad()).flatMap(List::stream).toList();
  }

  private static List<Row> good() {
    return List.of(
        Row.here(
            SECTION,
            "acceptance/weather_example.yaml",
            "above the threshold report_warm, below it report_cold; a state that is not ready "
                + "leads straight to the end",
            ExampleRows::weather),
        Row.here(
            SECTION,
            "acceptance/weather_loop_example.yaml",
            "a child for each city, their results in order, a row with the alerts",
            ExampleRows::weatherOfCities),
        Row.here(
            SECTION,
            "acceptance/postgres_test.yaml",
            "two users; queries of 2, 1 and 2 rows; UPDATE 1; is_active is false; the function "
                + "between dollars is one statement",
            ExampleRows::postgres),
        Row.here(
            SECTION,
            "acceptance/postgres_single.yaml",
            "base64 statements; auth by type and credential; the last five rows at most",
            ExampleRows::unifiedAuth),
        Row.here(
            SECTION,
            "acceptance/http_patterns.yaml",
            "Bearer, Basic, an API key and own headers arrive; no value in the history",
            ExampleRows::httpPatterns),
        Row.here(
            SECTION,
            "acceptance/github_metrics.yaml",
            "http, DuckDB, PostgreSQL: 0.25 forks per star",
            ExampleRows::github),
        Row.here(
            SECTION,
            "acceptance/wikipedia_duckdb_postgres.yaml",
            "three articles by length, in PostgreSQL too",
            ExampleRows::wikipedia),
        Row.here(
            SECTION,
            "acceptance/load_dict_test.yaml",
            "defaults of the environment, templates in the workload; the map comes back from "
                + "DuckDB",
            ExampleRows::maps),
        Row.here(
            SECTION,
            "acceptance/multi_playbook_example.yaml",
            "two playbooks, one after the other, each awaited",
            ExampleRows::batch));
  }

  private static List<Row> bad() {
    return List.of(
        Row.here(
            SECTION,
            "unified-auth/duckdb-multi (corrupt SQL)",
            "fails at the first statement, which the message names; the second is not run",
            ExampleRows::corruptSql),
        Row.here(
            SECTION,
            "snowflake_credentials (several documents, a list)",
            "registering them is refused with a place and a sentence",
            ExampleRows::noPlaybooks));
  }

  private static void forecast(Stage stage, double hottest) {
    stage
        .web()
        .answer(
            "/forecast", "{\"hourly\": {\"temperature_2m\": [3.5, %s, 12]}}".formatted(hottest));
  }

  private static void weather(Stage stage) throws Exception {
    var file = "acceptance/weather_example.yaml";
    var url = stage.web().url();
    forecast(stage, 25);
    var warm = stage.run(file, Map.of("base_url", url));
    forecast(stage, 19.5);
    var cold = stage.run(file, Map.of("base_url", url));
    var idle = stage.run(file, Map.of("base_url", url, "state", "asleep"));

    assertThat(warm.json()).isEqualTo("\"It is warm in New York: 25.0 degrees\"");
    assertThat(warm.steps("action_completed")).containsExactly("fetch_weather", "report_warm");
    assertThat(cold.json()).isEqualTo("\"It is cold in New York: 19.5 degrees\"");
    assertThat(idle.json()).isEqualTo("\"nothing to do\"");
    assertThat(idle.steps("step_started")).isEmpty();
    assertThat(stage.web().asked("/forecast"))
        .hasSize(2)
        .allSatisfy(
            asked ->
                assertThat(asked.query())
                    .isEqualTo(
                        "latitude=40.71&longitude=-74.01&hourly=temperature_2m&forecast_days=1"));
  }

  private static void weatherOfCities(Stage stage) throws Exception {
    stage
        .web()
        .answer(
            "/forecast",
            asked ->
                StandIn.Answer.of(
                    "{\"hourly\": {\"temperature_2m\": [%s]}}"
                        .formatted(asked.query().contains("48.85") ? 30 : 10)));

    var run =
        stage.run("acceptance/weather_loop_example.yaml", Map.of("base_url", stage.web().url()));

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(Stage.result(run, "city_loop"))
        .isEqualTo(
            "[{\"city\":\"London\",\"hottest\":10,\"alert\":false},"
                + "{\"city\":\"Paris\",\"hottest\":30,\"alert\":true},"
                + "{\"city\":\"Berlin\",\"hottest\":10,\"alert\":false}]");
    assertThat(run.json()).isEqualTo("{\"alerts\":1,\"cities\":3}");
    assertThat(
            stage
                .database()
                .rows(
                    "SELECT alerts, cities FROM weather_alert_summary WHERE execution_id = '%s'"
                        .formatted(run.state().execution())))
        .isEqualTo("(1,3)");
  }

  private static void postgres(Stage stage) throws Exception {
    var run = stage.run("acceptance/postgres_test.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    var queried = Json.read(Stage.result(run, "query_data")).toString();
    assertThat(Stage.result(run, "query_data"))
        .as(queried)
        .contains(
            "\"name\":\"Test User\"",
            "\"tags\":[\"a;b\",\"it's\"]",
            "\"row_count\":2",
            "\"row_count\":1");
    assertThat(Stage.result(run, "update_data"))
        .contains("\"message\":\"1 row affected\"", "\"counted\":2");
    assertThat(run.json())
        .isEqualTo("{\"status\":\"completed\",\"users\":2,\"tester_is_active\":false}");
  }

  private static void unifiedAuth(Stage stage) throws Exception {
    for (int i = 0; i < 6; i++) {
      stage.run("acceptance/postgres_single.yaml");
    }

    var run = stage.run("acceptance/postgres_single.yaml");

    assertThat(run.json().split("Unified Auth Demo: Demonstrate", -1)).hasSize(6);
  }

  private static void httpPatterns(Stage stage) throws Exception {
    stage.web().answer("/", "{\"welcome\": true}");

    var run = stage.run("acceptance/http_patterns.yaml", Map.of("api_base", stage.web().url()));

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).isEqualTo("[200,200,200,200]");
    var token = Runs.SECRETS.get("NOETL_SECRET_API_TOKEN");
    assertThat(header(stage, "/bearer", "authorization")).isEqualTo("Bearer " + token);
    assertThat(header(stage, "/basic", "authorization"))
        .isEqualTo("Basic " + base64("demo:" + Runs.SECRETS.get("NOETL_SECRET_API_PASSWORD")));
    assertThat(header(stage, "/key", "x-demo-key")).isEqualTo(token);
    assertThat(header(stage, "/headers", "x-token")).isEqualTo(token);
    assertThat(header(stage, "/headers", "x-asked-at")).startsWith("20");
    assertThat(run.history().toString()).doesNotContain(token);
  }

  private static String header(Stage stage, String path, String name) {
    return stage.web().asked(path).getFirst().header(name);
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void github(Stage stage) throws Exception {
    stage
        .web()
        .answer(
            "/repos/noetl/noetl",
            "{\"full_name\": \"noetl/noetl\", \"stargazers_count\": 40, \"forks_count\": 10,"
                + " \"open_issues_count\": 7}");

    var run =
        stage.run("acceptance/github_metrics.yaml", Map.of("api_base_url", stage.web().url()));

    assertThat(run.json())
        .isEqualTo(
            "{\"name\":\"noetl/noetl\",\"stars\":40,\"forks\":10,\"issues\":7,"
                + "\"forks_per_star\":0.25}");
    assertThat(stage.database().rows("SELECT name, stars, forks_per_star FROM github_metrics"))
        .isEqualTo("(noetl/noetl,40,0.25)");
  }

  private static void wikipedia(Stage stage) throws Exception {
    stage.database().execute("CREATE TABLE wikipedia_articles (title text, characters int)");
    for (var title : List.of("DuckDB", "PostgreSQL", "Jinja")) {
      stage
          .web()
          .answer(
              "/page/summary/" + title,
              "{\"title\": \"%s\", \"extract\": \"%s is known.\"}".formatted(title, title));
    }

    var run =
        stage.run(
            "acceptance/wikipedia_duckdb_postgres.yaml", Map.of("base_url", stage.web().url()));

    assertThat(run.json())
        .isEqualTo(
            "[{\"title\":\"PostgreSQL\",\"characters\":20},"
                + "{\"title\":\"DuckDB\",\"characters\":16},"
                + "{\"title\":\"Jinja\",\"characters\":15}]");
    assertThat(stage.database().rows("SELECT * FROM wikipedia_articles ORDER BY characters"))
        .isEqualTo("(Jinja,15)\n(DuckDB,16)\n(PostgreSQL,20)");
  }

  private static void maps(Stage stage) throws Exception {
    var run = stage.run("acceptance/load_dict_test.yaml");

    assertThat(run.json()).isEqualTo("{\"key1\":\"value1\",\"path\":\"/opt/noetl/data/test\"}");
  }

  private static void batch(Stage stage) throws Exception {
    var run = stage.run("acceptance/multi_playbook_example.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json())
        .isEqualTo("{\"first\":\"Hello World\",\"second\":\"Hello from workload\"}");
    var children = stage.runs().store().executions().children(run.state().execution());
    assertThat(children).hasSize(2);
  }

  private static void corruptSql(Stage stage) throws Exception {
    var run =
        stage.runText(
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {name: duckdb_multi, path: examples/unified-auth/duckdb-multi}
            workflow:
              - step: start
                type: duckdb
                commands: |
                  CREATE TABLE cities (name TEXT, at TIMESTAMPTT);
                  INSERT INTO PUBLICcities_source VALUES ('Oslo');
            """);

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.history().toString())
        .contains("command_0", "TIMESTAMPTT")
        .doesNotContain("PUBLICcities_source does not exist");
  }

  private static void noPlaybooks(Stage stage) {
    var several = "kind: Credential\nname: one\n---\nkind: Credential\nname: two\n";
    var list = "- {name: one, type: snowflake}\n- {name: two, type: snowflake}\n";

    assertThat(problems(several)).contains("credentials.yaml:3:");
    assertThat(problems(list)).contains("credentials.yaml:1:");
  }

  private static String problems(String text) {
    var parsed = PlaybookParser.parse("credentials.yaml", text);
    return ((PlaybookParser.Invalid) parsed).problems().toString();
  }
}
