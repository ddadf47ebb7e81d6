package io.noetl.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.secret.Registration.Registered;
import io.noetl.secret.Registration.Rejected;
import io.noetl.secret.Rotation.OldKeys;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Registering, finding and rotating credentials.
class KeychainTest {
  @TempDir Path directory;
  private final MemoryCredentials table = new MemoryCredentials();
  private Keychain keychain;

  @BeforeEach
  void open() {
    keychain = keychain();
  }

  /// Another process on the same data directory.
  private Keychain keychain() {
    return keychain(KeySource.of(Map.of(), directory));
  }

  private Keychain keychain(KeySource source) {
    return new Keychain(table, source, InstantSource.system());
  }

  private static Draft draft(String name, String type, String data) {
    return new Draft(name, type, (Fields) Json.read(data), Fields.EMPTY, List.of(), "");
  }

  private static Draft token(String name) {
    return draft(name, "bearer", "{\"token\": \"canary-%s\"}".formatted(name));
  }

  private String found(Keychain from, String name) {
    return from.find(name).map(Json::write).orElse("nothing");
  }

  private Path keyFile() {
    return directory.resolve("master.key");
  }

  @Test
  void whatIsRegisteredIsFoundWithItsType() {
    keychain.register(token("api"));

    assertThat(found(keychain, "api")).isEqualTo("{\"token\":\"canary-api\",\"type\":\"bearer\"}");
    assertThat(found(keychain(), "api")).contains("canary-api");
    assertThat(found(keychain, "other")).isEqualTo("nothing");
    assertThat(table.find("api").orElseThrow().toString()).doesNotContain("canary");
  }

  @Test
  void whatIsToldOfThemIsNeverTheData() {
    keychain.register(
        new Draft(
            "pg",
            " Postgres ",
            (Fields) Json.read("{\"host\": \"h\", \"user\": \"u\", \"password\": \"canary-pg\"}"),
            Fields.EMPTY,
            List.of("prod", " prod ", ""),
            "the main database"));
    keychain.register(token("api"));

    var told = keychain.list("postgres", "");

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().tags()).containsExactly("prod");
    assertThat(told.getFirst().type()).isEqualTo("postgres");
    assertThat(keychain.list("", "main")).hasSize(1);
    assertThat(keychain.list("", "").toString()).doesNotContain("canary");
    assertThat(token("api").toString()).doesNotContain("canary");
  }

  @Test
  void registeringAgainReplacesAndKeepsTheId() {
    var first = (Registered) keychain.register(token("api"));

    var second =
        (Registered) keychain.register(draft("api", "basic", "{\"user\": 1, \"password\": 22}"));

    assertThat(second.credential().id()).isEqualTo(first.credential().id());
    assertThat(found(keychain, "api")).contains("\"basic\"").doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "api  | bearer    | {`token`: ``}                  | needs access_token or token or value",
        "api  | basic     | {`password`: `xxxxxx`}         | needs user or username",
        "api  | api_key   | {`key`: `X-Key`}               | needs api_key or value",
        "api  | postgres  | {`host`: `h`, `password`: `x`} | needs db_user or user or username",
        "api  | snowflake | {`account`: `a`, `user`: `u`}  | needs password or private_key",
        "api  | s3        | {`key_id`: `a`}                | needs secret_key",
        "api  | generic   | {}                             | has no data",
        "1234 | generic   | {`a`: `b`}                     | cannot be a number",
        "a b  | generic   | {`a`: `b`}                     | letters, digits",
        "api  | a type    | {`a`: `b`}                     | is a word such as",
      })
  void whatCannotWorkIsRefusedWithASentence(String name, String type, String data, String why) {
    var answer = keychain.register(draft(name, type, data.replace('`', '"')));

    assertThat(answer).isInstanceOf(Rejected.class);
    assertThat(((Rejected) answer).problems()).singleElement().asString().contains(why);
    assertThat(keyFile()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "postgres | {`dsn`: `postgresql://u:p@h/d`}",
        "postgres | {`db_host`: `h`, `db_user`: `u`}",
        "gcs_hmac | {`key_id`: `a`, `secret_key`: `b`}",
        "header   | {`X-One`: `a`}",
        "oauth2_client_credentials | {`token_url`:`a`,`client_id`:`b`,`client_secret`:`c`}",
        "anything | {`a`: {`b`: 1}}",
      })
  void typesTakeTheirFieldsInAnySpelling(String type, String data) {
    assertThat(keychain.register(draft("one", type, data.replace('`', '"'))))
        .isInstanceOf(Registered.class);
  }

  @Test
  void aSecretTooShortToBeHiddenIsWarnedOf() {
    var data = "{\"host\": \"h\", \"user\": \"u\", \"password\": \"abc\", \"x\": {\"y\": 12}}";

    var answer = (Registered) keychain.register(draft("pg", "postgres", data));

    assertThat(answer.warnings()).hasSize(2);
    assertThat(answer.warnings().getFirst())
        .isEqualTo(
            "'password' is shorter than 6 characters: it cannot be kept out of results and logs");
    assertThat(answer.warnings().getLast()).startsWith("'x.y'");
  }

  @Test
  void aRowThatWasMovedOrChangedDoesNotOpen() {
    keychain.register(token("api"));
    table.smuggle("api", "mine");

    assertThatThrownBy(() -> keychain.find("mine"))
        .isInstanceOf(SecretError.class)
        .hasMessageContaining("'mine' cannot be read");
    table.tamper("api", "{\"token\": \"plain\"}");
    assertThatThrownBy(() -> keychain.find("api")).hasMessageContaining("no envelope");
  }

  @Test
  void aLostKeyIsNotMadeAnewInSilence() throws IOException {
    keychain.register(token("api"));
    var id = table.find("api").orElseThrow().keyId();
    Files.delete(keyFile());

    assertThatThrownBy(() -> keychain().find("api")).hasMessageContaining(id);
    assertThatThrownBy(() -> keychain().register(token("other"))).hasMessageContaining(id);
    assertThatThrownBy(() -> keychain().rotate(OldKeys.KEEP)).hasMessageContaining(id);
    assertThat(keyFile()).doesNotExist();
    keychain.delete("api");
    assertThat(keychain().register(token("other"))).isInstanceOf(Registered.class);
  }

  @Test
  void aRotationPutsEveryRowUnderTheNewKeyWhileOthersRead() {
    for (int i = 0; i < 50; i++) {
      keychain.register(token("t" + i));
    }
    var reader = keychain();
    assertThat(found(reader, "t0")).contains("canary-t0");
    var old = table.find("t0").orElseThrow().keyId();
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading =
          threads.submit(
              () -> {
                for (int i = 0; !done.get(); i = (i + 1) % 50) {
                  assertThat(found(reader, "t" + i)).contains("canary-t" + i);
                }
                return true;
              });
      var rotation = keychain().rotate(OldKeys.DROP);
      done.set(true);

      assertThat(rotation.rewrapped()).isEqualTo(50);
      assertThat(rotation.dropped()).containsExactly(old);
      assertThat(reading).succeedsWithin(Duration.ofMinutes(1));
    }
    assertThat(table.list("", "")).noneMatch(row -> row.keyId().equals(old));
    assertThat(found(keychain(), "t49")).contains("canary-t49");
  }

  @Test
  void oldKeysStayUnlessTheyAreToGo() {
    keychain.register(token("api"));
    var first = table.find("api").orElseThrow().keyId();

    var kept = keychain.rotate(OldKeys.KEEP);

    assertThat(kept.old()).containsExactly(first);
    var dropped = keychain.rotate(OldKeys.DROP);
    assertThat(dropped.dropped()).containsExactly(kept.keyId(), first);
    assertThat(dropped.old()).isEmpty();
    assertThat(found(keychain, "api")).contains("canary-api");
  }

  @Test
  void aRotationThatWasBrokenOffGoesOnWithTheSameKey() {
    keychain.register(token("a"));
    keychain.register(token("b"));
    var started = new AtomicBoolean();
    table.beforeRewrap =
        () -> {
          if (started.getAndSet(true)) {
            throw new IllegalStateException("the power is gone");
          }
        };
    assertThatThrownBy(() -> keychain.rotate(OldKeys.KEEP)).hasMessage("the power is gone");
    table.beforeRewrap = () -> {};
    assertThat(found(keychain(), "a") + found(keychain(), "b")).contains("canary-a", "canary-b");
    var key = table.find("a").orElseThrow().keyId();

    var rotation = keychain().rotate(OldKeys.KEEP);

    assertThat(rotation.keyId()).isEqualTo(key);
    assertThat(rotation.rewrapped()).isEqualTo(1);
  }

  @Test
  void aRowThatChangesMeanwhileIsNotOverwritten() {
    keychain.register(token("api"));
    var changed = new AtomicBoolean();
    table.beforeRewrap =
        () -> {
          if (!changed.getAndSet(true)) {
            keychain().register(draft("api", "bearer", "{\"token\": \"newer-token\"}"));
          }
        };

    keychain.rotate(OldKeys.DROP);

    assertThat(found(keychain(), "api")).contains("newer-token");
  }

  @Test
  void whatNobodyHasTheKeyOfIsNamedAndLeft() {
    var stranger = keychain(new KeyVariables(MasterKey.random().text(), ""));
    stranger.register(token("theirs"));
    var ours = keychain(new KeyVariables(MasterKey.random().text(), ""));
    ours.register(token("mine"));

    var rotation = ours.rotate(OldKeys.DROP);

    assertThat(rotation.unreadable()).containsExactly("theirs");
    assertThat(found(stranger, "theirs")).contains("canary-theirs");
  }

  @Test
  void keysFromVariablesRotateToWhatTheEnvironmentSays() {
    var one = MasterKey.random().text();
    var two = MasterKey.random();
    keychain(new KeyVariables(one, "")).register(token("api"));

    var rotation = keychain(new KeyVariables(two.text(), one)).rotate(OldKeys.KEEP);

    assertThat(rotation.keyId()).isEqualTo(two.id());
    assertThat(rotation.rewrapped()).isEqualTo(1);
    assertThat(found(keychain(new KeyVariables(two.text(), "")), "api")).contains("canary-api");
  }
}
