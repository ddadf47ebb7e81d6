package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import io.noetl.cli.bench.Workload;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `noetl bench`: that it measures what it says. How fast that is, is no matter here.
class BenchCommandTest {
  private static final List<String> ALWAYS =
      List.of(
          "workload",
          "store",
          "executions",
          "concurrency",
          "executions_per_second",
          "p50_ms",
          "p99_ms",
          "limit_executions_per_second",
          "limit_ratio",
          "cpu_ms_per_execution",
          "heap_mb",
          "machine",
          "commit");

  @TempDir Path home;

  private Fields measured(String... args) {
    var all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(args));
    all.addAll(List.of("--warm-up", "0s", "--rounds", "2", "--json"));
    var answer = Shell.with("", all.toArray(String[]::new));
    assertThat(answer.exit()).as(answer.err()).isZero();
    return answer.json();
  }

  @ParameterizedTest
  @EnumSource(
      value = Workload.class,
      names = {"PYTHON"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyWorkloadRuns(Workload workload) {
    var figures =
        measured(
            workload.toString(),
            "--store",
            "memory",
            "--executions",
            "12",
            "--size",
            "5",
            "--concurrency",
            "2");

    assertThat(figures.names()).containsAll(ALWAYS);
    assertThat(figures.get("rounds")).isInstanceOfSatisfying(Items.class, it -> assertSize(it, 2));
  }

  private static void assertSize(Items items, int size) {
    assertThat(items.size()).isEqualTo(size);
  }

  @Test
  void threeStepsAreFourAppendsAndTheStoreTakesThemAgain() {
    var figures =
        measured("linear", "--data", home.toString(), "--executions", "40", "--concurrency", "1");

    assertThat(Json.write(figures.get("appends_per_execution"))).isEqualTo("4.0");
    assertThat(figures.get("limit_ratio").toString()).isNotEqualTo("0.0");
  }

  @Test
  void aDatabaseIsMeasuredWithWhatItWrites() {
    var url =
        PostgresServer.database().url().replaceFirst("^jdbc:", "").replace("?user=", "?user=");

    var figures = measured("linear", "--store", "postgres", "--db", url, "--executions", "20");

    assertThat(figures.names()).containsAll(ALWAYS).contains("bytes_per_execution");
  }

  @Test
  void executionsCanLieAndWaitInTheStoreBeforehand() {
    var figures =
        measured(
            "linear",
            "--data",
            home.toString(),
            "--executions",
            "10",
            "--finished",
            "15",
            "--running",
            "5");

    assertThat(Json.write(figures.get("finished"))).isEqualTo("15");
    var listed = Shell.with("", "executions", "--data", home.toString(), "--status", "running");
    assertThat(listed.out().lines().filter(line -> line.contains("bench/waiting"))).hasSize(5);
  }

  @Test
  void aTableSaysOnWhatMachineItWasMeasured() {
    var answer =
        Shell.with(
            "", "bench", "latency", "--store", "memory", "--executions", "3", "--warm-up", "0s");

    assertThat(answer.out()).contains("LATENCY ON MEMORY", "MEDIAN", "p99, ms", "machine: ");
  }

  @Test
  void aStoreWithOtherExecutionsIsLeftAlone() {
    var shell = new Shell(home);
    var file =
        shell.file(
            "mine.yaml",
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {name: mine, path: mine}
            workflow: [{step: start, next: end}, {step: end}]
            """);
    assertThat(shell.on("run", file).exit()).isZero();

    var answer = shell.on("bench", "linear");

    assertThat(answer.exit()).isEqualTo(Exit.USAGE);
    assertThat(answer.err())
        .contains("expected a store of its own, found one with executions of mine");
  }

  @Test
  void whatIsWrongIsSaid() {
    assertThat(Shell.with("", "bench", "lineer").err()).contains("expected one of [linear, ");
    assertThat(Shell.with("", "bench", "--store", "oracle").err())
        .contains("--store: expected one of [sqlite, postgres, memory], found 'oracle'");
    assertThat(Shell.with("", "bench", "--store", "postgres").err()).contains("needs --db");
  }
}
