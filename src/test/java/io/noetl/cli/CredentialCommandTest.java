package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `noetl credential` on a data directory, and runs that use what it keeps.
class CredentialCommandTest {
  private static final String RUN =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: p, path: test/login}
      workflow:
        - step: start
          next: look
        - step: look
          type: python
          auth: api
          data: {key: "{{ auth.token }}"}
          code: |
            def main(key):
                return {"length": len(key)}
      """;

  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  private void register(String token) {
    var answer = shell.on("credential", "register", "api", "--type", "bearer", "--field", token);
    assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
  }

  @Test
  void whatIsRegisteredIsListedWithoutItsData() {
    var answer =
        shell.on(
            "credential",
            "register",
            "pg_local",
            "--type",
            "postgres",
            "--data",
            "{\"db_host\": \"localhost\", \"db_user\": \"demo\", \"db_password\": \"canary-1\"}",
            "--tags",
            "dev, local",
            "--description",
            "for tests",
            "--json");

    assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
    assertThat(answer.json().names())
        .containsExactly(
            "id",
            "name",
            "type",
            "key_id",
            "meta",
            "tags",
            "description",
            "created_at",
            "updated_at");
    assertThat(answer.out() + answer.err()).doesNotContain("canary");
    var list = shell.on("credential", "list");
    assertThat(list.out()).contains("pg_local", "postgres", "dev,local", "for tests");
    assertThat(shell.on("credential", "list", "--type", "bearer").out()).isEmpty();
    assertThat(shell.on("credential", "list", "--json").jsonLines()).hasSize(1);
  }

  @Test
  void aFileSaysItAllAndOptionsLieOverIt() {
    var file =
        shell.file(
            "pg.yaml",
            """
            name: pg_local
            type: postgres
            data: {db_host: h, db_user: u, db_password: "12345678"}
            tags: [a, b]
            """);

    var answer = shell.on("credential", "register", file, "--tags", "c", "--json");

    assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
    assertThat(answer.json().get("name")).hasToString("pg_local");
    assertThat(answer.json().get("tags")).asString().contains("c").doesNotContain("a");
  }

  @Test
  void fieldsMayComeFromFilesAndFromStandardInput() {
    var key = shell.file("token", "token-in-a-file\n");
    register("token=@" + key);
    var run = shell.on("run", shell.file("login.yaml", RUN), "--json", "--quiet");
    assertThat(run.json().get("result").toString()).contains("number=15");

    var answer =
        Shell.with(
            "token-from-stdin\n",
            "credential",
            "register",
            "api",
            "--type",
            "bearer",
            "--field",
            "token=@-",
            "--data",
            shell.data().toString());
    assertThat(answer.exit()).as(answer.err()).isEqualTo(Exit.DONE);
    run = shell.on("run", shell.file("login.yaml", RUN), "--json", "--quiet");
    assertThat(run.json().get("result").toString()).contains("number=16");
  }

  @Test
  void whatIsWrongIsSaidWithoutValues() {
    var incomplete =
        shell.on("credential", "register", "api", "--type", "bearer", "--field", "a=b");
    assertThat(incomplete.exit()).isEqualTo(Exit.USAGE);
    assertThat(incomplete.err()).contains("of type bearer needs access_token or token or value");

    var broken = shell.on("credential", "register", "api", "--data", "{\"token\": \"canary\"");
    assertThat(broken.exit()).isEqualTo(Exit.USAGE);
    assertThat(broken.err()).contains("neither JSON nor YAML").doesNotContain("canary");

    var several = shell.file("several.yaml", "name: a\ndata: {token: canary}\n---\nname: b\n");
    assertThat(shell.on("credential", "register", several).err())
        .contains("several.yaml:3:1")
        .doesNotContain("canary");

    var list = shell.file("list.yaml", "- name: canary\n");
    assertThat(shell.on("credential", "register", list).err()).contains("found a list");

    var odd = shell.file("odd.yaml", "name: a\ndata: {a: canary}\nvalues: {a: b}\n");
    assertThat(shell.on("credential", "register", odd).err())
        .contains("no key 'values'")
        .doesNotContain("canary");

    assertThat(shell.on("credential", "list").out()).isEmpty();
  }

  @Test
  void aShortSecretIsWarnedOf() {
    var answer =
        shell.on("credential", "register", "api", "--type", "bearer", "--field", "token=abc");

    assertThat(answer.exit()).isEqualTo(Exit.DONE);
    assertThat(answer.err()).contains("'token' is shorter than 6 characters");
  }

  @Test
  void whatIsDeletedIsGone() {
    register("token=some-token");

    assertThat(shell.on("credential", "delete", "api").exit()).isEqualTo(Exit.DONE);
    assertThat(shell.on("credential", "delete", "api").exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void aRunFailsWithAHintWhereThereIsNoSuchCredential() {
    var run = shell.on("run", shell.file("login.yaml", RUN));

    assertThat(run.err()).contains("there is no credential 'api'", "noetl credential register");
    assertThat(shell.data().resolve("master.key")).doesNotExist();
  }

  @Test
  void runsGoOnAfterARotation() throws Exception {
    register("token=some-token");
    var before = Files.readString(shell.data().resolve("master.key"));

    var rotated = shell.on("credential", "rotate-key", "--json");
    assertThat(rotated.exit()).as(rotated.err()).isEqualTo(Exit.DONE);
    assertThat(rotated.json().get("rewrapped")).asString().contains("=1");
    assertThat(rotated.json().get("old")).asString().contains("=");
    var dropped = shell.on("credential", "rotate-key", "--drop-old");

    assertThat(dropped.out()).contains("1 credentials were put under it", "dropped: ");
    assertThat(shell.data().resolve("master.key")).content().isNotEqualTo(before);
    var run = shell.on("run", shell.file("login.yaml", RUN), "--json", "--quiet");
    assertThat(run.json().get("result").toString()).contains("number=10");
  }

  @Test
  void aKeyThatOthersCanReadStopsTheRunWithASentence() throws Exception {
    register("token=some-token");
    var key = shell.data().resolve("master.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(shell.on("run", shell.file("login.yaml", RUN)).err()).contains("chmod 600");
    var answer = shell.on("credential", "register", "b", "--field", "token=some-token");
    assertThat(answer.exit()).isEqualTo(Exit.FAILED);
    assertThat(answer.err()).contains("chmod 600");
  }
}
