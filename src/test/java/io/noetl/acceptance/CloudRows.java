package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/// The examples of the original that speak to services of the cloud, whose place stand-ins take.
final class CloudRows {
  private static final String SECTION = "The cloud";

  private CloudRows() {}

  static List<Row> rows() {
    return List.of(
        Row.standIn(
            SECTION,
            "acceptance/gcp_vm_provision.yaml",
            "`condition` edges and a cycle of a check and a rest until the machine runs; five "
                + "checks and it gives up",
            CloudRows::virtualMachine));
  }

  private static void virtualMachine(Stage stage) throws Exception {
    var file = "acceptance/gcp_vm_provision.yaml";
    var payload = Map.of("api", stage.web().url() + "/zone", "rest", "10ms");
    stage.web().answer("/zone/instances", "{\"name\": \"operation\"}");
    stage
        .web()
        .answer(
            "/zone/instances/demo-vm",
            asked ->
                StandIn.Answer.of(
                    stage.web().asked("/zone/instances/demo-vm").size() < 3
                        ? "{\"status\": \"PROVISIONING\"}"
                        : "{\"status\": \"RUNNING\"}"));

    var run = stage.run(file, payload);
    stage.web().answer("/zone/instances/demo-vm", "{\"status\": \"STAGING\"}");
    var never = stage.run(file, payload);

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).isEqualTo("{\"status\":\"RUNNING\",\"checks\":3}");
    assertThat(run.steps("step_completed"))
        .containsExactly(
            "create_vm",
            "check_vm_status",
            "wait",
            "check_vm_status",
            "wait",
            "check_vm_status",
            "report");
    assertThat(stage.web().asked("/zone/instances").getFirst().body()).contains("e2-small");
    assertThat(never.status()).isEqualTo("FAILED");
    assertThat(never.history().toString()).contains("not running after 5 checks");
  }
}
