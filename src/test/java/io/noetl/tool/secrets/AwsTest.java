package io.noetl.tool.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.tool.secrets.Standin.Asked;
import io.noetl.tool.secrets.Standin.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// AWS Secrets Manager, by a server that checks signatures as it does.
class AwsTest {
  private static final String KEY = "{`provider`: `aws`, `secret_name`: `prod/key`}";
  private static final String VERSION = "a1b2c3d4-5678-90ab-cdef-111111111111";

  @TempDir Path home;
  private Standin aws;
  private String secretKey = "wJalr/KEY";

  @BeforeEach
  void open() throws IOException {
    aws = new Standin();
    aws.answer(this::answer);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private Reply answer(Asked asked) {
    return isSigned(asked)
        ? Reply.of(
            200,
            "{`Name`: `prod/key`, `VersionId`: `%s`, `SecretString`: `sesame`}".formatted(VERSION))
        : Reply.of(400, "{`__type`: `InvalidSignatureException`, `message`: `does not match`}");
  }

  /// Reckons the signature anew from what has arrived.
  private boolean isSigned(Asked asked) {
    var authorization = asked.header("Authorization");
    var names = authorization.replaceFirst(".*SignedHeaders=([^,]+),.*", "$1").split(";", -1);
    var headers = new HashMap<String, String>();
    for (var name : names) {
      headers.put(name, asked.header(name));
    }
    var request = new AwsSignature.Signed("POST", "/", "", headers, asked.body());
    var keys = new AwsSignature.Keys("AKID", secretKey, "");
    var region = authorization.split("/", -1)[2];
    return headers.containsKey("host")
        && headers.containsKey("x-amz-target")
        && authorization.equals(
            new AwsSignature(region, "secretsmanager", Standin.NOW).authorization(request, keys));
  }

  private SecretProviders withKeys() {
    return aws.providers(
        Map.of(
            "AWS_ACCESS_KEY_ID", "AKID",
            "AWS_SECRET_ACCESS_KEY", "wJalr/KEY",
            "AWS_SESSION_TOKEN", "session",
            "AWS_DEFAULT_REGION", "eu-central-1",
            "AWS_ENDPOINT_URL", "@"));
  }

  @Test
  void aSignedRequestGetsTheSecret() throws Exception {
    var secret = Standin.read(withKeys(), KEY);

    assertThat(secret.value()).isEqualTo("sesame");
    assertThat(secret.version()).isEqualTo(VERSION);
    var asked = aws.asked().getFirst();
    assertThat(asked.body()).isEqualTo("{\"SecretId\":\"prod/key\"}");
    assertThat(asked.header("X-Amz-Target")).isEqualTo("secretsmanager.GetSecretValue");
    assertThat(asked.header("X-Amz-Security-Token")).isEqualTo("session");
    assertThat(asked.header("X-Amz-Date")).isEqualTo("20260203T040506Z");
    assertThat(asked.header("Authorization"))
        .contains("AKID/20260203/eu-central-1/secretsmanager/aws4_request")
        .contains("content-type;host;x-amz-date;x-amz-security-token;x-amz-target");
  }

  @ParameterizedTest
  @CsvSource({
    "AWSPREVIOUS, VersionStage",
    VERSION + ", VersionId",
  })
  void aVersionIsAnIdOrAStage(String version, String field) throws Exception {
    Standin.read(
        withKeys(),
        "{`provider`: `aws`, `secret_name`: `k`, `region`: `us-east-1`, `version`: `%s`}"
            .formatted(version));

    assertThat(aws.asked().getFirst().body())
        .isEqualTo("{\"SecretId\":\"k\",\"%s\":\"%s\"}".formatted(field, version));
    assertThat(aws.asked().getFirst().header("Authorization")).contains("/us-east-1/");
  }

  @Test
  void theProfileOfTheSharedFilesIsReadAnewWhenItsKeysAreRotated() throws Exception {
    var credentials = home.resolve("credentials");
    var config = home.resolve("config");
    Files.writeString(
        credentials,
        """
        [default]
        aws_access_key_id = WRONG
        [team]
        # renewed by another process
        aws_access_key_id = AKID
        aws_secret_access_key = wJalr/KEY
        """);
    Files.writeString(config, "[profile team]\nregion = eu-west-1\n");
    var providers =
        aws.providers(
            Map.of(
                "AWS_SHARED_CREDENTIALS_FILE",
                credentials.toString(),
                "AWS_CONFIG_FILE",
                config.toString(),
                "AWS_PROFILE",
                "team",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                "@"));
    assertThat(Standin.read(providers, KEY).value()).isEqualTo("sesame");
    assertThat(aws.asked().getFirst().header("Authorization")).contains("/eu-west-1/");

    secretKey = "rotated";
    Files.writeString(
        credentials, "[team]\naws_access_key_id=AKID\naws_secret_access_key=rotated\n");

    assertThat(Standin.read(providers, "{`provider`: `aws`, `secret_name`: `b`}").value())
        .isEqualTo("sesame");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "400 | {`__type`: `ResourceNotFoundException`, `Message`: `cannot find`} |"
            + " there is no secret 'prod/key' of AWS",
        "400 | {`__type`: `AccessDeniedException`, `Message`: `not authorized`} |"
            + " not allowed to read secret 'prod/key'",
        "400 | {`__type`: `ExpiredTokenException`} | must not have expired",
        "400 | {`__type`: `ThrottlingException`} | cannot be had now: HTTP 429",
        "500 | {`__type`: `InternalServiceError`} | cannot be had now: HTTP 500",
        "200 | [] | answered something else than a secret",
        "-1  | . | did not answer within 700 ms",
      })
  void whatIsRefusedIsExplained(int status, String body, String why) {
    aws.answer(_ -> status < 0 ? Reply.silence() : Reply.of(status, body));

    assertThatThrownBy(() -> Standin.read(withKeys(), KEY)).hasMessageContaining(why);
  }

  @Test
  void aWrongKeyIsRefusedAndWhatIsMissingIsSaid() {
    secretKey = "another";
    assertThatThrownBy(() -> Standin.read(withKeys(), KEY))
        .hasMessageContaining("InvalidSignatureException");
    var keyless = aws.providers(Map.of("AWS_REGION", "us-east-1", "HOME", home.toString()));
    assertThatThrownBy(() -> Standin.read(keyless, KEY))
        .hasMessageContaining("set AWS_ACCESS_KEY_ID");
    var nowhere = aws.providers(Map.of("HOME", home.toString()));
    assertThatThrownBy(() -> Standin.read(nowhere, KEY)).hasMessageContaining("set AWS_REGION");
  }

  @Test
  void aRegionIsNoHost() {
    assertThatThrownBy(
            () ->
                Standin.read(
                    withKeys(),
                    "{`provider`: `aws`, `secret_name`: `k`, `region`: `evil.example/x`}"))
        .hasMessageContaining("'region' must look like");
    assertThat(aws.asked()).isEmpty();
  }

  @Test
  void bytesAreText() throws Exception {
    aws.answer(_ -> Reply.of(200, "{`SecretBinary`: `aGVsbG8=`}"));

    assertThat(Standin.read(withKeys(), KEY).value()).isEqualTo("hello");
  }
}
