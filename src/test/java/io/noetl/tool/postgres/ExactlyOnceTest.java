package io.noetl.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.PostgresServer;
import io.noetl.job.Failure;
import io.noetl.tool.Await;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A job that is delivered twice saves once.
class ExactlyOnceTest {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();
  private static final Fields INSERT = Calls.fields("{\"auth\": \"pg\", \"table\": \"t\"}");
  private static final String COUNT = "SELECT count(*) FROM t";

  private final PostgresTool tool =
      new PostgresTool(Environment.of(Map.of()), DATABASE.credentials("pg"));
  private final PostgresSaver saver = new PostgresSaver(tool);

  @BeforeEach
  void begin() {
    DATABASE.execute(
        "DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "CREATE TABLE t (n int)");
  }

  @AfterEach
  void end() {
    tool.close();
  }

  @Test
  void aJobThatComesAgainGetsTheAnswerOfThen() throws Exception {
    var first = save("7/step/1", 1, INSERT);
    var second = save("7/step/1", 1, INSERT);

    assertThat(second).isEqualTo(first);
    assertThat(DATABASE.rows(COUNT)).isEqualTo("(1)");
    assertThat(
            DATABASE.rows(
                "SELECT execution, step, visit, iteration, attempt, answer FROM noetl_save"))
        .isEqualTo(
            "(7,step,1,\"\",1,\"{\"\"saved\"\":\"\"postgres\"\",\"\"table\"\":\"\"t\"\","
                + "\"\"rows\"\":1}\")");
  }

  @Test
  void otherWorkIsAnotherSave() throws Exception {
    save("7/step/1", 1, INSERT);
    save("8/step/1", 1, INSERT);
    save("7/step/2", 1, INSERT);
    save("7/step/1", 2, INSERT);
    save("7/step/1/0", 1, INSERT);
    save("7/step/1/0/3", 1, INSERT);

    assertThat(DATABASE.rows(COUNT)).isEqualTo("(6)");
    assertThat(DATABASE.rows("SELECT iteration FROM noetl_save WHERE iteration <> '' ORDER BY 1"))
        .isEqualTo("(0)\n(0/3)");
  }

  @Test
  void aStatementIsDoneOnceToo() throws Exception {
    var spec = Calls.fields("{\"auth\": \"pg\", \"statement\": \"INSERT INTO t VALUES (:n)\"}");

    assertThat(save("7/step/1", 1, spec)).isEqualTo(save("7/step/1", 1, spec));

    assertThat(DATABASE.rows(COUNT)).isEqualTo("(1)");
  }

  @Test
  void twoWorkersAtOnceSaveOnce() throws Exception {
    List<Future<Fields>> saves = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 24; i++) {
        var key = "7/step/" + i % 4;
        saves.add(threads.submit(() -> save(key, 1, INSERT)));
      }
    }

    for (var each : saves) {
      assertThat(each.get().get("rows")).isEqualTo(Json.read("1"));
    }
    assertThat(DATABASE.rows(COUNT)).isEqualTo("(4)");
  }

  @Test
  void aSaveThatFailsLeavesNoMark() throws Exception {
    DATABASE.execute("ALTER TABLE t ADD CHECK (n <> 5)");

    assertThat(failure("7/step/1", INSERT).code()).isEqualTo("23514");
    DATABASE.execute("ALTER TABLE t DROP CONSTRAINT t_n_check");
    save("7/step/1", 1, INSERT);

    assertThat(DATABASE.rows(COUNT)).isEqualTo("(1)");
  }

  @Test
  void aSaveThatIsStoppedLeavesNothing() throws Exception {
    save("6/step/1", 1, INSERT);
    var watch = new TestWatch();
    try (var rival = DATABASE.connect();
        var lock = rival.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      rival.setAutoCommit(false);
      lock.execute("LOCK TABLE t");
      var save = threads.submit(() -> saver.save(order("7/step/1", 1, INSERT), watch));
      Await.until(
          "the save waits",
          () ->
              !DATABASE
                  .rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                  .isEmpty());

      watch.stop();

      Await.until("the save has ended", save::isDone);
      assertThat(save.exceptionNow()).isInstanceOf(InterruptedException.class);
      rival.rollback();
    }
    assertThat(DATABASE.rows("SELECT execution FROM noetl_save")).isEqualTo("(6)");
    assertThat(DATABASE.rows(COUNT)).isEqualTo("(1)");
  }

  @Test
  void aMarkersTableThatWasDroppedIsMadeAgain() throws Exception {
    save("7/step/1", 1, INSERT);
    DATABASE.execute("DROP TABLE noetl_save");

    save("7/step/2", 1, INSERT);

    assertThat(DATABASE.rows("SELECT visit FROM noetl_save")).isEqualTo("(2)");
  }

  @Test
  void withoutTheRightToKeepMarksASaveIsRefused() throws Exception {
    makeWriter();

    var failure = failure("7/step/1", asWriter());

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message())
        .isEqualTo(
            "without the right to keep \"public\".noetl_save a save cannot be known to be done once"
                + " (permission denied for schema public): have the table made and SELECT, INSERT,"
                + " UPDATE on it granted, or write exactly_once: false, which may save twice when a"
                + " worker is lost");
    assertThat(DATABASE.rows(COUNT)).isEqualTo("(0)");
  }

  @Test
  void whoDoesWithoutMarksMayWrite() throws Exception {
    makeWriter();
    var spec = asWriter().with("exactly_once", io.noetl.value.Bool.FALSE);

    save("7/step/1", 1, spec);
    save("7/step/1", 1, spec);

    assertThat(DATABASE.rows(COUNT)).isEqualTo("(2)");
    assertThat(DATABASE.rows("SELECT to_regclass('noetl_save')")).isEqualTo("()");
  }

  @Test
  void marksThatSomebodyElseMadeAreUsed() throws Exception {
    save("1/step/1", 1, INSERT);
    makeWriter();
    assertThat(failure("7/step/1", asWriter()).message())
        .contains("permission denied for table noetl_save");
    DATABASE.execute("GRANT SELECT, INSERT, UPDATE ON noetl_save TO writer");

    save("7/step/1", 1, asWriter());
    save("7/step/1", 1, asWriter());

    assertThat(DATABASE.rows(COUNT)).isEqualTo("(2)");
  }

  private static void makeWriter() {
    DATABASE.execute(
        "DO $$ BEGIN CREATE ROLE writer LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT USAGE ON SCHEMA public TO writer",
        "GRANT INSERT ON t TO writer");
  }

  private static Fields asWriter() {
    return INSERT.with("spec", Fields.of("db_user", Text.of("writer")));
  }

  private static Order order(String key, int attempt, Fields spec) {
    return new Order(key, attempt, "step", spec, Calls.fields("{\"n\": 5}"));
  }

  private Fields save(String key, int attempt, Fields spec) throws Exception {
    return saver.save(order(key, attempt, spec), new TestWatch());
  }

  private Failure failure(String key, Fields spec) {
    return catchThrowableOfType(ToolFailure.class, () -> save(key, 1, spec)).failure();
  }
}
