package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.noetl.broker.Event;
import io.noetl.store.EventRow;
import io.noetl.value.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The files in `examples/` that need nothing else, with the results that they promise; those that
/// need a database are in [PostgresExamplesIT].
class ExamplesIT {
  @TempDir static Path data;
  private static Runs runs;
  private static HttpServer server;

  @BeforeAll
  static void open() throws IOException {
    runs = new Runs(data);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/status/",
        exchange -> {
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(8));
          byte[] body = "{\"said\": \"hello\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void close() {
    runs.close();
    server.stop(0);
  }

  private static String url(int status) {
    return "{\"test_url\": \"http://127.0.0.1:%d/status/%d\"}"
        .formatted(server.getAddress().getPort(), status);
  }

  @Test
  void helloWorldAnswersWithItsMessage() throws Exception {
    var run = runs.run("hello_world.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).isEqualTo("{\"status\":\"success\",\"message\":\"Hello World\"}");
  }

  @ParameterizedTest
  @CsvSource({"30, true", "25, true", "24.9, false", "10, false"})
  void theTemperatureDecidesThePath(String degrees, boolean hot) throws Exception {
    var run =
        runs.run(
            "acceptance/control_flow_workbook.yaml", "{\"temperature_c\": %s}".formatted(degrees));

    assertThat(run.status()).isEqualTo("COMPLETED");
    var started = run.steps("action_started");
    if (hot) {
      assertThat(started).containsExactlyInAnyOrder("eval_flag", "hot_task_a", "hot_task_b");
      assertThat(run.json()).isEqualTo("{\"message\":\"hot\",\"hot\":[\"A\",\"B\"],\"cold\":null}");
    } else {
      assertThat(started).containsExactly("eval_flag", "cold_task");
      assertThat(run.json()).isEqualTo("{\"message\":\"cold\",\"hot\":[],\"cold\":\"C\"}");
    }
    assertThat(run.steps("execution_complete")).hasSize(1);
    assertThat(run.rows().getLast().type()).isEqualTo("execution_complete");
  }

  @Test
  void bothHotTasksAreCompletedBeforeTheExecutionIs() throws Exception {
    var run = runs.run("acceptance/control_flow_workbook.yaml");

    assertThat(run.steps("step_completed"))
        .containsExactlyInAnyOrder("eval_flag", "hot_path", "hot_task_a", "hot_task_b");
    assertThat(run.steps("step_started").subList(1, 4))
        .containsExactly("hot_path", "hot_task_a", "hot_task_b");
  }

  @Test
  void theFirstStepMayWork() throws Exception {
    var run = runs.run("acceptance/start_with_action.yaml");

    assertThat(run.steps("step_completed")).containsExactly("start", "process");
    assertThat(run.json()).isEqualTo("{\"processed\":true}");
  }

  @Test
  void theLastStepMayWork() throws Exception {
    var run = runs.run("acceptance/end_with_action.yaml");

    assertThat(run.json())
        .isEqualTo(
            "{\"message\":\"Cleanup performed on temp_session_12345\","
                + "\"data\":{\"cleaned_up\":true,\"table\":\"temp_session_12345\"}}");
    assertThat(run.rows().stream().map(EventRow::type).toList())
        .endsWith("action_completed", "step_completed", "execution_complete");
  }

  @Test
  void edgesCarryData() throws Exception {
    var run = runs.run("acceptance/data_transition_fix.yaml");

    assertThat(run.json())
        .isEqualTo(
            "{\"test_result\":true,\"message_received\":\"Hello from workload\","
                + "\"extra_received\":\"Additional data from transition\"}");
  }

  @Test
  void anEndStepThatSavesGivesWhatItSaves() throws Exception {
    var run = runs.run("acceptance/end_step_save.yaml");

    assertThat(run.json())
        .isEqualTo(
            "{\"status\":\"success\",\"message\":\"Processed: Testing end step with save\","
                + "\"test_type\":\"end_step_with_save_test\"}");
  }

  @Test
  void fiveAttemptsFailWithGrowingWaits() throws Exception {
    var run = runs.run("retry/always_fail.yaml");

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.steps("action_started")).hasSize(5);
    assertThat(run.steps("action_error")).hasSize(5);
    assertThat(run.steps("step_started")).containsExactly("failing_step");
    assertThat(delays(run)).containsExactly(2000L, 3000L, 4500L, 6750L);
    assertThat(run.rows().stream().map(EventRow::type).toList())
        .endsWith("action_error", "step_failed", "execution_failed");
  }

  @Test
  void threeAttemptsLeaveThreeErrorsAndTwoRetries() throws Exception {
    var run = runs.run("retry/always_fail_events.yaml");

    assertThat(run.steps("action_error")).hasSize(3);
    assertThat(delays(run)).containsExactly(1000L, 1500L);
  }

  @Test
  void aStepThatSucceedsOnItsThirdAttemptGoesOn() throws Exception {
    var run = runs.run("retry/python_exception.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.steps("action_error")).hasSize(2);
    assertThat(run.result()).isInstanceOf(Fields.class);
    assertThat(((Fields) run.result()).get("tries")).isEqualTo(io.noetl.value.Num.of(3));
  }

  @Test
  void anOverloadedServerIsAskedThreeTimes() throws Exception {
    var run = runs.run("retry/http_status_code.yaml", url(503));

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.steps("action_started")).hasSize(3);
    assertThat(run.steps("action_error")).hasSize(3);
    assertThat(run.steps("action_retry")).hasSize(2);
    assertThat(delays(run).get(0)).isBetween(250L, 750L);
    assertThat(delays(run).get(1)).isBetween(500L, 1500L);
  }

  @Test
  void aServerThatAnswersIsAskedOnce() throws Exception {
    var run = runs.run("retry/http_stop_condition.yaml", url(200));

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.steps("action_started")).hasSize(1);
    assertThat(run.json()).isEqualTo("{\"status_code\":200}");
  }

  @Test
  void aBrokenServerIsAskedFiveTimes() throws Exception {
    var run = runs.run("retry/fail_http.yaml", url(500));

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.steps("action_error")).hasSize(5);
  }

  @Test
  void theShortFormsOfRetryWork() throws Exception {
    var run = runs.run("retry/simple_config.yaml", url(200));

    assertThat(run.status()).isEqualTo("COMPLETED");
    var allowed =
        run.history().stream()
            .map(entry -> entry.event())
            .filter(Event.ActionStarted.class::isInstance)
            .map(event -> ((Event.ActionStarted) event).attemptsMax())
            .toList();
    assertThat(allowed).containsExactly(3, 5, 3);
  }

  @Test
  void aDiamondJoinsOnceAfterBothSides() throws Exception {
    var run = runs.run("diamond.yaml");

    assertThat(run.json()).isEqualTo("{\"sides\":[\"left\",\"right\"]}");
    assertThat(run.steps("step_started")).containsOnlyOnce("join");
  }

  @Test
  void aDiamondWithOneSideTakenJoinsAfterIt() throws Exception {
    var run = runs.run("diamond.yaml", "{\"take_left\": false}");

    assertThat(run.json()).isEqualTo("{\"sides\":[\"right\"]}");
    assertThat(run.steps("step_started")).containsOnlyOnce("join").doesNotContain("left");
  }

  @Test
  void aCycleGoesRoundFiveTimes() throws Exception {
    var run = runs.run("counter_loop.yaml");

    assertThat(run.json()).isEqualTo("{\"rounds\":5}");
    assertThat(run.steps("step_completed")).containsExactly("tick", "tick", "tick", "tick", "tick");
  }

  @Test
  void aHandledFailureDoesNotFailTheExecution() throws Exception {
    var run = runs.run("handled_failure.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).contains("\"charged\":0").contains("amount must be positive, is -3");
  }

  @Test
  void iteratorsFilterOrderLimitChunkAndKeepTheOrder() throws Exception {
    var run = runs.run("iterate.yaml");

    assertThat(run.json()).isEqualTo("{\"smallest\":[1,2],\"pairs\":[3,7,5],\"squares\":[9,1,4]}");
  }

  @Test
  void aWaitHoldsTheExecutionBack() throws Exception {
    var run = runs.run("wait.yaml", "{\"pause\": \"50ms\"}");

    assertThat(run.json()).isEqualTo("{\"said\":\"rested for 50ms\"}");
  }

  @Test
  void aFileIsWrittenLineByLine(@TempDir Path directory) throws Exception {
    var file = directory.resolve("rows.jsonl");

    var run = runs.run("save_file.yaml", "{\"file\": \"%s\"}".formatted(file));

    assertThat(run.json()).isEqualTo("{\"rows\":2}");
    assertThat(Files.readString(file))
        .isEqualTo("{\"city\":\"Oslo\",\"degrees\":4.5}\n{\"city\":\"Rome\",\"degrees\":17}\n");
  }

  @Test
  void aSecretIsUsedAndNotStored() throws Exception {
    var run = runs.run("secrets_env.yaml");

    assertThat(run.json()).isEqualTo("{\"secret_length\":11,\"secret\":\"***\"}");
    assertThat(run.rows().toString()).contains("get_secret").doesNotContain(Runs.SECRET);
  }

  @Test
  void aHundredThousandIterationsComeToAnEnd() throws Exception {
    var run = runs.run("big_iterator.yaml");

    assertThat(run.json()).isEqualTo("{\"items\":100000,\"last\":199998}");
    assertThat(run.history()).hasSizeLessThan(20);
  }

  @Test
  void aPlaybookMayStandInsideAStep() throws Exception {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {name: outer, path: test/outer}
        workflow:
          - step: start
            next: call
          - step: call
            type: playbook
            data: {n: 20}
            content: |
              apiVersion: noetl.io/v1
              kind: Playbook
              metadata: {name: inner, path: test/inner}
              workload: {n: 1}
              workflow:
                - {step: start, next: twice}
                - {step: twice, type: transform, data: {n: "{{ workload.n * 2 }}"}}
            next: end
          - step: end
            result: "{{ call.n }}"
        """;

    var run = runs.runText(text, "{}");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).isEqualTo("40");
    assertThat(runs.engine().verify(run.state().execution())).isEmpty();
  }

  @Test
  void everyHistoryIsDecidedAlikeAgain() throws Exception {
    for (var file :
        List.of(
            "hello_world.yaml",
            "diamond.yaml",
            "iterate.yaml",
            "handled_failure.yaml",
            "counter_loop.yaml")) {
      var run = runs.run(file);

      assertThat(runs.engine().verify(run.state().execution())).as(file).isEmpty();
    }
  }

  private static List<Long> delays(Runs.Run run) {
    return run.history().stream()
        .map(entry -> entry.event())
        .filter(Event.ActionRetry.class::isInstance)
        .map(event -> ((Event.ActionRetry) event).delayMillis())
        .toList();
  }
}
