package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Event;
import io.noetl.store.EventRow;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import java.util.List;
import java.util.Map;

/// The fixtures of retries.
final class RetryRows {
  private static final String SECTION = "Retries";

  private RetryRows() {}

  static List<Row> rows() {
    return List.of(
        Row.here(
            SECTION,
            "retry/http_status_code.yaml",
            "503: three attempts, three errors, two retries after 0.5 and 1 s, each times 0.5 "
                + "to 1.5; FAILED",
            RetryRows::anOverloadedServer),
        Row.here(
            SECTION,
            "retry/http_stop_condition.yaml",
            "200: one attempt, completes",
            RetryRows::aServerThatAnswers),
        Row.here(
            SECTION,
            "retry/python_exception.yaml",
            "two exceptions, then a result, and the way goes on to the end",
            RetryRows::anException),
        Row.here(
            SECTION,
            "retry/duckdb_query.yaml",
            "one attempt, the sample is [[42, success]]",
            RetryRows::aQuery),
        Row.here(
            SECTION,
            "retry/postgres_connection.yaml",
            "with the credential [{test_value: 1}]; without it FAILED at once; nobody "
                + "listening: three attempts",
            RetryRows::aDatabase),
        Row.here(
            SECTION,
            "retry/simple_config.yaml",
            "true, 5 and a map: at most 3, 5 and 3 attempts; no start",
            RetryRows::shortForms),
        Row.here(
            SECTION,
            "retry/always_fail.yaml",
            "five attempts after 2, 3, 4.5 and 6.75 s; FAILED, end is never reached",
            RetryRows::alwaysFails),
        Row.here(
            SECTION,
            "retry/always_fail_events.yaml",
            "three errors, two retries, after 1 and 1.5 s",
            RetryRows::threeErrors),
        Row.here(
            SECTION,
            "retry/fail_http.yaml",
            "500: five attempts, FAILED",
            RetryRows::aBrokenServer));
  }

  private static Runs.Run against(Stage stage, String file, int status) throws Exception {
    stage.web().answer("/status", _ -> new StandIn.Answer(status, "{\"said\": \"hello\"}"));
    return stage.run(file, Map.of("test_url", stage.web().url() + "/status/" + status));
  }

  private static List<Long> delays(Runs.Run run) {
    return run.history().stream()
        .map(entry -> entry.event())
        .filter(Event.ActionRetry.class::isInstance)
        .map(event -> ((Event.ActionRetry) event).delayMillis())
        .toList();
  }

  private static void anOverloadedServer(Stage stage) throws Exception {
    var run = against(stage, "retry/http_status_code.yaml", 503);

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.steps("action_started")).hasSize(3);
    assertThat(run.steps("action_error")).hasSize(3);
    assertThat(run.steps("action_retry")).hasSize(2);
    assertThat(delays(run).get(0)).isBetween(250L, 750L);
    assertThat(delays(run).get(1)).isBetween(500L, 1500L);
  }

  private static void aServerThatAnswers(Stage stage) throws Exception {
    var run = against(stage, "retry/http_stop_condition.yaml", 200);

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.steps("action_started")).hasSize(1);
    assertThat(run.json()).isEqualTo("{\"status_code\":200}");
  }

  private static void anException(Stage stage) throws Exception {
    var run = stage.run("retry/python_exception.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.steps("action_error")).hasSize(2);
    assertThat(((Fields) run.result()).get("tries")).isEqualTo(Num.of(3));
  }

  private static void aQuery(Stage stage) throws Exception {
    var run = stage.run("retry/duckdb_query.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.steps("action_started")).hasSize(1);
    assertThat(run.json()).contains("[[42,\"success\"]]");
  }

  private static void aDatabase(Stage stage) throws Exception {
    var without = stage.run("retry/postgres_connection.yaml");
    stage.credential("test_postgres", stage.database().credential());
    var with = stage.run("retry/postgres_connection.yaml");
    stage.credential("test_postgres", stage.database().credential().with("db_port", Num.of(1)));
    var nobody = stage.run("retry/postgres_connection.yaml");

    assertThat(without.status()).isEqualTo("FAILED");
    assertThat(without.history().toString()).contains("there is no credential 'test_postgres'");
    assertThat(with.status()).isEqualTo("COMPLETED");
    assertThat(with.json()).isEqualTo("[{\"test_value\":1}]");
    assertThat(nobody.status()).isEqualTo("FAILED");
    assertThat(nobody.steps("action_error")).hasSize(3);
  }

  private static void shortForms(Stage stage) throws Exception {
    var run = against(stage, "retry/simple_config.yaml", 200);

    assertThat(run.status()).isEqualTo("COMPLETED");
    var allowed =
        run.history().stream()
            .map(entry -> entry.event())
            .filter(Event.ActionStarted.class::isInstance)
            .map(event -> ((Event.ActionStarted) event).attemptsMax())
            .toList();
    assertThat(allowed).containsExactly(3, 5, 3);
  }

  private static void alwaysFails(Stage stage) throws Exception {
    var run = stage.run("retry/always_fail.yaml");

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.steps("action_started")).hasSize(5);
    assertThat(run.steps("action_error")).hasSize(5);
    assertThat(run.steps("step_started")).containsExactly("failing_step");
    assertThat(delays(run)).containsExactly(2000L, 3000L, 4500L, 6750L);
    assertThat(run.rows().stream().map(EventRow::type).toList())
        .endsWith("action_error", "step_failed", "execution_failed");
  }

  private static void threeErrors(Stage stage) throws Exception {
    var run = stage.run("retry/always_fail_events.yaml");

    assertThat(run.steps("action_error")).hasSize(3);
    assertThat(delays(run)).containsExactly(1000L, 1500L);
  }

  private static void aBrokenServer(Stage stage) throws Exception {
    var run = against(stage, "retry/fail_http.yaml", 500);

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.steps("action_error")).hasSize(5);
  }
}
