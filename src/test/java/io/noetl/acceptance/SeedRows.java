package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.EventRow;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The three tests that the seed document itself speaks of.
final class SeedRows {
  private static final String SECTION = "The seed's three";
  private static final String TABLES = "acceptance/create_tables.yaml";

  private SeedRows() {}

  static List<Row> rows() {
    return List.of(
        Row.here(
            SECTION,
            TABLES,
            "14 events in the seed's order, three tables, nothing left on the queue; again too",
            SeedRows::threeTables),
        Row.here(
            SECTION,
            "acceptance/iterator_save_test.yaml",
            "three rows a run, three iterations and three saves in order",
            SeedRows::eachItemIsARow),
        Row.here(
            SECTION,
            "acceptance/control_flow_workbook.yaml",
            "30 and 25 degrees are hot: A and B, then one end; 24.9 and 10 are cold: C",
            SeedRows::theTemperatureDecides));
  }

  private static void threeTables(Stage stage) throws Exception {
    for (int i = 0; i < 2; i++) {
      var run = stage.run(TABLES, Map.of("pg_auth", "pg_local"));

      assertThat(run.status()).isEqualTo("COMPLETED");
      assertThat(run.rows().stream().map(it -> it.type() + " " + it.nodeName()).toList())
          .isEqualTo(fourteen());
      assertThat(Stage.result(run, "create_flat_table"))
          .isEqualTo(
              "{\"command_0\":{\"status\":\"success\",\"row_count\":-1,\"message\":\"done\"}}");
      assertThat(stage.runs().engine().verify(run.state().execution())).isEmpty();
    }
    assertThat(columns(stage, "simple_test_flat"))
        .isEqualTo("test_id,test_name,test_value,storage_type,test_execution");
    assertThat(columns(stage, "simple_test_nested"))
        .isEqualTo("test_id,test_name,test_data,storage_type,test_execution");
    assertThat(columns(stage, "test_summary"))
        .isEqualTo("id,summary_type,total_records,avg_value,test_execution,created_at");
  }

  private static List<String> fourteen() {
    var steps =
        Stream.of("create_flat_table", "create_nested_table", "create_summary_table")
            .flatMap(
                step ->
                    Stream.of(
                            "step_started", "action_started", "action_completed", "step_completed")
                        .map(type -> type + " " + step));
    return Stream.of(Stream.of("execution_start "), steps, Stream.of("execution_complete "))
        .flatMap(each -> each)
        .toList();
  }

  private static String columns(Stage stage, String table) {
    return stage
        .database()
        .rows(
            ("SELECT column_name FROM information_schema.columns WHERE table_name = '%s' ORDER "
                    + "BY ordinal_position")
                .formatted(table))
        .replaceAll("[()]", "")
        .replace('\n', ',');
  }

  private static void eachItemIsARow(Stage stage) throws Exception {
    for (int i = 0; i < 2; i++) {
      var run = stage.run("acceptance/iterator_save_test.yaml");

      assertThat(run.status()).isEqualTo("COMPLETED");
      var query =
          "SELECT * FROM public.iterator_save_test WHERE execution_id = '%s' ORDER BY id"
              .formatted(run.state().execution());
      assertThat(stage.database().rows(query))
          .isEqualTo(
              """
              (%1$s:item1,%1$s,item1,100)
              (%1$s:item2,%1$s,item2,200)
              (%1$s:item3,%1$s,item3,300)"""
                  .formatted(run.state().execution()));
      assertThat(run.steps("iteration_started")).hasSize(3);
      assertThat(run.steps("iteration_completed")).hasSize(3);
      assertThat(run.steps("save_started")).hasSize(3);
      assertThat(run.steps("save_completed")).hasSize(3);
    }
  }

  private static void theTemperatureDecides(Stage stage) throws Exception {
    for (var degrees : List.of(30.0, 25.0, 24.9, 10.0)) {
      var run =
          stage.run("acceptance/control_flow_workbook.yaml", Map.of("temperature_c", degrees));

      assertThat(run.status()).isEqualTo("COMPLETED");
      assertThat(run.rows().stream().map(EventRow::type).toList())
          .containsOnlyOnce("execution_complete")
          .endsWith("execution_complete");
      if (degrees >= 25) {
        assertThat(run.steps("action_started"))
            .containsExactlyInAnyOrder("eval_flag", "hot_task_a", "hot_task_b");
        assertThat(run.steps("step_started").subList(1, 4))
            .containsExactly("hot_path", "hot_task_a", "hot_task_b");
        assertThat(run.json())
            .isEqualTo("{\"message\":\"hot\",\"hot\":[\"A\",\"B\"],\"cold\":null}");
      } else {
        assertThat(run.steps("action_started")).containsExactly("eval_flag", "cold_task");
        assertThat(run.json()).isEqualTo("{\"message\":\"cold\",\"hot\":[],\"cold\":\"C\"}");
      }
    }
  }
}
