package io.noetl.tool.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.TestWatch;
import io.noetl.tool.secrets.Standin.Reply;
import io.noetl.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all providers have in common, and those that need no server.
class SecretProvidersTest {
  private static final String VAULT = "{`provider`: `vault`, `secret_name`: `db`}";

  @TempDir Path directory;
  private Standin vault;

  @BeforeEach
  void open() throws IOException {
    vault = new Standin();
    vault.answer(
        _ -> Reply.of(200, "{`data`: {`data`: {`password`: `pass-word`, `port`: 5432000}}}"));
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private SecretProviders providers() {
    return vault.providers(
        Map.of(
            "VAULT_ADDR", "@",
            "VAULT_TOKEN", "t",
            "NOETL_SECRET_KEY", "{\"user\": \"u\", \"password\": \"p4ssword\"}",
            "NOETL_SECRETS_DIR", directory.resolve("secrets").toString()));
  }

  @Test
  void aSecretIsRememberedForAMoment() throws Exception {
    var providers = providers();
    Standin.read(providers, VAULT);
    Standin.read(providers, "{`provider`: `vault`, `secret_name`: `db`, `field`: `password`}");
    assertThat(vault.asked()).hasSize(1);

    vault.pass(Duration.ofSeconds(31));
    Standin.read(providers, VAULT);
    assertThat(vault.asked()).hasSize(2);
  }

  @Test
  void manyWhoWantTheSameAskOnce() throws Exception {
    var providers = providers();
    Callable<String> reading = () -> Standin.read(providers, VAULT).value();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = threads.invokeAll(java.util.Collections.nCopies(200, reading));
      for (var each : all) {
        assertThat(each.get()).contains("pass-word");
      }
    }
    assertThat(vault.asked()).hasSize(1);
  }

  @Test
  void aFailureIsNotRemembered() throws Exception {
    var providers = providers();
    vault.answer(_ -> Reply.of(404, ""));
    assertThatThrownBy(() -> Standin.read(providers, VAULT)).hasMessageContaining("there is no");

    vault.answer(_ -> Reply.of(200, "{`data`: {`data`: {`value`: `here now`}}}"));
    assertThat(Standin.read(providers, VAULT).value()).isEqualTo("here now");
  }

  @Test
  void theWholeAndEachFieldAndEachLineOfAKeyAreHidden() throws Exception {
    var watch = new TestWatch();
    var key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END KEY-----";
    Files.createDirectories(directory.resolve("secrets"));
    Files.writeString(directory.resolve("secrets/key"), key + "\n");
    var providers = providers();

    providers.read(Wanted.of(Calls.fields(VAULT.replace('`', '"'))), watch);
    providers.read(
        Wanted.of(Calls.fields("{\"provider\": \"file\", \"secret_name\": \"key\"}")), watch);

    assertThat(watch.hidden())
        .contains("pass-word", "5432000", key, "MIIEvQIBADANBgkqhkiG9w0B")
        .anyMatch(hidden -> hidden.startsWith("{\"password\""));
  }

  @Test
  void aFieldIsPickedAndOneThatIsNotThereIsSaid() throws Exception {
    var field = "{`provider`: `env`, `secret_name`: `key`, `field`: `%s`}";

    assertThat(Standin.read(providers(), field.formatted("password")).value())
        .isEqualTo("p4ssword");
    assertThatThrownBy(() -> Standin.read(providers(), field.formatted("token")))
        .hasMessage("the secret 'key' has no field 'token'");
    assertThatThrownBy(
            () -> Standin.read(providers(), "{`provider`: `env`, `secret_name`: `nobody`}"))
        .hasMessageContaining("set NOETL_SECRET_NOBODY");
    assertThatThrownBy(
            () -> Standin.read(providers(), "{`provider`: `keepass`, `secret_name`: `k`}"))
        .hasMessage("'provider: keepass' is none of env, file, vault, google, aws, azure");
  }

  @Test
  void filesAreReadAsTheyAreMounted() throws Exception {
    var mounted = Files.createDirectories(directory.resolve("secrets/..2026/db"));
    Files.writeString(mounted.resolve("password"), "from a file\n");
    Files.createSymbolicLink(directory.resolve("secrets/db"), mounted);
    var wanted = "{`provider`: `file`, `secret_name`: `db/password`}";

    assertThat(Standin.read(providers(), wanted).value()).isEqualTo("from a file");
    Files.write(mounted.resolve("bytes"), new byte[] {(byte) 0xff, 0});
    assertThat(Standin.read(providers(), "{`provider`: `file`, `secret_name`: `db/bytes`}").value())
        .isEqualTo("/wA=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside", "db/../../outside", "/etc/passwd", "a\\u0000b", "link", "no"})
  void nothingOutsideOfTheDirectoryIsRead(String name) throws Exception {
    Files.createDirectories(directory.resolve("secrets"));
    Files.writeString(directory.resolve("outside"), "not yours");
    Files.createSymbolicLink(directory.resolve("secrets/link"), directory.resolve("outside"));
    var wanted = "{`provider`: `file`, `secret_name`: `%s`}".formatted(name);

    assertThatThrownBy(() -> Standin.read(providers(), wanted))
        .hasMessageMatching(".*(is no name of a secret|leads out of|there is no secret).*");
  }

  @Test
  void aHugeFileOrAnEndlessAnswerIsNoSecret() throws Exception {
    Files.createDirectories(directory.resolve("secrets"));
    Files.write(directory.resolve("secrets/huge"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(
            () -> Standin.read(providers(), "{`provider`: `file`, `secret_name`: `huge`}"))
        .hasMessage("the secret 'huge' is larger than 1 MiB");
    vault.answer(_ -> Reply.of(200, "x".repeat(3 << 20)));
    assertThatThrownBy(() -> Standin.read(providers(), VAULT))
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void theToolAnswersWhereTheSecretStandsAndNotWhatItIs() throws Exception {
    vault.answer(
        _ -> Reply.of(200, "{`data`: {`data`: {`a`: `pass-word`}, `metadata`: {`version`: 3}}}"));
    var watch = new TestWatch();
    var tool = new SecretsTool(Environment.of(Map.of()).with(providers()));

    var result =
        tool.run(
            Calls.of("{\"provider\": \"vault\", \"secret_name\": \"db\", \"field\": \"a\"}", "{}"),
            watch);

    assertThat(Json.write(result))
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"secret_value\":\"***\",\"provider\":\"vault\","
                + "\"secret_name\":\"db\",\"field\":\"a\",\"version\":\"3\"}}");
    assertThat(watch.hidden()).contains("pass-word");
  }

  @Test
  void oneWhoIsInterruptedWaitsNoLonger() throws Exception {
    vault.answer(_ -> Reply.silence());
    var patient =
        new SecretProviders(
            Map.of("VAULT_ADDR", vault.url(), "VAULT_TOKEN", "t"),
            java.time.InstantSource.system(),
            Duration.ofDays(1));
    var ended = new java.util.concurrent.CompletableFuture<Throwable>();
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Standin.read(patient, VAULT);
                  } catch (Exception e) {
                    ended.complete(e);
                  }
                });
    io.noetl.tool.Await.until("the vault is asked", () -> !vault.asked().isEmpty());
    thread.interrupt();

    assertThat(ended.get(60, java.util.concurrent.TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
  }
}
