package io.noetl.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.PostgresServer;
import io.noetl.job.Failure;
import io.noetl.tool.Await;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolContract;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Connections;
import io.noetl.tool.sql.Session;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresToolTest implements ToolContract {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();
  private static final String SLEEP = "SELECT pg_sleep(%s)".formatted(LONG);
  private static final String SLEEPING =
      "SELECT 1 FROM pg_stat_activity WHERE datname = '%s' AND state = 'active' AND query = '%s'"
          .formatted(DATABASE.name(), SLEEP);

  private final PostgresTool tool =
      new PostgresTool(
          Environment.of(Map.of("NOETL_SECRET_DSN", dsn(), "NOETL_SECRET_PW", "the-password")),
          DATABASE.credentials("pg_local"));

  @AfterEach
  void close() {
    tool.close();
  }

  private static String dsn() {
    return "postgresql://postgres:p%40ss@localhost:" + DATABASE.port() + "/" + DATABASE.name();
  }

  // -- The contract ----------------------------------------------------------------------------

  @Override
  public Tool tool() {
    return tool;
  }

  @Override
  public ToolCall quick() {
    return call("SELECT 1 AS one");
  }

  @Override
  public ToolCall endless() {
    return call(SLEEP);
  }

  @Override
  public boolean hasBegun(TestWatch watch) {
    return !DATABASE.rows(SLEEPING).isEmpty();
  }

  @Override
  public ToolCall torrent() {
    return call("SELECT repeat('x', 1000) FROM generate_series(1, 100000)");
  }

  @Test
  void whatIsStoppedEndsInTheDatabaseToo() {
    var watch = new TestWatch();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var thread = threads.submit(() -> tool.run(endless(), watch));
      Await.until("the statement runs", () -> hasBegun(watch));

      watch.stop();

      Await.until("the call has ended", thread::isDone);
      assertThat(thread.exceptionNow()).isInstanceOf(InterruptedException.class);
    }
    Await.until("the statement is cancelled", () -> !hasBegun(watch));
    assertThat(tool.idle()).isZero();
  }

  @Test
  void anInterruptEndsItInTheDatabaseToo() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var thread = threads.submit(() -> tool.run(endless(), new TestWatch()));
      Await.until("the statement runs", () -> hasBegun(new TestWatch()));

      threads.shutdownNow();

      Await.until("the call has ended", thread::isDone);
    }
    assertThat(DATABASE.rows(SLEEPING)).isEmpty();
  }

  // -- Results ---------------------------------------------------------------------------------

  @Test
  void statementsRunInOrderOnOneConnection() throws Exception {
    var result =
        run(
            """
            CREATE TEMP TABLE t (id int, name text);
            INSERT INTO t VALUES (1, 'a;b'), (2, NULL);
            SELECT id, name FROM t ORDER BY id;
            UPDATE t SET name = 'x' WHERE id = 9;
            DELETE FROM t WHERE id = 1 RETURNING id
            """);

    assertThat(json(result))
        .isEqualTo(
            "{'command_0':{'status':'success','row_count':-1,'message':'done'},"
                + "'command_1':{'status':'success','row_count':2,'message':'2 rows affected'},"
                + "'command_2':{'status':'success','rows':[{'id':1,'name':'a;b'},"
                + "{'id':2,'name':null}],'row_count':2,'columns':['id','name']},"
                + "'command_3':{'status':'success','row_count':0,'message':'0 rows affected'},"
                + "'command_4':{'status':'success','rows':[{'id':1}],'row_count':1,"
                + "'columns':['id']}}");
  }

  @Test
  void columnsOfOneNameAreAllKept() throws Exception {
    assertThat(json(first("SELECT 1 AS a, 2 AS a, 3 AS a"))).isEqualTo("{'a':1,'a_2':2,'a_3':3}");
  }

  @Test
  void inputsAreBoundByName() throws Exception {
    var hostile = "'; DROP TABLE users; --";
    var config = Calls.fields("{\"command\": \"SELECT :name AS name, :n + 1 AS next\"}");

    var result = run(config, Fields.of("name", Text.of(hostile), "n", Json.read("41")));

    assertThat(row(result, "command_0"))
        .isEqualTo(Fields.of("name", Text.of(hostile), "next", Json.read("42")));
  }

  @Test
  void paramsThatATemplateMadeAMapAreBoundByName() throws Exception {
    var config = Calls.fields("{\"command\": \"SELECT :n AS n\", \"params\": {\"n\": 5}}");

    assertThat(json(row(run(config, Calls.fields("{\"n\": 1}")), "command_0")))
        .isEqualTo("{'n':5}");
  }

  @Test
  void aListOfCommandsIsRunInOrder() throws Exception {
    var result = run(Calls.fields("{\"command\": [\"SELECT 1 AS a\", \"SELECT 2 AS a; \"]}"));

    assertThat(json(row(result, "command_1"))).isEqualTo("{'a':2}");
  }

  @Test
  void noticesAreLogged() throws Exception {
    var watch = new TestWatch();

    tool.run(call("DO $$ BEGIN RAISE NOTICE 'half; way'; END $$"), watch);

    assertThat(watch.logged()).contains("half; way");
  }

  // -- Failures and transactions ---------------------------------------------------------------

  @Test
  void theFirstFailureEndsItAndKeepsWhatThereIs() throws Exception {
    run("DROP TABLE IF EXISTS kept; CREATE TABLE kept (id int PRIMARY KEY)");

    var failure = failure("INSERT INTO kept VALUES (1); INSERT INTO kept VALUES (1); SELECT 3");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("23505");
    assertThat(failure.message())
        .isEqualTo(
            "command_1: duplicate key value violates unique constraint \"kept_pkey\": Key (id)=(1)"
                + " already exists. (SQLSTATE 23505, in: INSERT INTO kept VALUES (1))");
    var result = (Fields) failure.result();
    assertThat(result.names()).containsExactly("command_0", "command_1");
    assertThat(DATABASE.rows("SELECT * FROM kept")).isEqualTo("(1)");
  }

  @Test
  void aMistakeIsShownWithItsPlace() {
    var failure = failure("SELECT 1;\nSELEC 2");

    assertThat(failure.code()).isEqualTo("42601");
    assertThat(failure.message())
        .isEqualTo(
            "command_1: syntax error at or near \"SELEC\" (SQLSTATE 42601, at character 1 of:"
                + " SELEC 2)");
    assertThat(json(((Fields) failure.result()).get("command_1")))
        .isEqualTo(
            "{'status':'error','code':'42601','message':'syntax error at or near \\\"SELEC\\\"',"
                + "'statement':'SELEC 2','position':1}");
  }

  @Test
  void oneTransactionKeepsAllOrNothing() throws Exception {
    run("DROP TABLE IF EXISTS whole; CREATE TABLE whole (id int PRIMARY KEY)");

    failure(together("INSERT INTO whole VALUES (1); INSERT INTO whole VALUES (1)"));
    assertThat(DATABASE.rows("SELECT * FROM whole")).isEmpty();

    run(together("INSERT INTO whole VALUES (1); INSERT INTO whole VALUES (2)"));
    assertThat(DATABASE.rows("SELECT * FROM whole")).isEqualTo("(1)\n(2)");
  }

  private static Fields together(String command) {
    return Calls.fields("{\"transaction\": true}").with("command", Text.of(command));
  }

  @Test
  void aTransactionThatIsLeftOpenIsAFailure() throws Exception {
    run("DROP TABLE IF EXISTS open; CREATE TABLE open (id int)");

    assertThat(failure("BEGIN; INSERT INTO open VALUES (1)").code()).isEqualTo("transaction_open");

    assertThat(DATABASE.rows("SELECT * FROM open")).isEmpty();
  }

  @Test
  void nothingOfACallIsLeftToTheNext() throws Exception {
    run(
        "CREATE TEMP TABLE mine (id int); SET search_path = pg_catalog;"
            + " SET TIME ZONE 'Asia/Tokyo'");

    assertThat(tool.idle()).isOne();
    assertThat(
            json(
                first(
                    "SELECT to_regclass('mine') AS t, current_setting('search_path') AS s,"
                        + " current_setting('TimeZone') AS z")))
        .isEqualTo("{'t':null,'s':'\\\"$user\\\", public','z':'UTC'}");
  }

  @Test
  void aCallWithoutAStatementIsWrong() {
    assertThat(failure("-- nothing").message())
        .isEqualTo("the postgres step has no statement to run");
  }

  // -- Connections -----------------------------------------------------------------------------

  @Test
  void connectionsAreKeptAndBounded() throws Exception {
    List<Future<Value>> calls = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        calls.add(threads.submit(() -> run("SELECT pg_backend_pid() AS pid, pg_sleep(0.02)")));
      }
    }
    var pids = new java.util.HashSet<Value>();
    for (var call : calls) {
      pids.add(row((Fields) call.get(), "command_0").get("pid"));
    }

    assertThat(pids.size()).isBetween(1, Connections.EACH_MAX);
    assertThat(tool.idle()).isEqualTo(pids.size());
  }

  @Test
  void idleConnectionsAreClosed() throws Exception {
    var target =
        new Targets(new io.noetl.tool.Auth(Environment.of(Map.of()), DATABASE.credentials("pg")))
            .find(Calls.fields("{\"auth\": \"pg\"}"), new TestWatch());
    try (var connections = new Connections<>("postgres", new PostgresAccess())) {
      boolean isValid = Session.run(connections, target, new TestWatch(), link -> link.isValid(5));
      assertThat(isValid).isTrue();
      assertThat(connections.idle()).isOne();

      connections.closeIdleSince(System.nanoTime());

      assertThat(connections.idle()).isZero();
    }
  }

  @Test
  void aConnectionThatTheServerEndedIsNotUsedAgain() throws Exception {
    run("SELECT 1");
    DATABASE.rows(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'noetl'"
            + " AND datname = '%s'".formatted(DATABASE.name()));

    var failure = catchThrowable(() -> run("SELECT 1"));

    assertThat(failure == null ? "" : failure.getMessage()).doesNotContain("SQLSTATE 42");
    assertThat(json(first("SELECT 1 AS a"))).isEqualTo("{'a':1}");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    var config =
        Calls.fields("{\"auth\": \"pg_local\", \"db_port\": 1, \"command\": \"SELECT 1\"}");

    var failure = failure(config);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("08001");
    assertThat(failure.message())
        .isEqualTo(
            ("cannot connect to localhost:1/%s as postgres: connection refused: is the database"
                    + " running, and are host and port right?")
                .formatted(DATABASE.name()));
  }

  @Test
  void anUnknownUserIsTold() {
    var config =
        Calls.fields(
            "{\"auth\": \"pg_local\", \"db_user\": \"nobody\", \"command\": \"SELECT 1\"}");

    assertThat(failure(config).message())
        .isEqualTo(
            ("cannot connect to localhost:%d/%s as nobody: role \"nobody\" does not exist: check"
                    + " user and password")
                .formatted(DATABASE.port(), DATABASE.name()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`auth`: `pg_local`}",
        "{`auth`: {`type`: `postgres`, `credential`: `pg_local`}}",
        "{`auth`: {`pg`: {`source`: `credential`, `key`: `pg_local`}}}",
        "{`auth`: {`source`: `secret`, `name`: `DSN`}}",
        "{`auth`: {`source`: `inline`, `fields`: {`host`: `localhost`, `port`: %1$d,"
            + " `username`: `postgres`, `database`: `%2$s`}}}",
        "{`auth`: {`source`: `secret`, `name`: `PW`, `fields`: {`db_host`: `localhost`,"
            + " `db_port`: `%1$d`, `db_user`: `postgres`, `db_name`: `%2$s`}}}",
        "{`db_host`: `localhost`, `db_port`: %1$d, `db_user`: `postgres`, `db_name`: `%2$s`}",
        "{`db_conn_string`: `jdbc:postgresql://localhost:%1$d/%2$s?user=postgres`}",
        "{`db_conn_string`: `host=localhost port=%1$d dbname='%2$s' user=postgres password=x`}",
      })
  void theConnectionMayBeSaidInManyWays(String config) throws Exception {
    var said = config.replace('`', '"').formatted(DATABASE.port(), DATABASE.name());
    var all = Calls.fields(said).with("command", Text.of("SELECT current_database() AS db"));

    assertThat(row(run(all), "command_0").get("db")).isEqualTo(Text.of(DATABASE.name()));
  }

  @Test
  void aSchemaIsTheSearchPath() throws Exception {
    run("CREATE SCHEMA IF NOT EXISTS \"Sales\"");
    var config =
        Calls.fields(
            "{\"auth\": \"pg_local\", \"schema\": \"\\\"Sales\\\"\","
                + " \"command\": \"SELECT current_schema() AS s\"}");

    assertThat(json(row(run(config), "command_0"))).isEqualTo("{'s':'Sales'}");
  }

  @Test
  void whatIsMissingIsListed() {
    var config = Calls.fields("{\"db_host\": \"localhost\", \"command\": \"SELECT 1\"}");

    assertThat(failure(config).message())
        .isEqualTo(
            "the connection to PostgreSQL lacks db_user, db_name: name a credential under 'auth'");
  }

  @Test
  void passwordsAreHidden() throws Exception {
    var watch = new TestWatch();
    var config = Calls.fields("{\"auth\": {\"source\": \"secret\", \"name\": \"DSN\"}}");

    tool.run(of(config.with("command", Text.of("SELECT 1")), Fields.EMPTY), watch);

    assertThat(watch.hidden()).contains("p@ss", dsn());
  }

  // -- Plumbing --------------------------------------------------------------------------------

  private static ToolCall call(String command) {
    return of(Fields.of("auth", Text.of("pg_local"), "command", Text.of(command)), Fields.EMPTY);
  }

  private static ToolCall of(Fields config, Fields inputs) {
    return new ToolCall("1/step/1", config, inputs, "", Fields.EMPTY, "step");
  }

  private Fields run(String command) throws Exception {
    return (Fields) tool.run(call(command), new TestWatch());
  }

  private Fields run(Fields config) throws Exception {
    return run(config, Fields.EMPTY);
  }

  private Fields run(Fields config, Fields inputs) throws Exception {
    boolean saysWhere = config.names().stream().anyMatch(it -> it.startsWith("db_"));
    var all = saysWhere || config.has("auth") ? config : config.with("auth", Text.of("pg_local"));
    return (Fields) tool.run(of(all, inputs), new TestWatch());
  }

  private Failure failure(String command) {
    return failure(Fields.of("command", Text.of(command)));
  }

  private Failure failure(Fields config) {
    return catchThrowableOfType(ToolFailure.class, () -> run(config)).failure();
  }

  private Fields first(String command) throws Exception {
    return row(run(command), "command_0");
  }

  private static Fields row(Fields result, String command) {
    return (Fields) ((io.noetl.value.Items) ((Fields) result.get(command)).get("rows")).get(0);
  }

  /// With single quotes for double ones.
  private static String json(Value value) {
    return Json.write(value).replace('"', '\'').replace("\\'", "\\\"");
  }
}
