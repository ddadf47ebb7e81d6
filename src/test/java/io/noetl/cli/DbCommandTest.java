package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbCommandTest {
  private static final String PLAYBOOK =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: one, path: test/one}
      workflow:
        - {step: start, next: a}
        - {step: a, type: transform, data: {n: 1}, next: end}
        - {step: end}
      """;

  @TempDir Path home;

  @Test
  void aCopyHasAllThatWasThere() {
    var shell = new Shell(home);
    assertThat(shell.on("run", shell.file("one.yaml", PLAYBOOK)).exit()).isEqualTo(Exit.DONE);
    var copy = home.resolve("new").resolve("copy").resolve("noetl.db");

    assertThat(shell.on("db", "backup", copy.toString()).exit()).isEqualTo(Exit.DONE);

    var there = Shell.with("", "executions", "--json", "--data", copy.getParent().toString());
    assertThat(there.out()).isEqualTo(shell.on("executions", "--json").out());
    assertThat(shell.on("db", "backup", copy.toString()).exit()).isEqualTo(Exit.NOT_ALLOWED);
  }

  @Test
  void aDatabaseIsCheckedMigratedAndEmptied() {
    var db = PostgresServer.database().url();

    assertThat(Shell.with("", "db", "check", "--db", db, "--json").exit()).isEqualTo(Exit.FAILED);
    assertThat(Shell.with("", "db", "migrate", "--db", db).out()).contains("applied V001");
    assertThat(Shell.with("", "db", "migrate", "--db", db, "--json").out().strip())
        .isEqualTo("{\"applied\":[]}");
    assertThat(Shell.with("", "db", "check", "--db", db).exit()).isEqualTo(Exit.DONE);
    assertThat(
            Shell.with("", "token", "create", "--name", "a", "--role", "admin", "--db", db).exit())
        .isEqualTo(Exit.DONE);
    assertThat(Shell.with("", "db", "reset", "--db", db).exit()).isEqualTo(Exit.NOT_ALLOWED);
    assertThat(Shell.with("", "token", "list", "--db", db, "--json").out()).contains("admin");
    assertThat(Shell.with("", "db", "reset", "--yes", "--db", db).exit()).isEqualTo(Exit.DONE);
    assertThat(Shell.with("", "token", "list", "--db", db, "--json").out()).isEmpty();
  }
}
