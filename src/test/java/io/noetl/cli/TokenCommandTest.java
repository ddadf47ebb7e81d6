package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `noetl token` on a data directory.
class TokenCommandTest {
  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  @Test
  void aTokenIsPrintedOnceAndListedWithoutItself() throws Exception {
    var created = shell.on("token", "create", "--name", "ci", "--role", "operator", "--ttl", "30d");

    assertThat(created.exit()).as(created.err()).isEqualTo(Exit.DONE);
    assertThat(created.out()).matches("noetl_[A-Za-z0-9_-]{43}\n");
    assertThat(created.err()).contains("for ci (operator)", "cannot be shown again");
    var list = shell.on("token", "list");
    assertThat(list.out()).contains("ci", "operator", "active").doesNotContain("noetl_");
    var secret = created.out().strip();
    try (var files = Files.walk(shell.data())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(secret);
      }
    }
  }

  @Test
  void jsonHasTheTokenOfANewOneAlone() {
    var created = shell.on("token", "create", "--name", "w", "--role", "worker", "--json").json();

    assertThat(created.names())
        .containsExactly("id", "name", "role", "created_at", "expires_at", "revoked_at", "token");
    var listed = shell.on("token", "list", "--json").jsonLines();
    assertThat(listed).hasSize(1);
    assertThat(listed.getFirst().get("id")).isEqualTo(created.get("id"));
    assertThat(listed.getFirst().has("token")).isFalse();
    assertThat(listed.getFirst().get("state")).hasToString("active");
  }

  @Test
  void aRevokedTokenStaysInTheList() {
    var created = shell.on("token", "create", "--name", "w", "--role", "worker", "--json").json();
    var id = created.get("id").toString();

    assertThat(shell.on("token", "revoke", id).exit()).isEqualTo(Exit.DONE);
    assertThat(shell.on("token", "revoke", id).exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(shell.on("token", "list").out()).contains(id, "revoked");
  }

  @Test
  void whatIsMissingIsSaid() {
    assertThat(shell.on("token", "create", "--name", "x", "--role", "boss").err())
        .contains("expected viewer, operator, admin or worker, found 'boss'");
    assertThat(shell.on("token", "create", "--role", "admin").err()).contains("--name");
    assertThat(shell.on("token", "create", "--name", "x", "--role", "admin", "--ttl", "soon").err())
        .contains("such as 12h or 30d");
    assertThat(shell.on("token", "list").out()).isEmpty();
  }
}
