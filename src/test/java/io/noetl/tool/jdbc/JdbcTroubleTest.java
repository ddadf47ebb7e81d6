package io.noetl.tool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.PostgresServer;
import io.noetl.job.Failure;
import io.noetl.tool.Auth;
import io.noetl.tool.Await;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What happens when the database is not as one would wish.
class JdbcTroubleTest {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();

  @TempDir Path directory;

  private Databases databases =
      new Databases(Path.of("no-drivers"), FileRoot.anywhere(), Duration.ofMillis(300));

  @AfterEach
  void close() {
    databases.close();
  }

  @Test
  void aPortThatNobodyListensAtIsTold() {
    var failure =
        failure("jdbc:postgresql://localhost:1/db?user=u&password=hidden-word", "SELECT 1");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("08001");
    assertThat(failure.message())
        .isEqualTo(
            "cannot connect to jdbc:postgresql://localhost:1/db: connection refused: is the"
                + " database running, and are host and port right?");
  }

  @Test
  void aHostThatIsUnknownIsTold() {
    assertThat(failure("jdbc:postgresql://no.such.host.invalid/db", "SELECT 1").message())
        .contains("unknown host: check the name in 'url'");
  }

  @Test
  void aUserThatIsUnknownIsTold() {
    var url = DATABASE.url().replace("user=postgres", "user=nobody");

    assertThat(failure(url, "SELECT 1").message())
        .contains("role \"nobody\" does not exist: check user and password");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var url = "jdbc:postgresql://localhost:%d/db?user=u".formatted(silent.getLocalPort());

      assertThat(failure(url, "SELECT 1").message())
          .contains("no answer in time", "is it a database that listens there?");
    }
  }

  @Test
  void oneWhoWaitsForASilentServerCanBeStopped() throws Exception {
    databases = new Databases(Path.of("no-drivers"), FileRoot.anywhere(), Duration.ofHours(1));
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var url = "jdbc:postgresql://localhost:%d/db?user=u".formatted(silent.getLocalPort());
      var watch = new TestWatch();
      var call = threads.submit(() -> tool().run(call(url, "SELECT 1"), watch));
      silent.accept();

      watch.stop();
      threads.shutdownNow();

      Await.until("the call has ended", call::isDone);
      assertThat(call.exceptionNow()).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aStatementThatIsStoppedEndsInTheDatabaseToo() throws Exception {
    var sleep = "SELECT pg_sleep(600), 'of jdbc'";
    var asleep =
        "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query = '%s'"
            .formatted(sleep.replace("'", "''"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var watch = new TestWatch();
      var call = threads.submit(() -> tool().run(call(DATABASE.url(), sleep), watch));
      Await.until("the statement runs", () -> !DATABASE.rows(asleep).isEmpty());

      watch.stop();

      Await.until("the call has ended", call::isDone);
      assertThat(call.exceptionNow()).isInstanceOf(InterruptedException.class);
    }
    Await.until("the statement has ended", () -> DATABASE.rows(asleep).isEmpty());
    assertThat(databases.idle()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "duckdb"})
  void whatRunsInThisProcessCanBeStoppedToo(String kind) throws Exception {
    var endless =
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t";
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var watch = new TestWatch();
      var call = threads.submit(() -> tool().run(call("jdbc:%s:".formatted(kind), endless), watch));
      Await.until("somebody works", () -> working() && watch.isWatched());

      watch.stop();

      Await.until("the call has ended", call::isDone);
      assertThat(call.exceptionNow()).isInstanceOf(InterruptedException.class);
    }
    Await.until("nobody works", () -> !working());
  }

  private static boolean working() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().equals("noetl-sql"))
        .anyMatch(entry -> List.of(entry.getValue()).stream().anyMatch(it -> it.isNativeMethod()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT repeat('x', 1000) FROM generate_series(1, 50000)",
        "SELECT repeat('x', 50000000)"
      })
  void whatIsTooLargeIsRefused(String query) {
    assertThat(failure(DATABASE.url(), query).message())
        .contains("the rows are larger than 32 MiB: select fewer of them");
  }

  @Test
  void aConnectionThatTheServerEndedIsToldAndNotUsedAgain() throws Exception {
    var failure =
        failure(DATABASE.url(), "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(60)");

    assertThat(failure.message()).contains("command_0: the connection to jdbc:postgresql://");
    assertThat(databases.idle()).isZero();
    assertThat(tool().run(call(DATABASE.url(), "SELECT 1"), new TestWatch())).isNotNull();
  }

  @Test
  void aFileThatIsNoDatabaseIsTold() throws Exception {
    var file = Files.writeString(directory.resolve("no.db"), "nothing of the sort".repeat(100));

    assertThat(failure("jdbc:sqlite:" + file, "SELECT * FROM t").message())
        .contains("file is not a database");
  }

  // -- On a system that others use -----------------------------------------------------------

  @Test
  void filesStayBelowTheirDirectory() throws Exception {
    confine();
    assertThat(tool().run(call("jdbc:sqlite:a/b.db", "CREATE TABLE t (n int)"), new TestWatch()))
        .isNotNull();
    assertThat(directory.resolve("files/a/b.db")).exists();

    var outside = directory.resolve("other.db");
    assertThat(failure("jdbc:sqlite:" + outside, "SELECT 1").message()).contains("is not below");
    assertThat(failure("jdbc:sqlite:../other.db", "SELECT 1").message()).contains("is not below");
    assertThat(failure("jdbc:sqlite:a/b.db", "ATTACH '%s' AS o".formatted(outside)).message())
        .contains("too many attached databases");
    assertThat(failure("jdbc:sqlite:a/b.db", "VACUUM INTO '%s'".formatted(outside)).kind())
        .isEqualTo(Failure.Kind.ERROR);
    assertThat(failure("jdbc:sqlite:a/b.db", "backup to '%s'".formatted(outside)).message())
        .contains("syntax error");
    assertThat(failure("jdbc:sqlite:a/b.db", "restore from '%s'".formatted(outside)).message())
        .contains("syntax error");
    assertThat(outside).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite:file:/tmp/x.db",
        "jdbc:sqlite:a.db?limit_attached=5",
        "jdbc:sqlite::resource:x",
        "jdbc:duckdb:",
        "jdbc:duckdb:/tmp/x",
        "jdbc:h2:mem:x",
        "jdbc:h2:/tmp/x",
        "JDBC:H2:mem:x",
        "jdbc:hsqldb:mem:x",
        "jdbc:hsqldb:home/x",
        "jdbc:derby:x"
      })
  void whatCouldReachOtherFilesIsRefused(String url) throws Exception {
    confine();

    var failure = failure(url, "SELECT 1");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message())
        .satisfiesAnyOf(
            it -> assertThat(it).contains("on a system that others use"),
            it -> assertThat(it).contains("begins with jdbc:"));
  }

  private void confine() throws Exception {
    var files = Files.createDirectories(directory.resolve("files"));
    databases =
        new Databases(
            Path.of("no-drivers"),
            new FileRoot(files, FileRoot.Reach.BELOW_ROOT),
            Duration.ofSeconds(30));
  }

  // -- Plumbing --------------------------------------------------------------------------------

  private JdbcTool tool() {
    return JdbcTool.jdbc(databases, new Auth(Environment.of(Map.of()), Credentials.NONE));
  }

  private static ToolCall call(String url, String command) {
    var config = Fields.of("url", Text.of(url), "command", Text.of(command));
    return new ToolCall("1/step/1", config, Calls.fields("{}"), "", Fields.EMPTY, "step");
  }

  private Failure failure(String url, String command) {
    return catchThrowableOfType(
            ToolFailure.class, () -> tool().run(call(url, command), new TestWatch()))
        .failure();
  }
}
