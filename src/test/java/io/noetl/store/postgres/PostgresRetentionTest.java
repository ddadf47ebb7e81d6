package io.noetl.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.broker.Event;
import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.OldExecutions;
import io.noetl.store.Pruner;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How the shared store lets executions go: its tables, its locks, several servers.
@Timeout(120)
final class PostgresRetentionTest {
  private static final String TABLES =
      """
      SELECT c.table_name FROM information_schema.columns AS c
      JOIN information_schema.tables AS t USING (table_schema, table_name)
      WHERE c.table_schema = 'noetl' AND column_name = 'execution_id' AND table_type = 'BASE TABLE'
      """;

  private static Settings settings;
  private PostgresStore store;
  private PostgresStore other;

  @BeforeAll
  static void migrate() {
    settings = Server.shared().fresh();
    PostgresMigrations.migrate(settings);
  }

  @BeforeEach
  void open() {
    Server.empty(settings);
    store = PostgresStore.open(settings);
    other = PostgresStore.open(settings);
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  private static List<String> ask(String sql) throws SQLException {
    try (var connection = Server.connect(settings);
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
  private static TreeMap<String, String> left() throws SQLException {
    var left = new TreeMap<String, String>();
    for (var table : ask(TABLES)) {
      left.put(table, ask("SELECT count(*) FROM noetl." + table).getFirst());
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
    assertThat(ask("SELECT max(event_id) FROM noetl.event")).containsExactly("19000");

    new Pruner(store, 1).prune(Appends.at(99_999));
    assertThat(left().values()).containsOnly("0");
  }

  /// Otherwise the rest of the old history would become part of the new one.
  @Test
  void anIdIsNotGivenAwayBeforeItsHistoryIsSwept() {
    OldExecutions.end(store, 1, 2, 5);
    store.retention().drop(List.of(1L), Appends.at(99));

    assertThatThrownBy(() -> Appends.start(1).to(store)).hasMessageContaining("event_pkey");
    assertThat(store.executions().find(1)).isEmpty();

    new Pruner(store, 1).prune(Appends.at(99));
    Appends.start(1).to(store);
    assertThat(store.read(1, 0, 10)).hasSize(1);
  }

  @Test
  void serversThatPruneAtOnceShareTheWorkAndHoldUpNobody() throws Exception {
    OldExecutions.end(store, 1, 3_000, 10);
    for (long child = 10_000; child < 10_300; child++) {
      OldExecutions.end(store, child, child + 1, 2);
    }
    List<CompletableFuture<Pruner.Report>> runs = new ArrayList<>();
    for (var each : List.of(store, other, store, other)) {
      runs.add(CompletableFuture.supplyAsync(() -> new Pruner(each, 50).prune(Appends.at(99))));
    }
    int appended = 0;
    while (!runs.stream().allMatch(CompletableFuture::isDone)) {
      assertThat(Appends.start(100_000 + ++appended).answer(store))
          .isEqualTo(new Append.Appended());
    }

    long executions = 0;
    for (var run : runs) {
      executions += run.get().executions();
    }
    assertThat(executions).isEqualTo(2_999 + 300);
    assertThat(appended).isPositive();
    new Pruner(store, 50).prune(Appends.at(0));
    assertThat(ask("SELECT count(*) FROM noetl.event")).containsExactly("" + appended);
    assertThat(ask("SELECT count(*) FROM noetl.pruned")).containsExactly("0");
  }

  @Test
  void whatAnotherHasLockedIsLeftToIt() throws SQLException {
    OldExecutions.end(store, 1, 4, 3);
    store.retention().drop(List.of(1L), Appends.at(99));
    try (var connection = Server.connect(settings);
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT * FROM noetl.pruned FOR UPDATE");
      statement.execute("SELECT * FROM noetl.execution WHERE execution_id = 2 FOR UPDATE");

      assertThat(store.retention().sweep(100)).isZero();
      assertThat(store.retention().drop(List.of(2L, 3L), Appends.at(99))).isEqualTo(1);
      connection.rollback();
    }
    assertThat(new Pruner(store, 10).prune(Appends.at(99)).executions()).isEqualTo(1);
    assertThat(left().values()).containsOnly("0");
  }

  /// An advance finds its new version a place beside the old one, and touches no index: only the
  /// last one does, since it changes when the execution ended. (A connection tells its statistics
  /// when it is closed.)
  @Test
  void anAdvanceTouchesNoIndexOfTheListOfExecutions() {
    int advances = 40;
    long before = hotUpdates();
    try (var advancing = PostgresStore.open(settings)) {
      Appends.start(1).to(advancing);
      for (int expected = 1; expected <= advances; expected++) {
        Appends.after(1, expected).with(new Event.StepCancelled("a", 1, "x")).to(advancing);
      }
    }

    assertThat(
            io.noetl.store.Patience.until(() -> hotUpdates() - before, count -> count >= advances))
        .isEqualTo(advances);
  }

  private static long hotUpdates() {
    try {
      return Long.parseLong(
          ask("SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'execution'")
              .getFirst());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
