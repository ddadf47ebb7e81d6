package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.EventRow;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import java.util.List;
import java.util.Map;

/// The fixtures of control flow and composition.
final class FixtureRows {
  private static final String SECTION = "Control flow and composition";

  private FixtureRows() {}

  static List<Row> rows() {
    return List.of(
        Row.here(
            SECTION,
            "hello_world.yaml",
            "{status: success, message: Hello World}",
            FixtureRows::hello),
        Row.here(
            SECTION,
            "acceptance/start_with_action.yaml",
            "start, process, end in order; processed is true",
            FixtureRows::theFirstStepMayWork),
        Row.here(
            SECTION,
            "acceptance/end_with_action.yaml",
            "Cleanup performed on temp_session_12345; the end's step_completed comes before "
                + "the execution's",
            FixtureRows::theLastStepMayWork),
        Row.here(
            SECTION,
            "acceptance/data_transition_fix.yaml",
            "both values of the edge arrive",
            FixtureRows::edgesCarryData),
        Row.here(
            SECTION,
            "acceptance/end_step_save.yaml",
            "the result is what the end saves",
            FixtureRows::theEndSaves),
        Row.here(
            SECTION,
            "composition/playbook_composition.yaml",
            "Alice 16.2, Bob 16.7, Charlie 15.6, Diana 21.2, all Junior; one parent, four "
                + "children one after the other",
            FixtureRows::fourUsersAreScored),
        Row.here(
            SECTION,
            "composition/user_profile_scorer.yaml",
            "without user_data it fails at extract_user_data; with it eight steps and a score",
            FixtureRows::theScorerAlone),
        Row.here(
            SECTION,
            "acceptance/http_duckdb_postgres.yaml",
            "rows E:London:0, E:Paris:1, E:Berlin:2; DuckDB aggregates the copied table; one "
                + "row of metrics with 3 saved rows and two files",
            FixtureRows::weatherGoesThroughDuckDb));
  }

  private static void hello(Stage stage) throws Exception {
    var run = stage.run("hello_world.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).isEqualTo("{\"status\":\"success\",\"message\":\"Hello World\"}");
    assertThat(Stage.result(run, "test_step"))
        .isEqualTo("{\"status\":\"success\",\"data\":{\"message\":\"Hello World\"}}");
  }

  private static void theFirstStepMayWork(Stage stage) throws Exception {
    var run = stage.run("acceptance/start_with_action.yaml");

    assertThat(run.steps("step_completed")).containsExactly("start", "process");
    assertThat(run.json()).isEqualTo("{\"processed\":true}");
  }

  private static void theLastStepMayWork(Stage stage) throws Exception {
    var run = stage.run("acceptance/end_with_action.yaml");

    assertThat(run.json())
        .isEqualTo(
            "{\"message\":\"Cleanup performed on temp_session_12345\","
                + "\"data\":{\"cleaned_up\":true,\"table\":\"temp_session_12345\"}}");
    assertThat(run.rows().stream().map(EventRow::type).toList())
        .endsWith("action_completed", "step_completed", "execution_complete");
  }

  private static void edgesCarryData(Stage stage) throws Exception {
    var run = stage.run("acceptance/data_transition_fix.yaml");

    assertThat(run.json())
        .isEqualTo(
            "{\"test_result\":true,\"message_received\":\"Hello from workload\","
                + "\"extra_received\":\"Additional data from transition\"}");
  }

  private static void theEndSaves(Stage stage) throws Exception {
    var run = stage.run("acceptance/end_step_save.yaml");

    assertThat(run.json())
        .isEqualTo(
            "{\"status\":\"success\",\"message\":\"Processed: Testing end step with save\","
                + "\"test_type\":\"end_step_with_save_test\"}");
  }

  private static void fourUsersAreScored(Stage stage) throws Exception {
    var run = stage.run("composition/playbook_composition.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json())
        .isEqualTo(
            "{\"pipeline_status\":\"completed\",\"users_processed\":4,"
                + "\"validation_passed\":true,"
                + "\"message\":\"Playbook composition test completed successfully\"}");
    var scored = ((Items) Json.read(Stage.result(run, "process_users"))).list();
    assertThat(scored.stream().map(it -> Json.write(((Fields) it).get("score_breakdown"))).toList())
        .containsExactly(
            "{\"experience\":15.0,\"performance\":20.0,\"department\":15.0,\"age\":10.0}",
            "{\"experience\":21.0,\"performance\":17.5,\"department\":8.0,\"age\":10.0}",
            "{\"experience\":11.7,\"performance\":21.9,\"department\":15.0,\"age\":10.0}",
            "{\"experience\":30.0,\"performance\":18.8,\"department\":12.0,\"age\":8.0}");
    var children = stage.runs().store().executions().children(run.state().execution());
    assertThat(children).hasSize(4).allMatch(it -> it.phase().name().equals("COMPLETED"));
    assertThat(run.steps("save_completed")).hasSize(4);
    var query =
        ("SELECT id, profile_score, score_category FROM public.user_profile_results WHERE id "
                + "LIKE '%s:%%' ORDER BY id")
            .formatted(run.state().execution());
    assertThat(stage.database().rows(query))
        .isEqualTo(
            """
            (%1$s:Alice,16.2,Junior)
            (%1$s:Bob,16.7,Junior)
            (%1$s:Charlie,15.6,Junior)
            (%1$s:Diana,21.2,Junior)"""
                .formatted(run.state().execution()));
    assertThat(Stage.result(run, "validate_results"))
        .contains("\"total_users\":4", "\"valid_users\":4", "Processed 4 users, 4 valid");
    assertThat(stage.runs().engine().verify(run.state().execution())).isEmpty();
  }

  private static void theScorerAlone(Stage stage) throws Exception {
    var without = stage.run("composition/user_profile_scorer.yaml");
    var with =
        stage.run(
            "composition/user_profile_scorer.yaml",
            Map.of(
                "user_data",
                Json.read(
                    "{\"name\": \"Ann\", \"years\": 5, \"rating\": 4, \"department\": "
                        + "\"product\", \"age\": 30}")));

    assertThat(without.status()).isEqualTo("FAILED");
    assertThat(without.steps("step_failed")).containsExactly("extract_user_data");
    assertThat(with.status()).isEqualTo("COMPLETED");
    assertThat(with.steps("action_completed")).hasSize(8).endsWith("finalize_result");
  }

  private static void weatherGoesThroughDuckDb(Stage stage) throws Exception {
    stage.web().answer("/forecast", "{\"hourly\": {\"temperature_2m\": [11.5, 17.25]}}");
    var files = stage.directory();

    var run =
        stage.run(
            "acceptance/http_duckdb_postgres.yaml",
            Map.of("base_url", stage.web().url(), "output", files.toString()));

    assertThat(run.status()).isEqualTo("COMPLETED");
    var id = run.state().execution();
    var raw =
        ("SELECT id, iter_index, payload::json #>> '{data,hourly,temperature_2m,1}' FROM "
                + "weather_http_raw WHERE execution_id = '%s' ORDER BY iter_index")
            .formatted(id);
    assertThat(stage.database().rows(raw))
        .isEqualTo(
            "(%1$s:London:0,0,17.25)\n(%1$s:Paris:1,1,17.25)\n(%1$s:Berlin:2,2,17.25)"
                .formatted(id));
    assertThat(stage.web().asked("/forecast").stream().map(StandIn.Asked::query).toList())
        .contains("latitude=51.51&longitude=-0.13&hourly=temperature_2m&forecast_days=1");
    var metrics =
        "SELECT pg_rows_saved, uri1, uri2 FROM weather_pipeline_metrics WHERE execution_id = '%s'"
            .formatted(id);
    assertThat(stage.database().rows(metrics))
        .isEqualTo("(3,%1$s/raw.parquet,%1$s/summary.csv)".formatted(files));
    assertThat(files.resolve("raw.parquet")).isNotEmptyFile();
    assertThat(files.resolve("summary.csv")).content().contains("London", "17.25");
  }
}
