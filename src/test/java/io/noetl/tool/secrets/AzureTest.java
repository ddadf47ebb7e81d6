package io.noetl.tool.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.tool.secrets.Standin.Asked;
import io.noetl.tool.secrets.Standin.Reply;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Azure's Key Vault and its token servers, by a server that speaks like them.
class AzureTest {
  private static final String KEY = "{`provider`: `azure`, `secret_name`: `api-key`}";
  private static final String LOGIN = "/tenant/oauth2/v2.0/token";
  private static final String OF_MACHINE = "/metadata/identity/oauth2/token";

  private Standin azure;
  private String token = "token-1";

  @BeforeEach
  void open() throws IOException {
    azure = new Standin();
    azure.answer(this::answer);
  }

  @AfterEach
  void close() {
    azure.close();
  }

  private Reply answer(Asked asked) {
    if (asked.path().equals(LOGIN) || asked.path().equals(OF_MACHINE)) {
      return Reply.of(200, "{`access_token`: `%s`, `expires_in`: `3599`}".formatted(token));
    }
    return asked.header("Authorization").equals("Bearer " + token)
        ? Reply.of(
            200, "{`value`: `sesame`, `id`: `%s/secrets/api-key/4387e9f3`}".formatted("https://v"))
        : Reply.of(401, "{`error`: {`code`: `Unauthorized`}}");
  }

  private SecretProviders ofClient() {
    return azure.providers(
        Map.of(
            "AZURE_TENANT_ID", "tenant",
            "AZURE_CLIENT_ID", "client",
            "AZURE_CLIENT_SECRET", "s+cret",
            "AZURE_AUTHORITY_HOST", "@/",
            "AZURE_KEYVAULT_URL", "@/"));
  }

  @Test
  void aClientLogsInAndReads() throws Exception {
    var secret = Standin.read(ofClient(), KEY);

    assertThat(secret.value()).isEqualTo("sesame");
    assertThat(secret.version()).isEqualTo("4387e9f3");
    assertThat(azure.asked(LOGIN).getFirst().body())
        .isEqualTo(
            "grant_type=client_credentials&client_id=client&client_secret=s%2Bcret"
                + "&scope=https%3A%2F%2Fvault.azure.net%2F.default");
    assertThat(azure.asked().getLast().target()).isEqualTo("/secrets/api-key?api-version=7.4");
  }

  @Test
  void aVersionIsPartOfThePath() throws Exception {
    Standin.read(ofClient(), "{`provider`: `azure`, `secret_name`: `api-key`, `version`: `0a1b`}");

    assertThat(azure.asked().getLast().target()).isEqualTo("/secrets/api-key/0a1b?api-version=7.4");
  }

  @Test
  void aMachineHasAnIdentity() throws Exception {
    var providers =
        azure.providers(
            Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", "@", "AZURE_KEYVAULT_URL", "@"));

    assertThat(Standin.read(providers, KEY).value()).isEqualTo("sesame");
    var asked = azure.asked(OF_MACHINE).getFirst();
    assertThat(asked.header("Metadata")).isEqualTo("true");
    assertThat(asked.target()).endsWith("&resource=https%3A%2F%2Fvault.azure.net");
  }

  @Test
  void aRefusedTokenIsFetchedAnew() throws Exception {
    var providers = ofClient();
    Standin.read(providers, KEY);
    token = "token-2";

    Standin.read(providers, "{`provider`: `azure`, `secret_name`: `other`}");

    assertThat(azure.asked(LOGIN)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "https://x.vault.azure.net.evil.example",
        "https://evil.example/.vault.azure.net",
        "http://team.vault.azure.net",
        "https://user@team.vault.azure.net",
        "https://team.vault.azure.net:8443",
        "a/b.evil.example?",
      })
  void theTokenGoesToNoHostOfThePlaybooksChoice(String vault) {
    var wanted = "{`provider`: `azure`, `secret_name`: `k`, `vault`: `%s`}".formatted(vault);

    assertThatThrownBy(() -> Standin.read(ofClient(), wanted))
        .hasMessageStartingWith("'vault' must be the name of a vault");
    assertThat(azure.asked()).isEmpty();
  }

  @Test
  void theVaultOfTheEnvironmentMayBeNamed() throws Exception {
    var wanted = "{`provider`: `azure`, `secret_name`: `k`, `vault`: `%s`}".formatted(azure.url());

    assertThat(Standin.read(ofClient(), wanted).value()).isEqualTo("sesame");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "403 | {`error`: {`code`: `Forbidden`, `message`: `no`}} | Forbidden no); the identity",
        "404 | {`error`: {`code`: `SecretNotFound`}} | there is no secret 'api-key'",
        "200 | {`value`: 1} | answered something else than a secret",
        "502 | <html> | cannot be had now: HTTP 502",
        "-1  | . | did not answer within 700 ms",
      })
  void whatIsRefusedIsExplained(int status, String body, String why) {
    azure.answer(
        asked ->
            asked.path().equals(LOGIN)
                ? answer(asked)
                : status < 0 ? Reply.silence() : Reply.of(status, body));

    assertThatThrownBy(() -> Standin.read(ofClient(), KEY)).hasMessageContaining(why);
  }

  @Test
  void whatHasNotBeenSetIsSaid() {
    assertThatThrownBy(() -> Standin.read(azure.providers(Map.of()), KEY))
        .hasMessageContaining("set AZURE_KEYVAULT_URL");
    var half = azure.providers(Map.of("AZURE_CLIENT_SECRET", "s", "AZURE_KEYVAULT_URL", "@"));
    assertThatThrownBy(() -> Standin.read(half, KEY))
        .hasMessage("set AZURE_TENANT_ID where the worker runs");
  }
}
