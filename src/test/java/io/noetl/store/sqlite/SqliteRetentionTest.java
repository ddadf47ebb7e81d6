package io.noetl.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.OldExecutions;
import io.noetl.store.Pruner;
import io.noetl.value.Num;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How the embedded store lets executions go: its tables, its file, several processes.
@Timeout(120)
final class SqliteRetentionTest {
  private static final String TABLES =
      """
      SELECT m.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c
      WHERE m.type = 'table' AND c.name = 'execution_id'
      """;

  @TempDir Path directory;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> ask(String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("noetl.db"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
      return answers;
    }
  }

  /// How many rows each table has of executions, also tables that are made after this test was.
  private TreeMap<String, String> left() throws SQLException {
    var left = new TreeMap<String, String>();
    for (var table : ask(TABLES)) {
      left.put(table, ask("SELECT count(*) FROM " + table).getFirst());
    }
    return left;
  }

  @Test
  void noTableKeepsAnythingOfWhatWasPruned() throws SQLException {
    OldExecutions.end(store, 1, 700, 7);
    store.requestKeys().claim("k", "d", 5);
    assertThat(left()).containsEntry("event", "4893").containsEntry("log_size", "699");

    new Pruner(store, 100).prune(Appends.at(99));

    assertThat(left()).containsKeys("event", "queue", "request_key", "pruned");
    assertThat(left().values()).containsOnly("0");
  }

  @Test
  void aLongHistoryGoesInPieces() throws SQLException {
    OldExecutions.end(store, 1, 2, 20_000);
    store.retention().drop(List.of(1L), Appends.at(99_999));

    assertThat(store.retention().sweep(1_000)).isBetween(1_000, 1_010);
    assertThat(ask("SELECT max(event_id) FROM event")).containsExactly("19000");

    while (store.retention().sweep(1_000) > 0) {
      assertThat(ask("SELECT count(*) <= 19000 FROM event")).containsExactly("1");
    }
    assertThat(left().values()).containsOnly("0");
  }

  @Test
  void manyLargeValuesGoInPieces() throws SQLException {
    var append = Appends.start(1).in(io.noetl.broker.Phase.COMPLETED);
    for (int i = 0; i < 250; i++) {
      append = append.payload("event/1/" + i, Num.of(i));
    }
    append.to(store);
    store.retention().drop(List.of(1L), Appends.at(99));

    store.retention().sweep(1_000);

    assertThat(ask("SELECT count(*) FROM payload")).containsExactly("150");
    assertThat(ask("SELECT count(*) FROM event")).containsExactly("1");
    new Pruner(store, 1).prune(Appends.at(99));
    assertThat(left().values()).containsOnly("0");
  }

  /// Otherwise the rest of the old history would become part of the new one.
  @Test
  void anIdIsNotGivenAwayBeforeItsHistoryIsSwept() {
    OldExecutions.end(store, 1, 2, 5);
    store.retention().drop(List.of(1L), Appends.at(99));

    assertThatThrownBy(() -> Appends.start(1).to(store)).hasMessageContaining("event");
    assertThat(store.executions().find(1)).isEmpty();

    new Pruner(store, 1).prune(Appends.at(99));
    Appends.start(1).to(store);
    assertThat(store.read(1, 0, 10)).hasSize(1);
  }

  @Test
  void theRoomOfWhatWasDeletedIsUsedAgain() throws Exception {
    OldExecutions.end(store, 1, 3_000, 10);
    var pages = Long.parseLong(ask("PRAGMA page_count").getFirst());
    for (int round = 1; round < 4; round++) {
      new Pruner(store, 500).prune(Appends.at(99));
      OldExecutions.end(store, 10_000 * round, 10_000 * round + 2_999, 10);
    }

    assertThat(Long.parseLong(ask("PRAGMA page_count").getFirst())).isLessThan(pages * 5 / 4);

    new Pruner(store, 500).prune(Appends.at(99));
    var copy = directory.resolve("copy.db");
    store.backup(copy);
    assertThat(Files.size(copy)).isLessThan(Files.size(directory.resolve("noetl.db")) / 4);
  }

  @Test
  void processesThatPruneAtOnceShareTheWorkAndHoldUpNobody() throws Exception {
    OldExecutions.end(store, 1, 2_000, 10);
    try (var other = SqliteStore.open(directory)) {
      var one = CompletableFuture.supplyAsync(() -> new Pruner(store, 50).prune(Appends.at(99)));
      var two = CompletableFuture.supplyAsync(() -> new Pruner(other, 50).prune(Appends.at(99)));
      int appended = 0;
      while (!one.isDone() || !two.isDone()) {
        assertThat(Appends.start(100_000 + ++appended).answer(store))
            .isEqualTo(new Append.Appended());
      }

      assertThat(one.get().executions() + two.get().executions()).isEqualTo(1_999);
      assertThat(appended).isPositive();
      assertThat(ask("SELECT count(*) FROM event")).containsExactly("" + appended);
    }
  }
}
