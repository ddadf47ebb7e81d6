package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What steps and saves do on PostgreSQL that no file in `examples/` shows.
class PostgresStepsIT {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();

  @TempDir static Path data;
  private static Runs runs;

  @BeforeAll
  static void open() {
    runs = new Runs(data, DATABASE.credentials("pg_local", "pg_k8s"));
  }

  @AfterAll
  static void close() {
    runs.close();
  }

  @Test
  void aStatementMayHoldTemplatesOverItsData() throws Exception {
    DATABASE.execute("CREATE TABLE said (id int, word text)");

    var run =
        runs.runText(
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {name: say, path: test/say}
            workflow:
              - step: start
                type: transform
                data: {data: {id: 1}}
                save:
                  storage: postgres
                  auth: pg_local
                  statement: "INSERT INTO said VALUES ({{ data.id }} + {{ params.more }}, :word)"
                  data: {id: 40, word: "it's"}
                  params: {more: 2}
            """,
            "{}");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(DATABASE.rows("SELECT * FROM said")).isEqualTo("(42,it's)");
  }

  @Test
  void aTimeoutEndsTheStatement() throws Exception {
    var run =
        runs.runText(
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {name: slow, path: test/slow}
            workflow:
              - step: start
                type: postgres
                auth: pg_local
                timeout: 300ms
                command: SELECT pg_sleep(600)
            """,
            "{}");

    assertThat(run.status()).isEqualTo("FAILED");
    assertThat(run.history().stream().map(Object::toString).toList())
        .anyMatch(it -> it.contains("postgres step took longer than its timeout of 300ms"));
    assertThat(
            DATABASE.rows(
                "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600%'"
                    + " AND state = 'active' AND datname = '%s'".formatted(DATABASE.name())))
        .isEmpty();
  }
}
