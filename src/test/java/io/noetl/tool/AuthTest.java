package io.noetl.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.job.JobSource.Held;
import io.noetl.secret.Draft;
import io.noetl.secret.KeySource;
import io.noetl.secret.Keychain;
import io.noetl.secret.MemoryCredentials;
import io.noetl.secret.Registration;
import io.noetl.template.Ambient;
import io.noetl.template.Scope;
import io.noetl.template.Template;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Undefined;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every form in which a step may say what it logs in with, on a real keychain.
class AuthTest {
  private static final Environment ENVIRONMENT =
      Environment.of(
          Map.of(
              "NOETL_SECRET_KEY", "top-secret",
              "NOETL_VAR_TOKEN", "from-env",
              "NOETL_ENV_ALLOW", "NOETL_MASTER_KEY, NOETL_TOKEN, NOETL_SECRET_KEY",
              "NOETL_MASTER_KEY", "the master key",
              "NOETL_TOKEN", "a token"));

  @TempDir Path directory;
  private final TestWatch watch = new TestWatch();
  private Keychain keychain;
  private Auth auth;

  @BeforeEach
  void register() {
    keychain =
        new Keychain(
            new MemoryCredentials(), KeySource.of(Map.of(), directory), InstantSource.system());
    register("pg", "postgres", "{`db_host`: `h`, `db_user`: `demo`, `db_password`: `pg-pass`}");
    register("api", "bearer", "{`token`: `api-token`}");
    auth = new Auth(ENVIRONMENT, new OfKeychain());
  }

  private void register(String name, String type, String data) {
    var draft = new Draft(name, type, json(data), Fields.EMPTY, List.of(), "");
    assertThat(keychain.register(draft)).isInstanceOf(Registration.Registered.class);
  }

  private final class OfKeychain implements Credentials {
    @Override
    public Optional<Fields> find(String name, Held job) {
      return keychain.find(name);
    }
  }

  private static Fields json(String text) {
    return (Fields) Json.read(text.replace('`', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "`api`                                            | {`token`:`api-token`,`type`:`bearer`}",
        "{`credential`: `api`}                            | {`token`:`api-token`,`type`:`bearer`}",
        "{`key`: `api`}                                   | {`token`:`api-token`,`type`:`bearer`}",
        "{`name`: `api`}                                  | {`token`:`api-token`,`type`:`bearer`}",
        "{`source`: `credential`, `key`: `api`}           | {`token`:`api-token`,`type`:`bearer`}",
        "{`source`: `credential`, `key`: `api`, `scope`: `x`} | "
            + "{`token`:`api-token`,`type`:`bearer`}",
        "{`source`: `credential`, `secret_name`: `api`}   | {`token`:`api-token`,`type`:`bearer`}",
        "{`type`: `token`, `credential`: `api`}           | {`token`:`api-token`,`type`:`token`}",
        "{`service`: `token`, `key`: `api`}               | {`token`:`api-token`,`type`:`token`}",
        "{`key`: `api`, `fields`: {`token`: `other-one`}} | {`token`:`other-one`,`type`:`bearer`}",
        "{`key`: `api`, `fields`: {`more`: 1}} | {`token`:`api-token`,`type`:`bearer`,`more`:1}",
        "{`source`: `env`, `name`: `NOETL_VAR_TOKEN`, `type`: `bearer`} | "
            + "{`value`:`from-env`,`type`:`bearer`}",
        "{`type`: `bearer`, `env`: `NOETL_VAR_TOKEN`}     | {`value`:`from-env`,`type`:`bearer`}",
        "{`source`: `secret`, `name`: `key`}              | {`value`:`top-secret`}",
        "{`source`: `secret`, `secret_name`: `KEY`, `type`: `bearer`} | "
            + "{`value`:`top-secret`,`type`:`bearer`}",
        "{`source`: `inline`, `fields`: {`token`: `in-line`}, `type`: `bearer`} | "
            + "{`token`:`in-line`,`type`:`bearer`}",
        "{`type`: `basic`, `inline`: {`user`: `u`, `password`: `in-line`}} | "
            + "{`user`:`u`,`password`:`in-line`,`type`:`basic`}",
        "{`first`: {`key`: `api`}, `second`: `pg`}        | {`token`:`api-token`,`type`:`bearer`}",
        "{`first`: `api`, `second`: `nobody`}             | {`token`:`api-token`,`type`:`bearer`}",
      })
  void everyFormIsResolved(String form, String expected) throws Exception {
    var fields = auth.resolve(Json.read(form.replace('`', '"')), watch);

    assertThat(Json.write(fields)).isEqualTo(expected.replace('`', '"'));
    assertThat(watch.hidden()).hasSize(1 + (expected.contains("`more`") ? 1 : 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "`api`                                     | {{ auth.token }}             | api-token",
        "{`key`: `pg`}                             | {{ auth.db_password }}       | pg-pass",
        "{`main`: {`key`: `pg`}, `web`: `api`}     | {{ auth.web.token }}         | api-token",
        "{`main`: {`key`: `pg`}, `web`: `api`}     | {{ auth.main.db_user }}      | demo",
        "{`main`: {`key`: `nobody`}}               | [{{ auth.main.x }}]          | []",
      })
  void templatesSeeTheFields(String form, String template, String expected) {
    var view = auth.view(Json.read(form.replace('`', '"')), watch);
    Scope scope = name -> name.equals("auth") ? view : new Undefined(name);

    var text = Template.parse(template).render(scope, Ambient.of(Instant.EPOCH, 7)).plain();

    assertThat(text).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "`nobody`                                          | there is no credential 'nobody'",
        "{`type`: `bearer`}                                | needs one of credential, key, name",
        "{`source`: `keepass`, `name`: `x`}                | is none of credential, env, secret",
        "{`source`: `vault`, `name`: `x`}                  | no provider 'vault' is known here",
        "{`env`: `NOETL_MASTER_KEY`}                       | not set, or not allowed",
        "{`env`: `NOETL_TOKEN`}                            | not set, or not allowed",
        "{`env`: `NOETL_SECRET_KEY`}                       | not set, or not allowed",
        "{`source`: `secret`, `name`: `no`}                | NOETL_SECRET_NO",
        "[]                                                | must be the name",
      })
  void whatCannotBeResolvedFailsWithASentence(String form, String why) {
    assertThatThrownBy(() -> auth.resolve(Json.read(form.replace('`', '"')), watch))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining(why);
  }

  @Test
  void secretsWithinOtherFieldsAreHiddenToo() {
    register(
        "deep",
        "generic",
        """
        {`url`: `https://me:url-pass@host/x`, `dsn`: `host=h password='dsn pass' user=u`,
         `jdbc`: `jdbc:postgresql://h/d?user=u&password=p%40ssword`, `pin`: 12345678,
         `endpoint`: `jdbc:oracle:thin:scott/of-oracle@//h/s?trustStorePassword={of a;store}`,
         `account`: `open-account`, `key`: `lonely-key`,
         `nested`: {`private_key`: `nested-key`, `list`: [`in-a-list`]}}\
        """);

    assertThat(new TreeSet<>(Secrecy.secrets(keychain.find("deep").orElseThrow())))
        .contains(
            "url-pass",
            "dsn pass",
            "p@ssword",
            "of-oracle",
            "of a;store",
            "12345678",
            "lonely-key",
            "nested-key",
            "in-a-list")
        .doesNotContain("open-account", "https://me:url-pass@host/x");
    assertThat(Secrecy.secrets(json("{`type`: `api_key`, `key`: `X-Key`, `value`: `v-secret`}")))
        .containsExactly("v-secret");
    assertThat(Secrecy.secrets(json("{`type`: `header`, `url`: `a-secret`, `host`: `b`}")))
        .contains("a-secret", "b");
  }
}
