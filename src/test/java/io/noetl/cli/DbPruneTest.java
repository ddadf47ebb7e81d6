package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import io.noetl.broker.Phase;
import io.noetl.store.Appends;
import io.noetl.store.Store;
import io.noetl.store.postgres.PostgresStore;
import io.noetl.store.postgres.Settings;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.value.Bool;
import io.noetl.value.Num;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `noetl db prune` as a user has it. The instants of [Appends] are long past.
class DbPruneTest {
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
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  private static void fill(Store store) {
    for (long execution = 1; execution <= 5; execution++) {
      Appends.start(execution).events(2).in(Phase.COMPLETED).to(store);
    }
    Appends.start(6).to(store);
    Appends.start(7).childOf(6).in(Phase.FAILED).to(store);
    Appends.start(8).in(Phase.FAILED).to(store);
    Appends.start(9).childOf(8).to(store);
  }

  private long listed() {
    return shell.on("executions", "--json").out().lines().count();
  }

  @Test
  void whatEndedLongAgoIsDeletedAndWhatIsYoungStays() throws Exception {
    Files.createDirectories(shell.data());
    try (var store = SqliteStore.open(shell.data())) {
      fill(store);
    }
    assertThat(shell.on("run", shell.file("one.yaml", PLAYBOOK)).exit()).isEqualTo(Exit.DONE);
    assertThat(listed()).isEqualTo(10);

    var dry = shell.on("db", "prune", "--older-than", "1m", "--dry-run", "--json");
    assertThat(dry.json().get("executions")).isEqualTo(Num.of(5));
    assertThat(dry.json().get("kept")).isEqualTo(Num.of(1));
    assertThat(dry.json().get("dry_run")).isEqualTo(Bool.TRUE);
    assertThat(listed()).isEqualTo(10);

    var pruned = shell.on("db", "prune", "--older-than", "1m", "--batch", "2");
    assertThat(pruned.exit()).as(pruned.err()).isEqualTo(Exit.DONE);
    assertThat(pruned.err())
        .contains("deleted 5 executions that ended before 20")
        .contains("1 stay because a child of theirs goes on or ended later");
    assertThat(listed()).isEqualTo(5);

    var again = shell.on("db", "prune", "--older-than", "1m", "--json");
    assertThat(again.json().get("executions")).isEqualTo(Num.of(0));
    assertThat(again.json().get("rows")).isEqualTo(Num.of(0));
    assertThat(again.json().get("dry_run")).isEqualTo(Bool.FALSE);
  }

  @Test
  void aDatabaseIsPrunedWithoutItsServers() {
    var db = PostgresServer.database();
    try (var store = PostgresStore.open(Settings.of(db.url(), "postgres", ""))) {
      fill(store);
    }

    var pruned = Shell.with("", "db", "prune", "--older-than", "30d", "--db", db.url(), "--json");

    assertThat(pruned.exit()).as(pruned.err()).isEqualTo(Exit.DONE);
    assertThat(pruned.json().get("executions")).isEqualTo(Num.of(5));
    assertThat(db.rows("SELECT execution_id FROM noetl.execution ORDER BY execution_id"))
        .isEqualTo("(6)\n(7)\n(8)\n(9)");
  }

  @Test
  void whoMayNotDeleteEventsIsToldWhatToDo() {
    var db = PostgresServer.database();
    assertThat(Shell.with("", "db", "migrate", "--db", db.url()).exit()).isEqualTo(Exit.DONE);
    db.execute(
        "DROP ROLE IF EXISTS pruner",
        "CREATE ROLE pruner LOGIN",
        "GRANT USAGE ON SCHEMA noetl TO pruner",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA noetl TO pruner",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA noetl TO pruner",
        "REVOKE DELETE ON noetl.event FROM pruner");
    var url = db.url().replace("user=postgres", "user=pruner");

    var refused = Shell.with("", "db", "prune", "--older-than", "30d", "--db", url);
    assertThat(refused.exit()).isEqualTo(Exit.NOT_ALLOWED);
    assertThat(refused.err()).contains("GRANT DELETE ON noetl.event TO pruner");
    var server = Shell.with("", "server", "start", "--port", "0", "--retain", "30d", "--db", url);
    assertThat(server.exit()).isEqualTo(Exit.NOT_ALLOWED);
    assertThat(server.err()).contains("run 'noetl db prune' as the schema's owner");

    db.execute("GRANT DELETE ON noetl.event TO pruner");
    assertThat(Shell.with("", "db", "prune", "--older-than", "30d", "--db", url).exit())
        .isEqualTo(Exit.DONE);
  }

  @Test
  void anAgeThatIsNoneOrTooYoungIsRefused() {
    for (var age : new String[] {"soon", "59s", "-1d"}) {
      var refused = shell.on("db", "prune", "--older-than", age);
      assertThat(refused.exit()).isEqualTo(Exit.USAGE);
      assertThat(refused.err()).contains("such as 30d").contains("'" + age + "'");
      var server = shell.on("server", "start", "--retain", age);
      assertThat(server.exit()).isEqualTo(Exit.USAGE);
      assertThat(server.err()).contains("--retain: expected");
    }
    assertThat(shell.on("db", "prune").err()).contains("--older-than 30d");
    var batch = shell.on("db", "prune", "--older-than", "1d", "--batch", "0");
    assertThat(batch.exit()).isEqualTo(Exit.USAGE);
    var env =
        Shell.with(
            Map.of("NOETL_RETAIN", "ever"),
            Console.Kind.PLAIN,
            "server",
            "start",
            "--data",
            shell.data().toString());
    assertThat(env.exit()).isEqualTo(Exit.USAGE);
    assertThat(env.err()).contains("NOETL_RETAIN: expected a time").contains("'ever'");
  }

  @Test
  void whereNothingWasEverRunThereIsNothingToPrune() {
    assertThat(shell.on("db", "prune", "--older-than", "1d").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(shell.data()).doesNotExist();
  }
}
