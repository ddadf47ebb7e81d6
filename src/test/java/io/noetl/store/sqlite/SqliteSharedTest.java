package io.noetl.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.store.Append;
import io.noetl.store.Appends;
import io.noetl.store.Store;
import io.noetl.store.Store.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several that use one data directory at once.
final class SqliteSharedTest {
  @TempDir Path directory;
  private SqliteStore one;
  private SqliteStore other;

  @BeforeEach
  void open() {
    one = SqliteStore.open(directory);
    other = SqliteStore.open(directory);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  @Test
  void eachSeesWhatTheOtherHasWritten() {
    Appends.start(1).to(one);
    assertThat(other.read(1, 0, 10)).hasSize(1);

    Appends.after(1, 1).events(1).to(other);

    assertThat(one.read(1, 0, 10)).hasSize(2);
    assertThat(Appends.after(1, 1).events(1).answer(one)).isEqualTo(new Append.Conflict());
  }

  @Test
  void rivalsAtOneExecutionHaveOneWinnerForEachNumber() throws Exception {
    int wins = 25;
    Appends.start(1).to(one);
    List<Callable<Integer>> rivals = new ArrayList<>();
    for (var store : List.of(one, other, one, other)) {
      rivals.add(() -> race(store, wins));
    }

    try (var threads = Executors.newFixedThreadPool(rivals.size())) {
      for (var racing : threads.invokeAll(rivals)) {
        assertThat(racing.get()).isEqualTo(wins);
      }
    }

    assertThat(one.read(1, 0, 1000))
        .extracting(Entry::number)
        .hasSize(1 + rivals.size() * wins)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static int race(Store store, int wins) {
    int won = 0;
    while (won < wins) {
      long last = store.executions().find(1).orElseThrow().lastEvent();
      var answer = Appends.after(1, last).events(1).answer(store);
      won += answer instanceof Append.Appended ? 1 : 0;
    }
    return won;
  }

  @Test
  void manyMayOpenAFreshDirectoryAtOnce() throws Exception {
    var fresh = directory.resolve("fresh");
    Callable<Integer> opening =
        () -> {
          try (var store = SqliteStore.open(fresh)) {
            return store.catalog().register("a", "text", Map.of());
          }
        };

    try (var threads = Executors.newFixedThreadPool(6)) {
      for (var opened : threads.invokeAll(Collections.nCopies(6, opening))) {
        assertThat(opened.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void aWriterWaitsForAnotherProcessThatIsWriting() throws Exception {
    CompletableFuture<Void> appending;
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      statement.executeUpdate("BEGIN IMMEDIATE");
      appending = CompletableFuture.runAsync(() -> Appends.start(1).to(one));
      statement.executeUpdate("COMMIT");
    }

    appending.get();

    assertThat(other.read(1, 0, 10)).hasSize(1);
  }

  @Test
  void anOwnerIsAliveUntilItsStoreCloses() {
    var owner = one.engines().enter();
    var rival = other.engines().enter();
    Appends.start(1).ownedBy(owner).to(one);
    assertThat(other.engines().isAlive(owner)).isTrue();
    assertThat(other.engines().adopt(1, rival)).isFalse();

    one.close();

    assertThat(other.engines().isAlive(owner)).isFalse();
    assertThat(other.engines().adopt(1, rival)).isTrue();
  }

  @Test
  void aLockFileThatNobodyHoldsIsOfTheDeadAndRemoved() throws IOException {
    var dead = Files.createDirectories(directory.resolve("engines")).resolve("0bad-1.lock");
    Files.createFile(dead);
    Appends.start(1).ownedBy("0bad-1").to(one);

    assertThat(one.engines().isAlive("0bad-1")).isFalse();
    assertThat(one.engines().adopt(1, one.engines().enter())).isTrue();

    assertThat(dead).doesNotExist();
  }

  @Test
  void theFilesOfTheDeadAreSweptWhenAnotherEnters() throws IOException {
    var dead = Files.createDirectories(directory.resolve("engines")).resolve("0bad-1.lock");
    Files.createFile(dead);

    var me = one.engines().enter();

    assertThat(dead).doesNotExist();
    assertThat(one.engines().isAlive(me)).isTrue();
  }

  @Test
  void whoLooksAtItsOwnFilesDoesNotLoseTheLock() throws Exception {
    var owner = one.engines().enter();
    other.engines().enter();
    other.engines().isAlive(owner);
    one.engines().isAlive(owner);

    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Probe.class.getName(),
            directory.toString(),
            owner);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("alive: true");
  }

  /// Asks from another process whether an incarnation is alive.
  static final class Probe {
    private Probe() {}

    public static void main(String[] arguments) {
      var incarnations = new Incarnations(Path.of(arguments[0]));
      System.out.println("alive: " + incarnations.isAlive(arguments[1]));
    }
  }

  @Test
  void aSignalReachesTheOwnerInAnotherStore() {
    var owner = one.engines().enter();
    Appends.start(1).ownedBy(owner).to(one);

    other.engines().signal(1, "cancel", "by hand");

    assertThat(one.engines().takeSignals(owner))
        .containsExactly(new Signal(1, "cancel", "by hand"));
  }

  @Test
  void theViewsTellWhatHappened() throws SQLException {
    Appends.start(7).with(new Event.StepCancelled("a", 2, "failure")).to(one);

    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                SELECT s.step, s.visit, s.status, e.path, e.status
                FROM v_step AS s JOIN v_execution AS e USING (execution_id)\
                """)) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("a");
      assertThat(row.getInt(2)).isEqualTo(2);
      assertThat(row.getString(3)).isEqualTo("CANCELLED");
      assertThat(row.getString(4)).isEqualTo("tests/one");
      assertThat(row.getString(5)).isEqualTo("RUNNING");
    }
  }

  private String url() {
    return "jdbc:sqlite:" + directory.resolve("noetl.db");
  }
}
