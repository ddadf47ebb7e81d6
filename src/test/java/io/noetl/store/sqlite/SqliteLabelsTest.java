package io.noetl.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.LabelFilter;
import io.noetl.store.Appends;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Labels in the embedded store: those of old, and many.
final class SqliteLabelsTest {
  private static final String PLAYBOOK =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: a, labels: {team: data, tier: %d}}
      workflow: [{step: start}]
      """;

  private static final String MANY =
      """
      INSERT INTO catalog (path, version, content, created_at, labels)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40001)
      SELECT 'tests/one', i, 'text', 0, '{"team":"data","number":"' || i || '"}' FROM n
      """;

  @TempDir Path directory;

  private void execute(String sql) throws SQLException {
    var file = directory.resolve("noetl.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private List<String> labelled(SqliteStore store, String filter) {
    return store.catalog().lines(LabelFilter.parse(filter).orElseThrow()).stream()
        .map(line -> line.ref().toString())
        .toList();
  }

  @Test
  void labelsOfBeforeThereWasAColumnForThemAreReadFromTheTexts() throws Exception {
    try (var store = SqliteStore.open(directory)) {
      for (int i = 1; i <= 120; i++) {
        store.catalog().register("a", PLAYBOOK.formatted(i), Map.of());
      }
      store.catalog().register("b", "no playbook", Map.of());
    }
    execute("UPDATE catalog SET labels = NULL");

    Callable<List<String>> opening =
        () -> {
          try (var store = SqliteStore.open(directory)) {
            return labelled(store, "team=data");
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var opened : threads.invokeAll(Collections.nCopies(3, opening))) {
        assertThat(opened.get()).hasSize(120);
      }
    }
    try (var store = SqliteStore.open(directory)) {
      assertThat(labelled(store, "tier=7")).containsExactly("a@7");
    }
  }

  @Test
  void anyNumberOfVersionsMayHaveTheLabels() throws SQLException {
    try (var store = SqliteStore.open(directory)) {
      Appends.start(1).to(store);
      execute(MANY);

      assertThat(found(store, "team=data")).containsExactly(1L);
      assertThat(found(store, "number=1")).containsExactly(1L);
      assertThat(found(store, "number=2")).isEmpty();
    }
  }

  private static List<Long> found(SqliteStore store, String filter) {
    var labels = LabelFilter.parse(filter).orElseThrow();
    return store.executions().list(ExecutionQuery.newest(5).labelled(labels)).stream()
        .map(ExecutionRow::execution)
        .toList();
  }
}
