package io.noetl.tool.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.tool.secrets.Standin.Asked;
import io.noetl.tool.secrets.Standin.Reply;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Google's Secret Manager and its token servers, by a server that speaks like them.
class GoogleTest {
  private static final String KEY = "{`provider`: `google`, `secret_name`: `key`}";
  private static final String TOKEN_PATH =
      "/computeMetadata/v1/instance/service-accounts/default/token";
  private static KeyPair pair;

  @TempDir Path home;
  private Standin google;
  private String token = "token-1";

  @BeforeAll
  static void makeKey() throws NoSuchAlgorithmException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
  }

  @BeforeEach
  void open() throws IOException {
    google = new Standin();
    google.answer(this::answer);
  }

  @AfterEach
  void close() {
    google.close();
  }

  private Reply answer(Asked asked) {
    if (asked.path().equals("/token") || asked.path().equals(TOKEN_PATH)) {
      return Reply.of(200, "{`access_token`: `%s`, `expires_in`: 3599}".formatted(token));
    }
    if (!asked.header("Authorization").equals("Bearer " + token)) {
      return Reply.of(401, "{`error`: {`code`: 401, `status`: `UNAUTHENTICATED`}}");
    }
    return Reply.of(200, secret("projects/1/secrets/key/versions/5", "the value", 0));
  }

  private static String secret(String name, String value, long off) {
    var bytes = value.getBytes(StandardCharsets.UTF_8);
    var sum = new CRC32C();
    sum.update(bytes);
    return "{`name`: `%s`, `payload`: {`data`: `%s`, `dataCrc32c`: `%d`}}"
        .formatted(name, Base64.getEncoder().encodeToString(bytes), sum.getValue() + off);
  }

  private SecretProviders ofMachine() {
    return google.providers(
        Map.of(
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
            "@/",
            "GCE_METADATA_HOST",
            google.authority(),
            "GOOGLE_CLOUD_PROJECT",
            "my-project",
            "HOME",
            home.toString()));
  }

  private SecretProviders ofFile(String json, Map<String, String> more) throws IOException {
    var file = home.resolve("account.json");
    Files.writeString(file, json.replace('`', '"').replace("@", google.url()));
    var variables = new HashMap<>(more);
    variables.put("CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER", "@/");
    variables.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
    return google.providers(variables);
  }

  private static String account() {
    var pem =
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.UTF_8))
                    .encodeToString(pair.getPrivate().getEncoded()));
    return Json.write(
        Fields.builder()
            .put("type", "service_account")
            .put("project_id", "of-the-file")
            .put("private_key_id", "key-1")
            .put("private_key", pem)
            .put("client_email", "robot@of-the-file.iam.gserviceaccount.com".replace("@", "%40"))
            .put("token_uri", "@/token")
            .build());
  }

  @Test
  void anAccountSignsForItself() throws Exception {
    var secret = Standin.read(ofFile(account(), Map.of()), KEY);

    assertThat(secret.value()).isEqualTo("the value");
    assertThat(secret.version()).isEqualTo("5");
    assertThat(google.asked().getLast().target())
        .isEqualTo("/v1/projects/of-the-file/secrets/key/versions/latest:access");
    var form = google.asked("/token").getFirst();
    assertThat(form.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    var parts = URLDecoder.decode(form.body(), StandardCharsets.UTF_8).split("&assertion=", 2);
    assertThat(parts[0]).isEqualTo("grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer");
    var jwt = parts[1].split("\\.", 3);
    assertThat(text(jwt[0])).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}");
    var claims = (Fields) Json.read(text(jwt[1]));
    assertThat(claims.get("iss")).isEqualTo(Text.of("robot%40of-the-file.iam.gserviceaccount.com"));
    assertThat(claims.get("aud")).isEqualTo(Text.of(google.url() + "/token"));
    assertThat(claims.get("scope"))
        .isEqualTo(Text.of("https://www.googleapis.com/auth/cloud-platform"));
    assertThat(claims.get("iat")).isEqualTo(Num.of(Standin.NOW.getEpochSecond()));
    assertThat(claims.get("exp")).isEqualTo(Num.of(Standin.NOW.getEpochSecond() + 3600));
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(pair.getPublic());
    signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  @Test
  void aUserRefreshesHisToken() throws Exception {
    var user =
        "{`type`: `authorized_user`, `client_id`: `c`, `client_secret`: `s&`,"
            + " `refresh_token`: `r`, `token_uri`: `@/token`}";
    var secret = Standin.read(ofFile(user, Map.of("GOOGLE_CLOUD_PROJECT", "mine")), KEY);

    assertThat(secret.value()).isEqualTo("the value");
    assertThat(google.asked("/token").getFirst().body())
        .isEqualTo("grant_type=refresh_token&client_id=c&client_secret=s%26&refresh_token=r");
  }

  @Test
  void aMachineHasAnAccountOfItsOwn() throws Exception {
    Standin.read(ofMachine(), KEY);

    assertThat(google.asked(TOKEN_PATH).getFirst().header("Metadata-Flavor")).isEqualTo("Google");
    assertThat(google.asked().getLast().target())
        .isEqualTo("/v1/projects/my-project/secrets/key/versions/latest:access");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "`secret_name`: `key`, `project_id`: `other`  | projects/other/secrets/key/versions/latest",
        "`secret_name`: `key`, `version`: 3         | projects/my-project/secrets/key/versions/3",
        "`secret_name`: `projects/p/secrets/s`      | projects/p/secrets/s/versions/latest",
        "`secret_name`: `projects/p/secrets/s/versions/9` | projects/p/secrets/s/versions/9",
      })
  void aSecretIsNamedInSeveralWays(String keys, String path) throws Exception {
    Standin.read(ofMachine(), "{`provider`: `gcp`, %s}".formatted(keys));

    assertThat(google.asked().getLast().target()).isEqualTo("/v1/" + path + ":access");
  }

  @Test
  void aTokenIsUsedAgainUntilItIsRefusedOrOld() throws Exception {
    var providers = ofMachine();
    Standin.read(providers, KEY);
    Standin.read(providers, "{`provider`: `google`, `secret_name`: `other`}");
    assertThat(google.asked(TOKEN_PATH)).hasSize(1);

    token = "token-2";
    Standin.read(providers, "{`provider`: `google`, `secret_name`: `third`}");
    assertThat(google.asked(TOKEN_PATH)).hasSize(2);

    google.pass(Duration.ofHours(1));
    Standin.read(providers, KEY);
    assertThat(google.asked(TOKEN_PATH)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "403 | {`error`: {`status`: `PERMISSION_DENIED`, `message`: `no`}} |"
            + " (HTTP 403: PERMISSION_DENIED no); the account of the worker needs roles/",
        "404 | {`error`: {`status`: `NOT_FOUND`}} | there is no secret 'key' of Google Secret",
        "200 | <html> | answered something else than a secret",
        "200 | {`payload`: {`data`: `%%`}} | answered something else than a secret",
        "429 | {} | cannot be had now: HTTP 429",
        "-1  | . | did not answer within 700 ms",
      })
  void whatIsRefusedIsExplained(int status, String body, String why) {
    google.answer(
        asked ->
            asked.path().equals(TOKEN_PATH)
                ? answer(asked)
                : status < 0 ? Reply.silence() : Reply.of(status, body));

    assertThatThrownBy(() -> Standin.read(ofMachine(), KEY)).hasMessageContaining(why);
  }

  @Test
  void aDamagedSecretIsNotUsed() {
    google.answer(
        asked ->
            asked.path().equals(TOKEN_PATH)
                ? answer(asked)
                : Reply.of(200, secret("projects/1/secrets/key/versions/5", "v", 1)));

    assertThatThrownBy(() -> Standin.read(ofMachine(), KEY))
        .hasMessageContaining("its checksum does not fit");
  }

  @Test
  void oddNamesAreNoPathsAndOddFilesNoAccounts() throws Exception {
    for (var keys :
        new String[] {"`secret_name`: `a/../b`", "`secret_name`: `k`, `project_id`: `a/b`"}) {
      assertThatThrownBy(
              () -> Standin.read(ofMachine(), "{`provider`: `google`, %s}".formatted(keys)))
          .hasMessageContaining("must look like");
    }
    var broken = ofFile("{", Map.of());
    assertThatThrownBy(() -> Standin.read(broken, KEY)).hasMessageContaining("no file of Google");
    var foreign = ofFile("{`type`: `external_account`, `project_id`: `p`}", Map.of());
    assertThatThrownBy(() -> Standin.read(foreign, KEY)).hasMessageContaining("external_account");
    var keyless = ofFile("{`type`: `service_account`, `project_id`: `p`}", Map.of());
    assertThatThrownBy(() -> Standin.read(keyless, KEY)).hasMessageContaining("private_key");
  }
}
