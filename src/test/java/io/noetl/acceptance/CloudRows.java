package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Json;
import io.noetl.value.Text;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
            CloudRows::virtualMachine),
        secret("google", CloudRows::google),
        secret("vault", CloudRows::vault),
        secret("aws", CloudRows::aws),
        secret("azure", CloudRows::azure),
        Row.standIn(
            SECTION,
            "acceptance/amadeus_api.yaml",
            "three secrets, a token by OAuth, a question turned into a search and its answer into"
                + " a sentence; two rows in PostgreSQL; no secret in the history",
            CloudRows::flights));
  }

  private static final String VALUE = "a secret of the cloud";

  private static Row secret(String provider, java.util.function.Consumer<StandIn> answers) {
    return Row.standIn(
        SECTION,
        "acceptance/secrets_test.yaml",
        "%s: the code gets the secret and tells its length, %d; the history has `***`"
            .formatted(provider, VALUE.length()),
        stage -> {
          answers.accept(stage.web());
          var run =
              stage.run(
                  "acceptance/secrets_test.yaml",
                  Map.of("provider", provider, "secret_name", "demo-secret"));

          assertThat(run.status()).as(run.history().toString()).isEqualTo("COMPLETED");
          assertThat(run.json()).isEqualTo("{\"secret_length\":%d}".formatted(VALUE.length()));
          assertThat(run.history().toString()).doesNotContain(VALUE);
        });
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void google(StandIn web) {
    googleSecret(web, "demo-secret", VALUE);
  }

  private static void googleSecret(StandIn web, String name, String value) {
    web.answer(
        "/computeMetadata/v1/instance/service-accounts/default/token",
        "{\"access_token\": \"token-of-google\", \"expires_in\": 3600}");
    var path = "/v1/projects/demo/secrets/%s/versions/".formatted(name);
    web.answer(
        "/google" + path,
        asked ->
            asked.header("authorization").equals("Bearer token-of-google")
                ? StandIn.Answer.of(
                    "{\"name\": \"%s3\", \"payload\": {\"data\": \"%s\"}}"
                        .formatted(path.substring(4), base64(value)))
                : new StandIn.Answer(401, "{}"));
  }

  private static void vault(StandIn web) {
    web.answer(
        "/vault/v1/secret/data/demo-secret",
        asked ->
            asked.header("x-vault-token").equals("token-for-vault")
                ? StandIn.Answer.of(
                    "{\"data\": {\"data\": {\"value\": \"%s\"}, \"metadata\": {\"version\": 2}}}"
                        .formatted(VALUE))
                : new StandIn.Answer(403, "{}"));
  }

  private static void aws(StandIn web) {
    web.answer(
        "/",
        asked ->
            asked.header("authorization").startsWith("AWS4-HMAC-SHA256 Credential=id-for-aws/")
                ? StandIn.Answer.of(
                    "{\"Name\": \"demo-secret\", \"VersionId\": \"v-1\", \"SecretString\": \"%s\"}"
                        .formatted(VALUE))
                : new StandIn.Answer(400, "{}"));
  }

  private static void azure(StandIn web) {
    web.answer(
        "/azure/tenant/oauth2/v2.0/token",
        "{\"access_token\": \"token-of-azure\", \"expires_in\": 3600}");
    web.answer(
        "/azure-vault/secrets/demo-secret",
        asked ->
            asked.header("authorization").equals("Bearer token-of-azure")
                ? StandIn.Answer.of(
                    ("{\"value\": \"%s\", \"id\": " + "\"https://v/secrets/demo-secret/7\"}")
                        .formatted(VALUE))
                : new StandIn.Answer(401, "{}"));
  }

  private static void flights(Stage stage) throws Exception {
    var web = stage.web();
    googleSecret(web, "openai-api-key", "key-of-openai");
    googleSecret(web, "api-key-test-amadeus", "client-of-amadeus");
    googleSecret(web, "api-secret-test-amadeus", "secret-of-amadeus");
    web.answer("/openai/chat/completions", CloudRows::chat);
    web.answer(
        "/amadeus/v1/security/oauth2/token",
        asked ->
            asked.body().contains("client_secret=secret-of-amadeus")
                ? StandIn.Answer.of("{\"access_token\": \"flight-token\", \"expires_in\": 1799}")
                : new StandIn.Answer(401, "{\"error\": \"invalid_client\"}"));
    web.answer(
        "/amadeus/v2/shopping/flight-offers",
        asked ->
            asked.header("authorization").equals("Bearer flight-token")
                ? StandIn.Answer.of("{\"data\": [{\"carrier\": \"B6\", \"price\": \"181.30\"}]}")
                : new StandIn.Answer(401, "{}"));

    var run =
        stage.run(
            "acceptance/amadeus_api.yaml",
            Map.of("openai", web.url() + "/openai", "amadeus", web.url() + "/amadeus"));

    assertThat(run.status()).as(run.history().toString()).isEqualTo("COMPLETED");
    assertThat(run.json()).isEqualTo("\"One flight with B6 for 181.30.\"");
    assertThat(web.asked("/amadeus/v2").getFirst().query())
        .isEqualTo("originLocationCode=SFO&destinationLocationCode=JFK&adults=1");
    assertThat(
            stage
                .database()
                .rows(
                    "SELECT event FROM amadeus_ai_events WHERE execution_id = '%s' ORDER BY id"
                        .formatted(run.state().execution())))
        .isEqualTo("(wanted)\n(answered)");
    assertThat(run.history().toString())
        .doesNotContain("key-of-openai", "secret-of-amadeus", "flight-token");
  }

  private static StandIn.Answer chat(StandIn.Asked asked) {
    if (!asked.header("authorization").equals("Bearer key-of-openai")) {
      return new StandIn.Answer(401, "{}");
    }
    var content =
        asked.body().contains("flight search")
            ? "{\"endpoint\": \"/v2/shopping/flight-offers\", \"params\":"
                + " {\"originLocationCode\": \"SFO\", \"destinationLocationCode\": \"JFK\","
                + " \"adults\": 1}}"
            : "One flight with B6 for 181.30.";
    return StandIn.Answer.of(
        ("{\"choices\": [{\"message\": {\"content\": " + "%s}}]}")
            .formatted(Json.write(Text.of(content))));
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
