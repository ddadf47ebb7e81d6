package io.noetl.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.LabelFilter;
import io.noetl.store.Appends;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Labels in PostgreSQL: those of old, and many.
final class PostgresLabelsTest {
  private static final String PLAYBOOK =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: a, labels: {team: data, tier: %d}}
      workflow: [{step: start}]
      """;

  private static final String MANY =
      """
      INSERT INTO noetl.catalog (path, version, content, created_at, labels)
      SELECT 'tests/one', i, 'text', now(), jsonb_build_object('team', 'data', 'number', i::text)
      FROM generate_series(1, 40001) AS i
      """;

  private final Settings settings = Server.shared().fresh();

  private static List<String> labelled(PostgresStore store, String filter) {
    return store.catalog().lines(LabelFilter.parse(filter).orElseThrow()).stream()
        .map(line -> line.ref().toString())
        .toList();
  }

  @Test
  void labelsOfBeforeThereWasAColumnForThemAreReadFromTheTexts() throws Exception {
    try (var store = PostgresStore.open(settings)) {
      for (int i = 1; i <= 120; i++) {
        store.catalog().register("a", PLAYBOOK.formatted(i), Map.of());
      }
      store.catalog().register("b", "no playbook", Map.of());
    }
    Server.execute(settings, "UPDATE noetl.catalog SET labels = NULL");

    Callable<List<String>> opening =
        () -> {
          try (var store = PostgresStore.open(settings)) {
            return labelled(store, "team=data");
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var opened : threads.invokeAll(Collections.nCopies(3, opening))) {
        assertThat(opened.get()).hasSize(120);
      }
    }
    try (var store = PostgresStore.open(settings)) {
      assertThat(labelled(store, "tier=7")).containsExactly("a@7");
    }
  }

  @Test
  void anyNumberOfVersionsMayHaveTheLabels() {
    try (var store = PostgresStore.open(settings)) {
      Appends.start(1).to(store);
      Server.execute(settings, MANY);

      assertThat(found(store, "team=data")).containsExactly(1L);
      assertThat(found(store, "number=1")).containsExactly(1L);
      assertThat(found(store, "number=2")).isEmpty();
    }
  }

  private static List<Long> found(PostgresStore store, String filter) {
    var labels = LabelFilter.parse(filter).orElseThrow();
    return store.executions().list(ExecutionQuery.newest(5).labelled(labels)).stream()
        .map(ExecutionRow::execution)
        .toList();
  }
}
