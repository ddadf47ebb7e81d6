package io.noetl.tool.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.tool.secrets.Standin.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Vault's key-value engine, version 2, by a server that speaks like it.
class VaultTest {
  private static final String SECRET =
      "{`data`: {`data`: {`user`: `u`, `password`: `deep-secret`}, `metadata`: {`version`: 7}}}";
  private static final String DB = "{`provider`: `vault`, `secret_name`: `apps/my db`}";

  @TempDir Path home;
  private Standin vault;

  @BeforeEach
  void open() throws IOException {
    vault = new Standin();
    vault.answer(_ -> Reply.of(200, SECRET));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private SecretProviders withToken() {
    return vault.providers(
        Map.of("VAULT_ADDR", "@/", "VAULT_TOKEN", "root-token", "VAULT_NAMESPACE", "team"));
  }

  @Test
  void aSecretIsReadWithTokenAndNamespace() throws Exception {
    var secret = Standin.read(withToken(), DB);

    assertThat(secret.value()).isEqualTo("{\"user\":\"u\",\"password\":\"deep-secret\"}");
    assertThat(secret.version()).isEqualTo("7");
    var asked = vault.asked().getFirst();
    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.target()).isEqualTo("/v1/secret/data/apps/my%20db");
    assertThat(asked.header("X-Vault-Token")).isEqualTo("root-token");
    assertThat(asked.header("X-Vault-Namespace")).isEqualTo("team");
    assertThat(asked.header("X-Vault-Request")).isEqualTo("true");
  }

  @Test
  void fieldVersionAndMountAreChosen() throws Exception {
    var secret =
        Standin.read(
            withToken(),
            "{`provider`: `vault`, `secret_name`: `db`, `mount`: `kv/team`, `version`: 3,"
                + " `field`: `password`}");

    assertThat(secret.value()).isEqualTo("deep-secret");
    assertThat(vault.asked().getFirst().target()).isEqualTo("/v1/kv/team/data/db?version=3");
  }

  @Test
  void aMapOfOneValueIsThatValue() throws Exception {
    vault.answer(_ -> Reply.of(200, "{`data`: {`data`: {`value`: `just this`}}}"));

    assertThat(Standin.read(withToken(), DB).value()).isEqualTo("just this");
  }

  @Test
  void aRoleLogsInOnceAndAgainWhenItsTokenIsRefused() throws Exception {
    var logins = new AtomicInteger();
    var good = new AtomicInteger(1);
    vault.answer(
        asked -> {
          if (asked.path().equals("/v1/auth/approle/login")) {
            assertThat(asked.body()).isEqualTo("{\"role_id\":\"r\",\"secret_id\":\"s\"}");
            var token = "t" + logins.incrementAndGet();
            return Reply.of(
                200, "{`auth`: {`client_token`: `%s`, `lease_duration`: 600}}".formatted(token));
          }
          return asked.header("X-Vault-Token").equals("t" + good)
              ? Reply.of(200, SECRET)
              : Reply.of(403, "{`errors`: [`permission denied`]}");
        });
    var providers =
        vault.providers(Map.of("VAULT_ADDR", "@", "VAULT_ROLE_ID", "r", "VAULT_SECRET_ID", "s"));

    Standin.read(providers, "{`provider`: `vault`, `secret_name`: `first`}");
    Standin.read(providers, "{`provider`: `vault`, `secret_name`: `second`}");
    assertThat(logins).hasValue(1);
    good.set(2);
    Standin.read(providers, "{`provider`: `vault`, `secret_name`: `third`}");
    assertThat(logins).hasValue(2);
  }

  @Test
  void theTokenOfTheFileIsReadAnew() throws Exception {
    var file = home.resolve(".vault-token");
    var providers = vault.providers(Map.of("VAULT_ADDR", "@", "HOME", home.toString()));
    Files.writeString(file, "old\n");
    Standin.read(providers, DB);
    Files.writeString(file, "new\n");
    vault.pass(Duration.ofSeconds(31));

    Standin.read(providers, DB);

    assertThat(vault.asked().stream().map(it -> it.header("X-Vault-Token")))
        .containsExactly("old", "new");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "403 | {`errors`: [`permission denied`]} | not allowed to read secret 'apps/my db'",
        "403 | {`errors`: [`permission denied`]} | (HTTP 403: permission denied)",
        "404 | {`errors`: []} | there is no secret 'apps/my db' of the Vault at http://127.0.0.1",
        "200 | <html>login</html> | answered something else than a secret",
        "200 | {`data`: {`data`: null}} | answered something else than a secret",
        "503 | {`errors`: [`Vault is sealed`]} | cannot be had now: HTTP 503: Vault is sealed",
        "302 | moved | cannot be had: HTTP 302",
        "-1  | never | did not answer within 700 ms",
      })
  void whatIsRefusedIsExplained(int status, String body, String why) {
    vault.answer(_ -> status < 0 ? Reply.silence() : Reply.of(status, body));

    assertThatThrownBy(() -> Standin.read(withToken(), DB)).hasMessageContaining(why);

    assertThat(vault.asked()).hasSize(status == 503 ? 3 : 1);
  }

  @ParameterizedTest
  @CsvSource({"../sys/seal", "a//b", "/a", "a/./b", "''"})
  void aPathDoesNotClimb(String name) {
    var wanted = "{`provider`: `vault`, `secret_name`: `%s`}".formatted(name);

    assertThatThrownBy(() -> Standin.read(withToken(), wanted))
        .hasMessageMatching(".*is no path of a secret.*|a secret needs 'secret_name'.*");
    assertThat(vault.asked()).isEmpty();
  }

  @Test
  void whatHasNotBeenSetIsSaid() {
    assertThatThrownBy(() -> Standin.read(vault.providers(Map.of()), DB))
        .hasMessageContaining("set VAULT_ADDR");
    var without = vault.providers(Map.of("VAULT_ADDR", "@", "HOME", home.toString()));
    assertThatThrownBy(() -> Standin.read(without, DB)).hasMessageContaining("set VAULT_TOKEN");
    var odd = vault.providers(Map.of("VAULT_ADDR", "ftp:/x", "VAULT_TOKEN", "t"));
    assertThatThrownBy(() -> Standin.read(odd, DB)).hasMessageContaining("is no address");
    var nobody = vault.providers(Map.of("VAULT_ADDR", "http://127.0.0.1:1", "VAULT_TOKEN", "t"));
    assertThatThrownBy(() -> Standin.read(nobody, DB))
        .hasMessage(
            "http://127.0.0.1:1 cannot be reached: connection refused: is the server"
                + " running, and are host and port right?");
  }
}
