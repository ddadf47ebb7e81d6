package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Fields;
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
        Row.standIn(
            SECTION,
            "acceptance/snowflake_simple.yaml",
            "a driver that stands in for Snowflake's: two rows by a batch, one selected by a"
                + " value, one changed by a save; no password in the history",
            CloudRows::snowflake),
        Row.standIn(
            SECTION,
            "acceptance/snowflake_test.yaml",
            "a driver of the lib folder; statement_N with result and columns; a wrong password is"
                + " told",
            CloudRows::snowflakeLogins),
        Row.standIn(
            SECTION,
            "acceptance/duckdb_snowflake_etl.yaml",
            "rows of Snowflake joined in DuckDB and saved into Snowflake",
            CloudRows::snowflakeThroughDuckDb),
        Row.standIn(
            SECTION,
            "acceptance/gs_duckdb_postgres.yaml",
            "two secrets, a table; the copy into the bucket fails where httpfs cannot be had, and"
                + " says what is missing; no secret in the history",
            CloudRows::bucket),
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

  private static void snowflake(Stage stage) throws Exception {
    stage.credential(
        "sf_local",
        Fields.builder()
            .put("type", "snowflake")
            .put("account", "my-org")
            .put("user", "ETL")
            .put("password", "a password of the cloud")
            .build());

    var run = stage.run("acceptance/snowflake_simple.yaml");

    assertThat(run.status()).as(run.history().toString()).isEqualTo("COMPLETED");
    assertThat(run.json())
        .isEqualTo(
            "{\"loaded\":2,\"warm\":[{\"city\":\"Rome\"}],"
                + "\"cold\":[{\"city\":\"Oslo\",\"degrees\":5.0}]}");
    assertThat(run.history().toString()).doesNotContain("a password of the cloud");
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

  private static void snowflakeLogin(Stage stage, String password) {
    stage.credential(
        "sf_test",
        Fields.builder()
            .put("type", "snowflake")
            .put("account", "my-org")
            .put("user", "etl")
            .put("password", password)
            .build());
  }

  private static void snowflakeLogins(Stage stage) throws Exception {
    snowflakeLogin(stage, "right-one");
    var run = stage.run("acceptance/snowflake_test.yaml");
    snowflakeLogin(stage, "wrong");
    var refused = stage.run("acceptance/snowflake_test.yaml");

    assertThat(run.status()).as(run.history().toString()).isEqualTo("COMPLETED");
    assertThat(run.json())
        .isEqualTo(
            "{\"rows\":[{\"city\":\"Oslo\",\"visitors\":3},{\"city\":\"Rome\",\"visitors\":4}],"
                + "\"columns\":[\"city\",\"visitors\"]}");
    assertThat(refused.status()).isEqualTo("FAILED");
    assertThat(refused.history().toString()).contains("Incorrect username or password");
  }

  private static void snowflakeThroughDuckDb(Stage stage) throws Exception {
    snowflakeLogin(stage, "right-one");
    stage.run("acceptance/snowflake_test.yaml");

    var run = stage.run("acceptance/duckdb_snowflake_etl.yaml");

    assertThat(run.status()).as(run.history().toString()).isEqualTo("COMPLETED");
    assertThat(run.json())
        .isEqualTo("[{\"country\":\"IT\",\"visitors\":4},{\"country\":\"NO\",\"visitors\":3}]");
  }

  private static void bucket(Stage stage) throws Exception {
    googleSecret(stage.web(), "gs-key-id", "GOOG-KEY-OF-THE-BUCKET");
    googleSecret(stage.web(), "gs-secret", "secret-of-the-bucket");

    var run = stage.run("acceptance/gs_duckdb_postgres.yaml");

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.steps("step_completed")).contains("get_key", "get_secret", "reckon");
    assertThat(run.steps("step_failed")).containsExactly("copy");
    assertThat(run.history().toString())
        .contains("httpfs")
        .doesNotContain("GOOG-KEY-OF-THE-BUCKET", "secret-of-the-bucket");
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
