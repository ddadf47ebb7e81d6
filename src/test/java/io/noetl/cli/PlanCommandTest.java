package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `noetl plan`: what it prints.
class PlanCommandTest {
  private static final String CITIES =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: cities, path: test/cities}
      workload: {cities: [Oslo, Rome, Bonn]}
      workflow:
        - step: start
          next: [each, other]
        - step: each
          type: iterator
          collection: "{{ workload.cities }}"
          element: city
          mode: async
          task: {type: transform, data: {city: "{{ city }}"}}
          resources: {desk: 1}
          next: end
        - step: other
          type: transform
          data: {n: 1}
          next: end
        - step: end
      """;

  @TempDir Path home;
  private Shell shell;
  private String file;

  @BeforeEach
  void write() {
    shell = new Shell(home);
    file = shell.file("cities.yaml", CITIES);
  }

  @Test
  void aTableShowsPiecesAndTheCriticalPath() {
    var lines = shell.on("plan", file).out().lines().toList();

    assertThat(lines.getFirst())
        .isEqualTo("PIECE          TYPE       TIME  FROM     STARTS  ENDS  CRITICAL");
    assertThat(lines).contains("each/0         transform  1s    default  0ms     1s    *");
    assertThat(lines)
        .contains(
            "critical path: start -> each/0 -> barrier::each -> end (1s)",
            "expected: 1s with room for everything");
  }

  @Test
  void capacitiesAndTheWorkloadCount() {
    var plan =
        shell
            .on(
                "plan",
                file,
                "--json",
                "--resources",
                "desk=2,other=1",
                "--slots",
                "1",
                "--set",
                "cities=[1,2,3,4,5]")
            .json();

    assertThat(Json.write(plan.get("capacities")))
        .isEqualTo("{\"desk\":2,\"other\":1,\"slots\":1}");
    var schedule = (Fields) plan.get("schedule");
    assertThat(Json.write(schedule.get("makespan_ms"))).isEqualTo("4000");
    assertThat(Json.write(plan.get("critical_ms"))).isEqualTo("1000");
    assertThat(((Fields) schedule.get("starts_ms")).names()).contains("each/4", "barrier::each");
  }

  @Test
  void theHistoryTellsHowLongStepsLast() {
    shell.on("run", file);

    var plan = shell.on("plan", file, "--json").json();

    assertThat(Json.write(plan.get("steps")))
        .contains("\"from\":\"median of 3\"", "\"from\":\"median of 1\"")
        .doesNotContain("default");
  }

  @Test
  void aPlanMakesNoDirectory() {
    shell.on("plan", file);

    assertThat(Files.exists(home.resolve("data"))).isFalse();
  }

  @Test
  void aPictureIsSvg() {
    assertThat(shell.on("plan", file, "--format", "svg").out())
        .startsWith("<svg xmlns")
        .contains("each/2: 0.0 s to 1.0 s")
        .contains("class=\"critical\"")
        .endsWith("</svg>\n");
  }

  @Test
  void whatCannotBeIsTold() {
    var wanting = shell.file("wanting.yaml", CITIES.replace("desk: 1", "desk: 3"));

    var infeasible = shell.on("plan", wanting, "--resources", "desk=2");

    assertThat(infeasible.exit()).isEqualTo(Exit.FAILED);
    assertThat(infeasible.err()).contains("each/0 needs 3 of desk, but there are 2 in all");
    assertThat(shell.on("plan", file, "--resources", "desk").err())
        .contains("--resources: expected NAME=N such as http_pool=4, found 'desk'");
    assertThat(shell.on("plan", file, "--format", "pdf").err()).contains("found 'pdf'");
    assertThat(shell.on("plan", shell.file("broken.yaml", "workflow: 1")).exit())
        .isEqualTo(Exit.INVALID_PLAYBOOK);
    var wrong = shell.file("wrong.yaml", CITIES.replace("desk: 1", "desk: many"));
    assertThat(shell.on("plan", wrong).err()).contains("bad-resources");
  }
}
