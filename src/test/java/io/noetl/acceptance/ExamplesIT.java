package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files in `examples/` that are not in the acceptance catalogue ([CatalogueIT]), with the
/// results that they promise.
class ExamplesIT {
  @TempDir static Path data;
  private static Runs runs;

  @BeforeAll
  static void open() {
    runs = new Runs(data);
  }

  @AfterAll
  static void close() {
    runs.close();
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
  void duckDbFilesGoOutAndIn(@TempDir Path directory) throws Exception {
    var run = runs.run("duckdb_files.yaml", "{\"directory\": \"%s\"}".formatted(directory));

    assertThat(run.json())
        .isEqualTo(
            "{\"cities\":[{\"city\":\"Berlin\",\"orders\":1,\"total\":20.0,\"items\":1},"
                + "{\"city\":\"Paris\",\"orders\":2,\"total\":12.75,\"items\":2}],"
                + "\"best\":\"Berlin\"}");
    assertThat(directory.resolve("orders.parquet")).isNotEmptyFile();
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
  void anyDatabaseIsLoadedCorrectedAndAsked(@TempDir Path directory) throws Exception {
    var file = directory.resolve("orders.db");

    var run = runs.run("jdbc_sqlite.yaml", "{\"database\": \"%s\"}".formatted(file));

    assertThat(run.json())
        .isEqualTo(
            "{\"cities\":[{\"city\":\"Oslo\",\"orders\":1,\"total\":42},"
                + "{\"city\":\"Paris\",\"orders\":2,\"total\":22.0}]}");
  }

  @Test
  void aSecretIsUsedAndNotStored() throws Exception {
    var run = runs.run("secrets_env.yaml");

    assertThat(run.json()).isEqualTo("{\"secret_length\":11,\"secret\":\"***\"}");
    assertThat(run.rows().toString())
        .contains("get_secret")
        .doesNotContain(Runs.SECRETS.get("NOETL_SECRET_GREETING"));
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
}
