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
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a save writes, in each mode and of each type, in databases that differ.
class JdbcSaverTest {
  @TempDir Path directory;

  private final Databases databases = new Databases(Path.of("no-drivers"), FileRoot.anywhere());
  private final JdbcTool tool =
      JdbcTool.jdbc(databases, new Auth(Environment.of(Map.of()), Credentials.NONE));
  private final JdbcSaver saver = new JdbcSaver(tool);
  private String url = "";
  private int jobs;

  enum Kind {
    H2,
    SQLITE,
    DUCKDB,
    POSTGRES
  }

  private void use(Kind kind) {
    url =
        switch (kind) {
          case H2 -> "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());
          case SQLITE -> "jdbc:sqlite:" + directory.resolve("test.db");
          case DUCKDB -> "jdbc:duckdb:" + directory.resolve("test.duckdb");
          case POSTGRES -> PostgresServer.database().url();
        };
  }

  @AfterEach
  void close() {
    tool.close();
  }

  // -- Modes -----------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void rowsAreInserted(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (id varchar(10) PRIMARY KEY, name varchar(10), n int DEFAULT 7)");

    var one = save("{'table': 't'}", "{'id': 'a', 'name': 'x', 'n': 1}");
    var more =
        save(
            "{'table': 'T', 'mode': 'append'}",
            "[{'id': 'b', 'n': null}, {'N': 2, 'ID': 'c'}, {'id': 'd'}]");

    assertThat(json(one)).isEqualTo("{'saved':'jdbc','table':'t','rows':1}");
    assertThat(json(more)).isEqualTo("{'saved':'jdbc','table':'T','rows':3}");
    assertThat(rows("SELECT id, name, n FROM t ORDER BY id"))
        .isEqualTo("[['a','x',1],['b',null,null],['c',null,2],['d',null,7]]");
  }

  @ParameterizedTest
  @EnumSource
  void anUpsertUpdatesWhatIsThere(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (id varchar(10) PRIMARY KEY, name varchar(10), n int)");
    save("{'table': 't'}", "{'id': 'a', 'name': 'x', 'n': 1}");

    save(
        "{'table': 't', 'mode': 'upsert', 'key': ['id']}",
        "[{'id': 'a', 'n': 2}, {'id': 'b', 'n': 3}, {'id': 'b', 'n': 4}]");

    assertThat(rows("SELECT id, name, n FROM t ORDER BY id"))
        .isEqualTo("[['a','x',2],['b',null,4]]");
  }

  @ParameterizedTest
  @EnumSource
  void anUpsertOfNothingButTheKeyChangesNothing(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE pairs (a int, b int, PRIMARY KEY (a, b))");

    for (int i = 0; i < 2; i++) {
      save("{'table': 'pairs', 'mode': 'upsert', 'key': 'a, b'}", "{'a': 1, 'b': 2}");
    }

    assertThat(rows("SELECT * FROM pairs")).isEqualTo("[[1,2]]");
  }

  @ParameterizedTest
  @EnumSource
  void anUpdateChangesOnlyWhatIsThereAndAnOverwriteAll(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (id varchar(10) PRIMARY KEY, n int)");
    save("{'table': 't'}", "[{'id': 'a', 'n': 1}, {'id': 'b', 'n': 2}]");

    var answer =
        save(
            "{'table': 't', 'mode': 'update', 'key': 'id'}",
            "[{'id': 'a', 'n': 5}, {'id': 'z', 'n': 6}]");

    assertThat(json(answer)).contains("'rows':1");
    assertThat(rows("SELECT * FROM t ORDER BY id")).isEqualTo("[['a',5],['b',2]]");
    save("{'table': 't', 'mode': 'overwrite'}", "[{'id': 'q', 'n': 9}]");
    assertThat(rows("SELECT * FROM t")).isEqualTo("[['q',9]]");
  }

  @ParameterizedTest
  @EnumSource
  void aStatementRunsForEachRow(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (id varchar(10), n int)");

    var answer =
        save(
            "{'statement': 'INSERT INTO t VALUES (:id, :n + :more)', 'params': {'more': 10}}",
            "[{'id': 'a;b', 'n': 1}, {'id': null, 'n': 2}]");

    assertThat(json(answer)).isEqualTo("{'saved':'jdbc','rows':2}");
    assertThat(rows("SELECT * FROM t ORDER BY n")).isEqualTo("[['a;b',11],[null,12]]");
  }

  @ParameterizedTest
  @EnumSource
  void manyRowsGoInBatches(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (id int PRIMARY KEY, name varchar(10))");
    var list = new ArrayList<Value>();
    for (int i = 0; i < 2_500; i++) {
      list.add(Fields.builder().put("id", i).put("name", "x").build());
    }

    save(Calls.fields("{\"table\": \"t\"}"), new Items(list));
    save(
        Calls.fields("{\"table\": \"t\", \"batch\": 7, \"mode\": \"upsert\", \"key\": [\"id\"]}"),
        new Items(list.subList(0, 20)));

    assertThat(rows("SELECT count(*), sum(id) FROM t")).isEqualTo("[[2500,3123750]]");
  }

  // -- Types and names -------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void valuesTakeTheTypesOfTheirColumns(Kind kind) throws Exception {
    use(kind);
    sql(
        """
        CREATE TABLE t (i int, l bigint, d decimal(20, 4), f double precision, b boolean,
          d8 date, stamp timestamp, zoned %s, bytes %s, j %s, s varchar(50))
        """
            .formatted(
                kind == Kind.SQLITE ? "timestamp" : "timestamp with time zone",
                kind == Kind.POSTGRES ? "bytea" : "blob",
                kind == Kind.SQLITE ? "text" : "json"));
    var row =
        """
        {'i': '42', 'l': 9007199254740993, 'd': 12345678901234.5678, 'f': 0.1, 'b': true,
         'd8': '2025-03-30', 'stamp': '2025-03-30T02:30:00', 'zoned': '2025-03-30T02:30:00+02:00',
         'bytes': 'AP8Q', 'j': {'k': [1, null]}, 's': 'ünï 😀 ; DROP'}
        """;

    save("{'table': 't'}", row);

    boolean isSqlite = kind == Kind.SQLITE;
    var found = first("SELECT * FROM t");
    assertThat(json(found.get("i"))).isEqualTo("42");
    assertThat(json(found.get("l"))).isEqualTo("9007199254740993");
    assertThat(json(found.get("f"))).isEqualTo("0.1");
    assertThat(json(found.get("b"))).isEqualTo("true");
    assertThat(json(found.get("d8"))).isEqualTo("'2025-03-30'");
    assertThat(json(found.get("stamp"))).isEqualTo("'2025-03-30T02:30:00'");
    assertThat(json(found.get("zoned")))
        .isEqualTo(isSqlite ? "'2025-03-30T02:30:00+02:00'" : "'2025-03-30T00:30:00Z'");
    assertThat(json(found.get("bytes"))).isEqualTo("'AP8Q'");
    assertThat(json(found.get("j")).replace("\\", "").replaceAll("^'|'$", ""))
        .isEqualTo("{'k':[1,null]}");
    assertThat(json(found.get("s"))).isEqualTo("'ünï 😀 ; DROP'");
  }

  @ParameterizedTest
  @EnumSource
  void nullsAndOtherWordsOfTimesAreTaken(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (n int, b boolean, d8 date, stamp timestamp, s varchar(30))");

    save(
        "{'table': 't'}",
        "[{'n': null, 'b': null, 'd8': null, 'stamp': null, 's': null},"
            + " {'n': 1, 'b': 0, 'd8': '2025-01-02', 'stamp': '2025-01-02T03:04:05.678+02:00',"
            + " 's': [1]}]");

    if (kind != Kind.SQLITE) {
      assertThat(rows("SELECT * FROM t ORDER BY n NULLS FIRST"))
          .isEqualTo(
              "[[null,null,null,null,null],"
                  + "[1,false,'2025-01-02','2025-01-02T01:04:05.678','[1]']]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesMayHoldAnything(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE \"odd \"\"t\"\" ; ünï\" (\"Group by\" int, \"a\"\"b\" int)");

    save("{'table': '@odd @@t@@ ; ünï@'}", "{'Group by': 1, 'a@b': 2}");

    assertThat(rows("SELECT * FROM \"odd \"\"t\"\" ; ünï\"")).isEqualTo("[[1,2]]");
  }

  @Test
  void arraysBecomeArrays() throws Exception {
    for (var kind : List.of(Kind.H2, Kind.POSTGRES)) {
      use(kind);
      sql("CREATE TABLE t (a %s)".formatted(kind == Kind.H2 ? "varchar array" : "text[]"));

      save("{'table': 't'}", "{'a': ['x', null, 'y']}");

      assertThat(rows("SELECT * FROM t")).isEqualTo("[[['x',null,'y']]]");
    }
  }

  @Test
  void aSchemaIsHeeded() throws Exception {
    use(Kind.H2);
    sql("CREATE SCHEMA sales; CREATE TABLE sales.t (n int)");

    save("{'table': 'sales.t'}", "{'n': 1}");
    save("{'table': 't', 'schema': 'sales'}", "{'n': 2}");

    assertThat(rows("SELECT count(*) FROM sales.t")).isEqualTo("[[2]]");
    assertThat(rows("SELECT count(*) FROM sales.noetl_save")).isEqualTo("[[2]]");
  }

  // -- Exactly once ----------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void aJobThatComesAgainGetsTheAnswerOfThen(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (n int)");
    var spec = "{'table': 't'}";

    var first = save("7/step/1", 1, spec, "{'n': 1}");
    var second = save("7/step/1", 1, spec, "{'n': 1}");
    save("7/step/1", 2, spec, "{'n': 2}");
    save("7/step/1/0", 1, spec, "{'n': 3}");

    assertThat(second).isEqualTo(first);
    assertThat(rows("SELECT n FROM t ORDER BY n")).isEqualTo("[[1],[2],[3]]");
    assertThat(rows("SELECT execution, step, visit, iteration, attempt FROM noetl_save"))
        .contains("[7,'step',1,'-',1]", "[7,'step',1,'0',1]");
  }

  @ParameterizedTest
  @EnumSource
  void ofManyDeliveriesAtOnceOneWrites(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (n int)");

    List<Future<Fields>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        all.add(threads.submit(() -> save("7/step/1", 1, "{'table': 't'}", "{'n': 1}")));
      }
    }

    for (var each : all) {
      assertThat(json(each.get())).isEqualTo("{'saved':'jdbc','table':'t','rows':1}");
    }
    assertThat(rows("SELECT n FROM t")).isEqualTo("[[1]]");
  }

  @ParameterizedTest
  @EnumSource
  void aSaveThatFailsLeavesNothing(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (n int PRIMARY KEY)");

    var failure = failure("{'table': 't'}", "[{'n': 1}, {'n': 1}]");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(rows("SELECT count(*) FROM t")).isEqualTo("[[0]]");
    assertThat(rows("SELECT count(*) FROM noetl_save")).isEqualTo("[[0]]");
    save("{'table': 't'}", "{'n': 1}");
    assertThat(rows("SELECT n FROM t")).isEqualTo("[[1]]");
  }

  @Test
  void withoutTheMarkNothingIsRemembered() throws Exception {
    use(Kind.SQLITE);
    sql("CREATE TABLE t (n int)");

    for (int i = 0; i < 2; i++) {
      save("7/step/1", 1, "{'table': 't', 'exactly_once': false}", "{'n': 1}");
    }

    assertThat(rows("SELECT count(*) FROM t")).isEqualTo("[[2]]");
    assertThat(rows("SELECT name FROM sqlite_master")).isEqualTo("[['t']]");
  }

  @Test
  void aMarkThatCannotBeMadeIsRefused() throws Exception {
    use(Kind.H2);
    sql(
        "CREATE TABLE t (n int); CREATE USER u PASSWORD 'secret-word';"
            + " GRANT INSERT, SELECT ON t TO u");
    var admin = url;
    url = url.replace(";DB_CLOSE_DELAY=-1", "");
    var spec = "{'table': 't', 'user': 'u', 'password': 'secret-word'%s}";

    var failure = failure(spec.formatted(""), "{'n': 1}");
    save(spec.formatted(", 'exactly_once': false"), "{'n': 1}");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message())
        .contains("cannot be known to be done once", "noetl_save cannot be made", "exactly_once");
    url = admin;
    assertThat(rows("SELECT n FROM t")).isEqualTo("[[1]]");
  }

  @Test
  void aTableThatIsGoneAndBackIsFoundAgain() throws Exception {
    use(Kind.H2);
    sql("CREATE TABLE t (n int)");
    save("{'table': 't'}", "{'n': 1}");
    sql("DROP TABLE t; CREATE TABLE t (m varchar(5), n varchar(5)); DROP TABLE noetl_save");

    save("{'table': 't'}", "{'n': 'two', 'm': 'x'}");
    save("{'table': 't'}", "{'n': 'three'}");

    assertThat(rows("SELECT n FROM t ORDER BY n")).isEqualTo("[['three'],['two']]");
  }

  @Test
  void aDefinitionThatCommitsIsRefused() throws Exception {
    use(Kind.H2);

    var failure = failure("{'statement': 'CREATE TABLE t (n int)'}", "{'n': 1}");

    assertThat(failure.message()).contains("CREATE commits in this database");
    save("{'statement': 'CREATE TABLE t (n int)', 'exactly_once': false}", "{'n': 1}");
  }

  // -- What is wrong ---------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void whatIsNotThereIsTold(Kind kind) throws Exception {
    use(kind);
    sql("CREATE TABLE t (id int PRIMARY KEY, n int)");

    assertThat(failure("{'table': 'nowhere'}", "{'n': 1}").message())
        .startsWith("there is no table \"nowhere\" in jdbc:");
    assertThat(failure("{'table': 't'}", "{'m': 1}").message())
        .contains("has no column 'm'; it has ")
        .containsIgnoringCase("id, n");
    assertThat(failure("{'table': 't', 'mode': 'upsert', 'key': 'id'}", "{'n': 1}").message())
        .containsIgnoringCase("a row lacks a column of the key (id)");
    assertThat(failure("{'table': 't', 'mode': 'update', 'key': 'id'}", "{'id': 1}").message())
        .isEqualTo("a row has nothing to update beside its key");
    assertThat(failure("{'table': 't; DROP TABLE t'}", "{'n': 1}").message())
        .contains("is not the name of a table");
    assertThat(failure("{'table': 't'}", "{}").message()).isEqualTo("a row is empty");
    assertThat(failure("{'statement': 'COMMIT'}", "{}").message()).contains("cannot hold COMMIT");
    assertThat(failure("{'statement': 'SELEC 1'}", "{}").message()).contains("in: SELEC 1");
  }

  @Test
  void valuesThatDoNotFitAreTold() throws Exception {
    use(Kind.H2);
    sql("CREATE TABLE t (n int, b boolean, x blob)");

    assertThat(failure("{'table': 't'}", "{'n': 'two'}").message())
        .isEqualTo("column N takes a number, not \"two\"");
    assertThat(failure("{'table': 't'}", "{'b': 'maybe'}").message())
        .isEqualTo("column B takes true or false, not \"maybe\"");
    assertThat(failure("{'table': 't'}", "{'x': 'no base64'}").message())
        .contains("column X takes bytes as base64");
  }

  @Test
  void connectionsComeBackClean() throws Exception {
    use(Kind.POSTGRES);
    sql("CREATE TABLE t (n int)");

    save("{'table': 't'}", "{'n': 1}");
    assertThat(databases.idle()).isOne();
    run("BEGIN; INSERT INTO t VALUES (2)");
    assertThat(databases.idle()).isZero();

    assertThat(rows("SELECT n FROM t")).isEqualTo("[[1]]");
    assertThat(databases.idle()).isOne();
    Await.until("nobody else is connected", () -> others().equals("[[0]]"));
  }

  private String others() {
    try {
      return rows(
          "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'noetl'"
              + " AND datname = current_database() AND pid <> pg_backend_pid()");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  // -- Plumbing --------------------------------------------------------------------------------

  private void sql(String commands) throws Exception {
    run(commands);
  }

  private Fields run(String command) throws Exception {
    var config = Fields.of("url", Text.of(url), "command", Text.of(command));
    var call = new ToolCall("1/step/1", config, Fields.EMPTY, "", Fields.EMPTY, "step");
    return (Fields) tool.run(call, new TestWatch());
  }

  private Fields save(String spec, String data) throws Exception {
    return save("7/job%d/1".formatted(++jobs), 1, spec, data);
  }

  /// Single quotes stand for double ones, and `@` for escaped ones.
  private Fields save(String key, int attempt, String spec, String data) throws Exception {
    return save(key, attempt, Calls.fields(plain(spec)), Json.read(plain(data)));
  }

  private Fields save(Fields spec, Value data) throws Exception {
    return save("7/job%d/1".formatted(++jobs), 1, spec, data);
  }

  private Fields save(String key, int attempt, Fields spec, Value data) throws Exception {
    var step = key.split("/", 3)[1];
    var order = new Order(key, attempt, step, spec.with("endpoint", Text.of(url)), data);
    return saver.save(order, new TestWatch());
  }

  private static String plain(String text) {
    // The values of statements have single quotes of their own in none of these tests.
    return text.replace('\'', '"').replace("@", "\\\"");
  }

  private Failure failure(String spec, String data) {
    return catchThrowableOfType(ToolFailure.class, () -> save(spec, data)).failure();
  }

  private Fields first(String query) throws Exception {
    var row = (Fields) found(query).get(0);
    var lower = Fields.builder();
    row.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower.build();
  }

  private Items found(String query) throws Exception {
    return (Items) ((Fields) run(query).get("command_0")).get("rows");
  }

  /// The rows as lists.
  private String rows(String query) throws Exception {
    var rows = new ArrayList<Value>();
    for (var row : found(query)) {
      rows.add(new Items(List.copyOf(((Fields) row).asMap().values())));
    }
    return json(new Items(rows));
  }

  private static String json(Value value) {
    return Json.write(value).replace('"', '\'');
  }
}
