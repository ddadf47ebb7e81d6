package io.noetl.tool.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.tool.Await;
import io.noetl.tool.Credentials;
import io.noetl.tool.FileRoot;
import io.noetl.tool.TestWatch;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolContract;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbToolTest implements ToolContract {
  private @TempDir Path data;
  private DuckDb duckDb;

  @BeforeEach
  void open() {
    duckDb = new DuckDb(data);
  }

  @AfterEach
  void close() {
    duckDb.close();
  }

  // -- The contract ----------------------------------------------------------------------------

  @Override
  public Tool tool() {
    return duckDb.tool;
  }

  @Override
  public ToolCall quick() {
    return call("SELECT 1 AS one");
  }

  @Override
  public ToolCall endless() {
    return call("SELECT count(*) FROM range(10000000000) a, range(1000000) b");
  }

  /// The database is made just before its statement runs.
  @Override
  public boolean hasBegun(TestWatch watch) {
    return watch.isWatched() && Files.exists(data.resolve("duckdb/1.duckdb"));
  }

  @Override
  public ToolCall torrent() {
    return call("SELECT repeat('x', 1000) FROM range(100000)");
  }

  private static ToolCall call(String sql) {
    return new ToolCall("1/step/1", DuckDb.command(sql), Fields.EMPTY, "", Fields.EMPTY, "step");
  }

  // -- Results ---------------------------------------------------------------------------------

  @Test
  void statementsRunInOrderOnOneConnection() throws Exception {
    var result =
        duckDb.run(
            """
            # a comment that isn't SQL's
            CREATE TEMP TABLE t (id int, name text);
            -- one that is
            INSERT INTO t VALUES (1, 'a;b'), (2, NULL);
            SELECT id, name FROM t ORDER BY id;
            DELETE FROM t WHERE id = 1 RETURNING id
            """);

    assertThat(json(result))
        .startsWith(
            "{'command_0':{'status':'success','row_count':-1,'message':'done'},"
                + "'command_1':{'status':'success','row_count':2,'message':'2 rows affected'},"
                + "'command_2':{'status':'success','rows':[{'id':1,'name':'a;b'},"
                + "{'id':2,'name':null}],'row_count':2,'columns':['id','name']},"
                + "'command_3':{'status':'success','rows':[{'id':1}],'row_count':1,"
                + "'columns':['id']},"
                + "'executed_commands':4,'command_3_rows':2,"
                + "'command_3_sample':[[1,'a;b'],[2,null]],"
                + "'command_4_rows':1,'command_4_sample':[[1]],'secrets_created':[],");
  }

  @Test
  void columnsOfOneNameAreAllKept() throws Exception {
    assertThat(duckDb.rows("SELECT 1 AS a, 2 AS a, 3 AS a")).isEqualTo("[{'a':1,'a_2':2,'a_3':3}]");
  }

  @Test
  void valuesAreBoundAndStructsAreNotTakenForThem() throws Exception {
    var hostile = "'; DROP TABLE t; --";
    var inputs = "{\"id\": \"%s\", \"n\": 5, \"m\": {\"a\": 1}}".formatted(hostile);

    var result =
        duckDb.run(
            "SELECT :id AS id, {'id':n} AS s, [1,2,3][1:2] AS l, :m::JSON->>'a' AS a, :n + 1 AS p"
                + " FROM (SELECT 7 AS n)",
            "{}",
            inputs);

    assertThat(DuckDb.rows(result))
        .isEqualTo("[{'id':''; DROP TABLE t; --','s':{'id':7},'l':[1,2],'a':'1','p':6}]");
    assertThat(DuckDb.rows(duckDb.run("SELECT ? + $1", "{\"params\": [2]}", "{}"))).contains("4");
  }

  @Test
  void everyTypeHasAJsonValue() throws Exception {
    assertThat(
            duckDb.rows(
                """
                SELECT 170141183460469231731687303715884105727::HUGEINT AS h,
                  1.50::DECIMAL(9,2) AS d,
                  12::DECIMAL(9,0) AS w, 'nan'::DOUBLE AS nan, '-infinity'::FLOAT AS inf, true AS b,
                  DATE '2025-03-09' AS day, TIME '01:02:03.5' AS t, 0.1::FLOAT AS f,
                  TIMESTAMP '2025-03-09 02:30:00' AS ts, TIMESTAMPTZ '2025-03-09 02:30:00+02' AS z,
                  TIMESTAMP_NS '2025-01-01 00:00:00.123456789' AS ns, 'infinity'::TIMESTAMP AS tinf,
                  '-infinity'::DATE AS dinf, INTERVAL '1 day 2 hours' AS i, NULL AS nil
                """))
        .isEqualTo(
            "[{'h':170141183460469231731687303715884105727,'d':1.5,'w':12,'nan':'NaN',"
                + "'inf':'-Infinity','b':true,'day':'2025-03-09','t':'01:02:03.5','f':0.1,"
                + "'ts':'2025-03-09T02:30:00','z':'2025-03-09T00:30:00Z',"
                + "'ns':'2025-01-01T00:00:00.123456789','tinf':'infinity','dinf':'-infinity',"
                + "'i':'1 day 02:00:00','nil':null}]");
  }

  @Test
  void nestedTypesAreListsAndMaps() throws Exception {
    assertThat(
            duckDb.rows(
                """
                SELECT [1, NULL] AS l, {'a': [DATE '2025-01-01'], 'b': {'c': NULL}} AS s,
                  MAP {'k': 1} AS m, MAP {1: 'a'} AS n, 'x'::ENUM ('x', 'y') AS e,
                  '{"a": [1, null]}'::JSON AS j, 'ab'::BLOB AS b, ['ab'::BLOB] AS bs, [] AS none,
                  union_value(num := 1) AS u, '0101'::BIT AS bits, array_value(1, 2) AS a,
                  [TIMESTAMPTZ '2025-01-01 00:00:00+01'] AS z,
                  '7bd0a1b8-8f5c-4c43-8a8e-3f6f3f1a0c11'::UUID AS id
                """))
        .isEqualTo(
            "[{'l':[1,null],'s':{'a':['2025-01-01'],'b':{'c':null}},'m':{'k':1},'n':{'1':'a'},"
                + "'e':'x','j':{'a':[1,null]},'b':'YWI=','bs':['YWI='],'none':[],'u':1,"
                + "'bits':'0101','a':[1,2],'z':['2024-12-31T23:00:00Z'],"
                + "'id':'7bd0a1b8-8f5c-4c43-8a8e-3f6f3f1a0c11'}]");
  }

  // -- Failures --------------------------------------------------------------------------------

  @Test
  void theFirstFailingStatementEndsTheStep() {
    var failure = duckDb.failure("SELECT 1; SELECT * FROM nowhere; CREATE TABLE never (a int)");

    assertThat(failure)
        .startsWith("command_1: Catalog Error: Table with name nowhere does not exist!")
        .endsWith("(in: SELECT * FROM nowhere)")
        .doesNotContain("\n");
    assertThat(duckDb.failure("SELECT * FROM never")).contains("never does not exist");
    assertThat(duckDb.failure("SELEC 1")).startsWith("command_0: Parser Error: syntax error");
    assertThat(duckDb.failure("SELECT 'a'::INT")).contains("Could not convert string 'a' to INT32");
    assertThat(duckDb.failure("SELECT :x")).startsWith("there is no value for :x");
    assertThat(duckDb.failure("SELECT error('boom ' || range) FROM range(9)")).contains("boom 0");
    assertThat(duckDb.failure("BEGIN; CREATE TABLE u (a int); SELECT error('boom') FROM range(9)"))
        .startsWith("command_2: Invalid Input Error: boom");
    assertThat(duckDb.failure("  -- nothing")).contains("no statement to run");
  }

  @Test
  void anOpenTransactionIsRolledBackAndTold() throws Exception {
    duckDb.run("CREATE TABLE t (a int)");

    assertThat(duckDb.failure("BEGIN; INSERT INTO t VALUES (1)")).contains("transaction open");
    assertThat(
            duckDb.failure("INSERT INTO t VALUES (1); SELECT 'x'::INT", "{\"transaction\": true}"))
        .startsWith("command_1: Conversion Error: Could not convert string 'x'");
    duckDb.run("INSERT INTO t VALUES (2)", "{\"transaction\": true}", "{}");

    assertThat(duckDb.rows("SELECT * FROM t")).isEqualTo("[{'a':2}]");
  }

  @Test
  void cloudOutputIsRequiredBeforeAnythingRuns() {
    assertThat(duckDb.failure("CREATE TABLE t (a int)", "{\"require_cloud_output\": true}"))
        .contains("COPY .. TO 'gs://..' or 's3://..'");
    assertThat(duckDb.failure("SELECT * FROM t")).contains("t does not exist");
  }

  @Test
  void limitsAreKept() throws Exception {
    var result =
        duckDb.run(
            "SELECT value FROM duckdb_settings() WHERE name IN ('memory_limit', 'threads')"
                + " ORDER BY name",
            "{\"limits\": {\"memory\": \"64MB\", \"threads\": 1}, \"database\": \":memory:\"}",
            "{}");

    assertThat(DuckDb.rows(result)).isEqualTo("[{'value':'64.0 MiB'},{'value':'1'}]");
    assertThat(duckDb.failure("SELECT 1", "{\"limits\": {\"memory\": \"1KB\"}}"))
        .isEqualTo("'limits' memory must be 16 MB or more");
    assertThat(duckDb.failure("SELECT 1", "{\"limits\": {\"disk\": 1}}"))
        .isEqualTo("'limits' has memory and threads, not 'disk'");
  }

  // -- Databases -------------------------------------------------------------------------------

  @Test
  void stepsOfAnExecutionShareTablesAlsoAtOnce() throws Exception {
    duckDb.run("CREATE TABLE t (a int)");
    var results = new ArrayList<Future<Fields>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        int number = i;
        results.add(
            threads.submit(() -> duckDb.run("INSERT INTO t VALUES (%d)".formatted(number))));
      }
    }

    assertThat(results).allMatch(each -> each.state() == Future.State.SUCCESS);
    assertThat(duckDb.rows("SELECT count(*) AS n FROM t")).isEqualTo("[{'n':20}]");
    Await.until("it is closed after a rest", () -> duckDb.tool.open() == 0);
    assertThat(duckDb.rows("SELECT count(*) AS n FROM t")).isEqualTo("[{'n':20}]");
  }

  @Test
  void whatHasNoTablesLeavesNoFile() throws Exception {
    duckDb.run("SELECT 1");

    Await.until("it is closed", () -> duckDb.tool.open() == 0);
    try (var files = Files.walk(data.resolve("duckdb"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void settingsAreNotLeftToTheNextStep() throws Exception {
    var elsewhere = data.resolve("open");
    try (var open = new DuckDb(elsewhere, FileRoot.Reach.ANYWHERE, Credentials.NONE)) {
      open.run("SET GLOBAL threads = 1; SET TimeZone = 'Asia/Tokyo'; ATTACH ':memory:' AS other");

      assertThat(open.rows("SELECT current_setting('TimeZone') AS tz")).contains("UTC");
      assertThat(open.failure("SELECT * FROM other.x")).doesNotContain("Table with name x");
    }
  }

  @Test
  void aDatabaseHasANameOfItsOwnOrNone() throws Exception {
    duckDb.run("CREATE TABLE t AS SELECT 1 AS a", "{\"database\": \"a/b c.duckdb\"}", "{}");

    var again = duckDb.run("SELECT a FROM t", "{}", "{\"database\": \"a/b c.duckdb\"}");

    assertThat(DuckDb.rows(again)).isEqualTo("[{'a':1}]");
    assertThat(data.resolve("files/a/b c.duckdb")).exists();
    duckDb.run("CREATE TABLE t (a int)", "{\"database\": \":memory:\"}", "{}");
    assertThat(duckDb.failure("SELECT * FROM t", "{\"database\": \":memory:\"}"))
        .contains("t does not exist");
    assertThat(duckDb.failure("SELECT 1", "{\"database\": \"../x.duckdb\"}"))
        .contains("is not below " + data.resolve("files"));
  }

  @Test
  void whatIsNoDatabaseIsTold() throws Exception {
    Files.createDirectories(data.resolve("files"));
    Files.writeString(data.resolve("files/x.duckdb"), "no database, but long enough ".repeat(500));

    assertThat(duckDb.failure("SELECT 1", "{\"database\": \"x.duckdb\"}"))
        .startsWith("cannot open the database " + data.resolve("files/x.duckdb"));
  }

  @Test
  void whatIsStoppedLeavesTheDatabaseUsable() throws Exception {
    duckDb.run("CREATE TABLE t AS SELECT 1 AS a");
    var watch = new TestWatch();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var thread = threads.submit(() -> duckDb.tool.run(endless(), watch));
      Await.until("it runs", watch::isWatched);

      watch.stop();

      Await.until("it has ended", thread::isDone);
      assertThat(thread.exceptionNow()).isInstanceOf(InterruptedException.class);
    }
    assertThat(duckDb.rows("SELECT a FROM t")).isEqualTo("[{'a':1}]");
  }

  @Test
  void nothingStaysOpenAfterManyCallsGoodAndBad() throws Exception {
    for (int i = 0; i < 60; i++) {
      var config = "{\"database\": \"%s\"}".formatted(i % 2 == 0 ? ":memory:" : "x" + i % 5);
      duckDb.run("CREATE OR REPLACE TABLE t AS SELECT range AS a FROM range(1000)", config, "{}");
      duckDb.failure("SELECT error('no') FROM range(10)", config);
    }
    duckDb.close();

    assertThat(duckDb.tool.open()).isZero();
    var descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      try (var all = Files.list(descriptors)) {
        assertThat(all.map(DuckDbToolTest::target)).noneMatch(it -> it.startsWith(data.toString()));
      }
    }
    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .doesNotContain("noetl-duckdb");
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (java.io.IOException e) {
      return ""; // Closed meanwhile.
    }
  }

  private static String json(Fields result) {
    return Json.write(result).replace('"', '\'');
  }
}
