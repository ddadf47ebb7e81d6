package io.noetl.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Edge;
import io.noetl.broker.Event;
import io.noetl.broker.Origin;
import io.noetl.broker.Phase;
import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.Holder;
import io.noetl.store.JobQueue.Filter;
import io.noetl.store.Pruner;
import io.noetl.store.QueuedJob;
import io.noetl.store.StoreUnavailable;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The schema as others see it: how it comes about, what may be asked of it, who may.
final class PostgresSchemaTest {
  private final Settings settings = Server.shared().fresh();

  @Test
  void migratingTwiceDoesItOnce() {
    assertThat(PostgresMigrations.check(settings).missing()).hasSizeGreaterThan(2);

    var applied = PostgresMigrations.migrate(settings);

    assertThat(applied).first().asString().startsWith("V001__");
    assertThat(PostgresMigrations.migrate(settings)).isEmpty();
    assertThat(PostgresMigrations.check(settings).isCurrent()).isTrue();
    assertThat(PostgresMigrations.check(settings).sentence()).isEqualTo("the schema is up to date");
  }

  @Test
  void manyWhoOpenAFreshDatabaseAtOnceMigrateItOnce() throws Exception {
    Callable<Integer> opening =
        () -> {
          try (var store = PostgresStore.open(settings)) {
            return store.catalog().register("a", "text", Map.of());
          }
        };

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var opened : threads.invokeAll(Collections.nCopies(5, opening))) {
        assertThat(opened.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void aDatabaseThatIsBehindIsRefusedIfItShallNotBeMigrated() {
    assertThatThrownBy(() -> PostgresStore.open(settings.with(Settings.Upkeep.CHECK)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("V001__")
        .hasMessageContaining("run 'noetl db migrate'");
    assertThat(PostgresMigrations.check(settings).missing()).isNotEmpty();
  }

  @Test
  void aDatabaseThatIsAheadIsRefused() {
    PostgresMigrations.migrate(settings);
    Server.execute(
        settings, "INSERT INTO noetl.schema_version VALUES (999, 'V999__later.sql', 'x', now())");

    assertThat(PostgresMigrations.check(settings).newer()).containsExactly("V999__later.sql");
    assertThatThrownBy(() -> PostgresStore.open(settings))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("newer NoETL");
    assertThatThrownBy(() -> PostgresMigrations.migrate(settings))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void aScriptThatWasChangedIsNoticed() {
    PostgresMigrations.migrate(settings);
    Server.execute(settings, "UPDATE noetl.schema_version SET checksum = 'x' WHERE version = 2");

    assertThat(PostgresMigrations.check(settings).changed()).hasSize(1);
    assertThatThrownBy(() -> PostgresStore.open(settings)).isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void whereThereIsNoSuchDatabaseOrNoRightASentenceSaysSo() {
    assertThatThrownBy(
            () -> PostgresStore.open(Server.shared().settings("no_such_database", "postgres")))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("there is no such database");
    Server.execute(settings, "CREATE ROLE nobody_special LOGIN");
    var name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
    assertThatThrownBy(() -> PostgresStore.open(Server.shared().settings(name, "nobody_special")))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("docs/operations.md");
  }

  @Test
  void secretsDoNotShow() {
    var secret = Settings.of("jdbc:postgresql://a,b/db?password=hush", "me", "hush");

    assertThat(secret.toString()).doesNotContain("hush").contains("//a,b/db");
    assertThat(secret.place()).doesNotContain("hush");
  }

  private List<List<String>> ask(String sql) throws SQLException {
    try (var connection = Server.connect(settings);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<List<String>> answer = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(rows.getString(i)));
        }
        answer.add(row);
      }
      return answer;
    }
  }

  @Test
  void theTypicalQueriesWork() throws SQLException {
    try (var store = PostgresStore.open(settings)) {
      Appends.start(7).with(new Event.StepCancelled("a", 2, "failure")).leased("a#2").to(store);
    }

    assertThat(
            ask(
                "SELECT event_type, node_name, status, created_at FROM noetl.event"
                    + " WHERE execution_id = 7 ORDER BY created_at"))
        .extracting(row -> row.subList(0, 3))
        .containsExactly(
            List.of("execution_start", "null", "RUNNING"),
            List.of("step_cancelled", "a", "CANCELLED"));
    assertThat(
            ask(
                "SELECT queue_id, node_id, status, attempts, max_attempts, worker_id"
                    + " FROM noetl.queue WHERE execution_id = 7 ORDER BY queue_id"))
        .extracting(row -> row.subList(1, 6))
        .containsExactly(List.of("7:a#2", "leased", "1", "3", "engine-1"));
    assertThat(ask("SELECT node_id, event_id FROM noetl.event_log ORDER BY event_id"))
        .containsExactly(List.of("null", "1"), List.of("7:a#2", "2"));
  }

  @Test
  void theViewsTellWhatHappened() throws SQLException {
    var edge = new Edge("b", "{{ x }}", Bool.TRUE, true, false, "it holds", Fields.EMPTY);
    var workload = Content.of(Fields.of("n", Num.of(3)));
    try (var store = PostgresStore.open(settings)) {
      Appends.after(7, 0)
          .with(
              new Event.ExecutionStarted(
                  Appends.PLAYBOOK, workload, Origin.NONE, 0, "a", false, List.of()))
          .with(new Event.ActionStarted("a", 1, "http", 2, 3, "w", 0))
          .with(new Event.ActionCompleted("a", 1, "http", 2, Content.of(Num.of(Double.NaN))))
          .with(new Event.StepCompleted("a", 1, List.of(edge), Fields.EMPTY))
          .with(new Event.ExecutionCompleted(Content.of(Fields.of("ok", Bool.TRUE))))
          .in(Phase.COMPLETED)
          .to(store);
    }

    assertThat(ask("SELECT status, events, workload, result, duration >= 0 FROM noetl.v_execution"))
        .containsExactly(List.of("COMPLETED", "5", "{\"n\": 3}", "{\"ok\": true}", "f"));
    assertThat(ask("SELECT step, visit, status, tool, attempts, result FROM noetl.v_step"))
        .containsExactly(List.of("a", "1", "COMPLETED", "http", "2", "\"NaN\""));
    assertThat(
            ask(
                "SELECT step, visit, position, next_step, condition, value, taken, swallowed, why"
                    + " FROM noetl.v_transition"))
        .containsExactly(List.of("a", "1", "0", "b", "{{ x }}", "true", "t", "f", "it holds"));
  }

  @Test
  void theDocumentSaysWhatEachIndexIsFor() throws Exception {
    PostgresMigrations.migrate(settings);
    var document = Files.readString(Path.of("docs/operations.md"));

    assertThat(
            ask(
                "SELECT indexname FROM pg_indexes WHERE schemaname = 'noetl'"
                    + " AND indexname !~ '_(key|pkey)$'"))
        .hasSizeGreaterThan(5)
        .allSatisfy(row -> assertThat(document).contains("`" + row.getFirst() + "`"));
  }

  /// The rights that docs/operations.md tells to give are enough, and no more than needed.
  @Test
  void aServerNeedsNoMoreRightsThanTheDocumentGives() throws IOException {
    PostgresMigrations.migrate(settings);
    var document = Files.readString(Path.of("docs/operations.md"));
    var grants = Pattern.compile("```sql\\n(CREATE ROLE noetl_server.*?)```", Pattern.DOTALL);
    var found = grants.matcher(document);
    assertThat(found.find()).as("the grants in docs/operations.md").isTrue();
    Server.execute(settings, found.group(1));

    var name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
    Server.execute(
        settings,
        "INSERT INTO noetl.catalog (path, version, content, created_at)"
            + " VALUES ('b', 1, '', now())");

    var humble = Server.shared().settings(name, "noetl_server").with(Settings.Upkeep.CHECK);
    try (var store = PostgresStore.open(humble)) {
      var me = store.engines().enter();
      store.catalog().register("a", "text", Map.of());
      Appends.start(1).queued("a").with(new Append.LogLine("a", 1, 1, "printed")).to(store);
      store.queue().claim(me, "default", 1, Holder.engine(me));
      Appends.after(1, 1).events(1).guardedBy("a", 1).with(new Command.EndJob("a")).to(store);
      store.engines().signal(1, "cancel", "");
      assertThat(store.engines().takeSignals(me)).hasSize(1);
      assertThat(store.queue().list(Filter.ALL, 5)).extracting(QueuedJob::status).isEmpty();
      assertThat(store.requestKeys().claim("k", "d", 1).isSame()).isTrue();

      var right = "GRANT DELETE ON noetl.event TO noetl_server";
      assertThat(store.retention().obstacle()).contains(right);
      assertThat(document).contains(right);
      Server.execute(settings, right);
      assertThat(store.retention().obstacle()).isEmpty();
      Appends.start(2).in(Phase.FAILED).to(store);
      assertThat(new Pruner(store, 1).prune(store.now()).executions()).isEqualTo(1);
    }
    assertThatThrownBy(() -> Server.execute(humble, "UPDATE noetl.event SET status = 'x'"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> Server.execute(humble, "DROP TABLE noetl.event"))
        .hasMessageContaining("must be owner");
  }
}
