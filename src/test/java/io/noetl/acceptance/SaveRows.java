package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.EventRow;
import java.util.List;
import java.util.Map;

/// The fixtures of saving: every kind of storage, every type of value.
final class SaveRows {
  private static final String SECTION = "Saving";

  private SaveRows() {}

  static List<Row> rows() {
    return List.of(
        Row.here(
            SECTION,
            "acceptance/save_simple_test.yaml",
            "the event, the flat row (100, 42), the nested row (200, 42.5); a second run fails "
                + "at the duplicate key and writes nothing",
            SaveRows::simple),
        Row.here(
            SECTION,
            "acceptance/save_delegation_test.yaml",
            "no start and no end: entry is the first step; event, postgres, duckdb and http "
                + "saves; an implicit end",
            SaveRows::delegation),
        Row.here(
            SECTION,
            "acceptance/save_all_storage_types.yaml",
            "seven saves; the summary row is (department_stats, 0, NULL, unknown)",
            SaveRows::allTypes),
        Row.here(
            SECTION,
            "acceptance/save_edge_cases.yaml",
            "numbers, booleans, NULL, JSON and texts arrive as they are; two rows of 100 records",
            SaveRows::edgeCases),
        Row.here(
            SECTION,
            "acceptance/storage_structures.yaml",
            "rows E_flat and E_nested",
            SaveRows::structures));
  }

  private static void freshTables(Stage stage) throws Exception {
    stage
        .database()
        .execute("DROP TABLE IF EXISTS simple_test_flat, simple_test_nested, test_summary");
    stage.run("acceptance/create_tables.yaml");
  }

  private static void simple(Stage stage) throws Exception {
    freshTables(stage);
    stage
        .database()
        .execute(
            "DROP TABLE simple_test_nested",
            "CREATE TABLE simple_test_nested (test_id text PRIMARY KEY, test_name text,"
                + " test_value double precision, execution_id text, nested_indicator boolean)");

    var run = stage.run("acceptance/save_simple_test.yaml");
    var second = stage.run("acceptance/save_simple_test.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.json()).contains("All save storage tests completed successfully");
    assertThat(stage.database().rows("SELECT * FROM simple_test_flat"))
        .isEqualTo("(100,\"Postgres flat structure test\",42,,)");
    assertThat(stage.database().rows("SELECT * FROM simple_test_nested"))
        .isEqualTo("(200,nested_structure_test,42.5,%s,t)".formatted(run.state().execution()));
    assertThat(second.status()).isEqualTo("FAILED");
    assertThat(second.rows().stream().map(EventRow::type)).contains("save_failed");
    assertThat(second.steps("step_started")).doesNotContain("test_nested_postgres");
  }

  private static void delegation(Stage stage) throws Exception {
    freshTables(stage);
    stage.web().answer("/post", "{\"taken\": true}");

    var run =
        stage.run(
            "acceptance/save_delegation_test.yaml",
            Map.of("http_url", stage.web().url() + "/post"));

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(run.steps("step_started").getFirst()).isEqualTo("event_test");
    assertThat(stage.database().rows("SELECT test_id, test_name, test_value FROM simple_test_flat"))
        .isEqualTo("(delegation_test,postgres_storage,123)");
    assertThat(Stage.result(run, "look")).contains("{\"id\":1,\"name\":\"duckdb_storage\"}");
    assertThat(stage.web().asked("/post"))
        .singleElement()
        .satisfies(asked -> assertThat(asked.body()).contains("http_storage"));
    assertThat(run.steps("save_completed")).hasSize(4);
  }

  private static void allTypes(Stage stage) throws Exception {
    freshTables(stage);
    stage.web().answer("/post", "{\"taken\": true}");
    var directory = stage.directory();

    var run =
        stage.run(
            "acceptance/save_all_storage_types.yaml",
            Map.of("directory", directory.toString(), "http_url", stage.web().url() + "/post"));

    assertThat(run.status()).isEqualTo("COMPLETED");
    var id = run.state().execution();
    assertThat(stage.database().rows("SELECT * FROM simple_test_flat"))
        .isEqualTo("(%1$s,\"Test Employee Flat\",55000,flat_structure,%1$s)".formatted(id));
    assertThat(
            stage
                .database()
                .rows(
                    "SELECT test_id, test_name, test_data->>'value', "
                        + "test_data#>>'{meta,test_phase}',"
                        + " storage_type, test_execution FROM simple_test_nested"))
        .isEqualTo(
            "(%1$s_nested,\"Test Employee Nested\",58000,save_test,nested_structure,%1$s)"
                .formatted(id));
    assertThat(
            stage
                .database()
                .rows(
                    "SELECT summary_type, total_records, avg_value, test_execution FROM "
                        + "test_summary"))
        .isEqualTo("(department_stats,0,,unknown)");
    assertThat(directory.resolve("noetl_test_%s.json".formatted(id)))
        .hasContent("{\"name\": \"from python\"}");
    assertThat(stage.web().asked("/post")).hasSize(1);
    assertThat(run.json())
        .isEqualTo(
            "{\"total_save_operations\":7,\"analytics\":[{\"name\":\"sales\",\"value\":3.0},"
                + "{\"name\":\"visits\",\"value\":17.5}]}");
    assertThat(run.steps("save_completed")).hasSize(7);
  }

  private static void edgeCases(Stage stage) throws Exception {
    stage
        .database()
        .execute(
            "DROP TABLE IF EXISTS test_mixed_types, test_special_chars",
            "CREATE TABLE test_mixed_types (id text PRIMARY KEY, string_field text,"
                + " integer_field integer, float_field double precision, boolean_field boolean,"
                + " null_field text, list_field jsonb, dict_field jsonb, date_field timestamptz,"
                + " decimal_field numeric(10,2))",
            "CREATE TABLE test_special_chars (id text PRIMARY KEY, single_quotes text,"
                + " double_quotes text, backslashes text, newlines text, unicode_text text,"
                + " sql_injection text, json_string jsonb)");
    stage.web().answer("/status/200", _ -> new StandIn.Answer(200, ""));

    var run =
        stage.run(
            "acceptance/save_edge_cases.yaml",
            Map.of("http_url", stage.web().url() + "/status/200"));

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(
            stage
                .database()
                .rows(
                    """
                    SELECT integer_field = 12345, float_field = 3.14159, boolean_field,
                      null_field IS NULL, list_field = '[1, "two", null, 4.5]',
                      dict_field #>> '{inner,list,0}', decimal_field,
                      date_field = '2025-10-16T10:30:00Z'
                    FROM test_mixed_types"""))
        .isEqualTo("(t,t,t,t,t,true,99.99,t)");
    assertThat(
            stage
                .database()
                .rows(
                    """
                    SELECT single_quotes = 'it''s ''quoted''', double_quotes = 'say "hello"',
                      backslashes = 'C:\\temp\\new', newlines = E'one\\ntwo\\r\\n\\tthree',
                      unicode_text = 'café 日本 🚀', sql_injection = '''; DROP TABLE test; --',
                      json_string ->> 'key'
                    FROM test_special_chars"""))
        .isEqualTo("(t,t,t,t,t,t,\"value with 'quotes'\")");
    assertThat(Stage.result(run, "look"))
        .contains(
            "{\"name\":\"first\",\"record_count\":100,\"records\":100}",
            "{\"name\":\"second\",\"record_count\":100,\"records\":100}");
    assertThat(stage.web().asked("/status/200")).hasSize(1);
  }

  private static void structures(Stage stage) throws Exception {
    stage
        .database()
        .execute(
            "CREATE TABLE test_save_structures"
                + " (id text PRIMARY KEY, execution_id text, message text)");

    var run = stage.run("acceptance/storage_structures.yaml");

    assertThat(run.status()).isEqualTo("COMPLETED");
    assertThat(stage.database().rows("SELECT * FROM test_save_structures ORDER BY id"))
        .isEqualTo(
            """
            (%1$s_flat,%1$s,"flat test")
            (%1$s_nested,%1$s,"nested test")"""
                .formatted(run.state().execution()));
  }
}
