package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import io.noetl.broker.Content;
import io.noetl.broker.Event;
import io.noetl.store.EventRow;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files in `examples/` that work on PostgreSQL, with the rows that they promise.
class PostgresExamplesIT {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();
  private static final String SET_UP = "acceptance/create_tables.yaml";

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
  void threeTablesAreMadeAndMayBeMadeAgain() throws Exception {
    for (int i = 0; i < 2; i++) {
      var run = runs.run(SET_UP, "{\"pg_auth\": \"pg_local\"}");

      assertThat(run.status()).isEqualTo("COMPLETED");
      var types = run.rows().stream().map(EventRow::type).toList();
      assertThat(types).hasSize(14);
      assertThat(types.subList(1, 5))
          .containsExactly("step_started", "action_started", "action_completed", "step_completed");
      assertThat(run.steps("step_completed"))
          .containsExactly("create_flat_table", "create_nested_table", "create_summary_table");
      assertThat(Json.write(result(run, "create_flat_table")))
          .isEqualTo(
              "{\"command_0\":{\"status\":\"success\",\"row_count\":-1,\"message\":\"done\"}}");
      assertThat(runs.engine().verify(run.state().execution())).isEmpty();
    }
    assertThat(DATABASE.rows("SELECT * FROM test_summary")).isEmpty();
  }

  @Test
  void eachItemIsARow() throws Exception {
    for (int i = 0; i < 2; i++) {
      var run = runs.run("acceptance/iterator_save_test.yaml");

      assertThat(run.status()).isEqualTo("COMPLETED");
      assertThat(
              DATABASE.rows(
                  "SELECT * FROM public.iterator_save_test WHERE execution_id = '%s' ORDER BY id"
                      .formatted(run.state().execution())))
          .isEqualTo(
              """
              (%1$s:item1,%1$s,item1,100)
              (%1$s:item2,%1$s,item2,200)
              (%1$s:item3,%1$s,item3,300)"""
                  .formatted(run.state().execution()));
      assertThat(run.steps("iteration_completed")).hasSize(3);
      assertThat(run.steps("save_completed")).hasSize(3);
    }
  }

  @Test
  void savesGoToTheEventLogAndToTables() throws Exception {
    DATABASE.execute(
        "DROP TABLE IF EXISTS simple_test_flat, simple_test_nested",
        "CREATE TABLE simple_test_nested (test_id text PRIMARY KEY, test_name text,"
            + " test_value double precision, execution_id text, nested_indicator boolean)");
    runs.run(SET_UP);

    var run = runs.run("acceptance/save_simple_test.yaml");
    var second = runs.run("acceptance/save_simple_test.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).contains("All save storage tests completed successfully");
    assertThat(DATABASE.rows("SELECT * FROM simple_test_flat"))
        .isEqualTo("(100,\"Postgres flat structure test\",42,,)");
    assertThat(DATABASE.rows("SELECT * FROM simple_test_nested"))
        .isEqualTo("(200,nested_structure_test,42.5,%s,t)".formatted(run.state().execution()));
    assertThat(second.status()).isEqualTo("FAILED");
    assertThat(second.steps("save_failed")).containsExactly("test_flat_postgres");
    DATABASE.execute("DROP TABLE simple_test_flat, simple_test_nested");
  }

  @Test
  void valuesAndTextsArriveAsTheyAre() throws Exception {
    DATABASE.execute(
        "CREATE TABLE test_mixed_types (id text PRIMARY KEY, string_field text,"
            + " integer_field integer, float_field double precision, boolean_field boolean,"
            + " null_field text, list_field jsonb, dict_field jsonb, date_field timestamptz,"
            + " decimal_field numeric(10,2))",
        "CREATE TABLE test_special_chars (id text PRIMARY KEY, single_quotes text,"
            + " double_quotes text, backslashes text, newlines text, unicode_text text,"
            + " sql_injection text, json_string jsonb)");

    var run = runs.run("acceptance/save_edge_cases.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(
            DATABASE.rows(
                """
                SELECT integer_field = 12345, float_field = 3.14159, boolean_field,
                  null_field IS NULL, list_field = '[1, "two", null, 4.5]',
                  dict_field #>> '{inner,list,0}', decimal_field,
                  date_field = '2025-10-16T10:30:00Z'
                FROM test_mixed_types"""))
        .isEqualTo("(t,t,t,t,t,true,99.99,t)");
    assertThat(
            DATABASE.rows(
                """
                SELECT single_quotes = 'it''s ''quoted''', double_quotes = 'say "hello"',
                  backslashes = 'C:\\temp\\new', newlines = E'one\\ntwo\\r\\n\\tthree',
                  unicode_text = 'café 日本 🚀', sql_injection = '''; DROP TABLE test; --',
                  json_string ->> 'key'
                FROM test_special_chars"""))
        .isEqualTo("(t,t,t,t,t,t,\"value with 'quotes'\")");
  }

  @Test
  void bothStructuresOfASaveWork() throws Exception {
    DATABASE.execute(
        "CREATE TABLE test_save_structures"
            + " (id text PRIMARY KEY, execution_id text, message text)");

    var run = runs.run("acceptance/storage_structures.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(DATABASE.rows("SELECT * FROM test_save_structures ORDER BY id"))
        .isEqualTo(
            """
            (%1$s_flat,%1$s,"flat test")
            (%1$s_nested,%1$s,"nested test")"""
                .formatted(run.state().execution()));
  }

  @Test
  void fourUsersAreScoredByFourChildren() throws Exception {
    var run = runs.run("composition/playbook_composition.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json())
        .isEqualTo(
            "{\"pipeline_status\":\"completed\",\"users_processed\":4,"
                + "\"validation_passed\":true,"
                + "\"message\":\"Playbook composition test completed successfully\"}");
    var scored = scored(run);
    assertThat(scored.stream().map(it -> Json.write(it.get("profile_score"))).toList())
        .containsExactly("16.2", "16.7", "15.6", "21.2");
    assertThat(scored.stream().map(it -> Json.write(it.get("user_name"))).toList())
        .containsExactly("\"Alice\"", "\"Bob\"", "\"Charlie\"", "\"Diana\"");
    var children = runs.store().executions().children(run.state().execution());
    assertThat(children).hasSize(4).allMatch(it -> it.phase().name().equals("COMPLETED"));
    assertThat(run.steps("save_completed")).hasSize(4);
    assertThat(
            DATABASE.rows(
                "SELECT id, profile_score, score_category FROM public.user_profile_results"
                    + " ORDER BY id"))
        .isEqualTo(
            """
            (%1$s:Alice,16.2,Junior)
            (%1$s:Bob,16.7,Junior)
            (%1$s:Charlie,15.6,Junior)
            (%1$s:Diana,21.2,Junior)"""
                .formatted(run.state().execution()));
    assertThat(runs.engine().verify(run.state().execution())).isEmpty();
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

  private static List<Fields> scored(Runs.Run run) {
    var items = (Items) result(run, "process_users");
    return items.list().stream().map(Fields.class::cast).toList();
  }

  private static Value result(Runs.Run run, String step) {
    for (var entry : run.history()) {
      if (entry.event() instanceof Event.ActionCompleted it
          && it.step().equals(step)
          && it.result() instanceof Content.Inline(var result)) {
        return result;
      }
    }
    throw new AssertionError(step + " did not complete");
  }
}
