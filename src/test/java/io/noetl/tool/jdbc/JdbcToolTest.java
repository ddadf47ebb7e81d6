package io.noetl.tool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.job.Failure;
import io.noetl.tool.Auth;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.TestWatch;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolContract;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcToolTest implements ToolContract {
  @TempDir Path directory;

  private final String url = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());
  private final Databases databases = new Databases(Path.of("no-drivers"), FileRoot.anywhere());
  private final JdbcTool tool =
      JdbcTool.jdbc(
          databases,
          new Auth(
              Environment.of(Map.of("NOETL_SECRET_DB", "jdbc:sqlite::memory:")), Credentials.NONE));

  @AfterEach
  void close() throws Exception {
    tool.close();
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
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
    return call("SELECT max(mod(x, 7)) FROM system_range(1, 1000000000000)");
  }

  @Override
  public boolean hasBegun(TestWatch watch) {
    return statements().contains("mod(x, 7)");
  }

  /// What other sessions of the database do.
  private String statements() {
    var query = "SELECT executing_statement FROM information_schema.sessions WHERE session_id <> ";
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query + "session_id()")) {
      var all = new StringBuilder();
      while (rows.next()) {
        all.append(rows.getString(1)).append('\n');
      }
      return all.toString();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ToolCall torrent() {
    return call("SELECT repeat('x', 1000) FROM system_range(1, 100000)");
  }

  // -- Results ---------------------------------------------------------------------------------

  @Test
  void statementsRunInOrderOnOneConnection() throws Exception {
    var result =
        run(
            """
            CREATE LOCAL TEMPORARY TABLE t ("id" int, "name" text); -- one; two
            INSERT INTO t VALUES (1, 'a;b'), (2, NULL);
            SELECT * FROM t ORDER BY "id";
            UPDATE t SET "name" = 'x' WHERE "id" = 9
            """);

    assertThat(json(result))
        .isEqualTo(
            "{'command_0':{'status':'success','row_count':-1,'message':'done'},"
                + "'command_1':{'status':'success','row_count':2,'message':'2 rows affected'},"
                + "'command_2':{'status':'success','rows':[{'id':1,'name':'a;b'},"
                + "{'id':2,'name':null}],'row_count':2,'columns':['id','name']},"
                + "'command_3':{'status':'success','row_count':0,'message':'0 rows affected'}}");
  }

  @Test
  void columnsOfOneNameAreAllKept() throws Exception {
    assertThat(json(first("SELECT 1 AS \"a\", 2 AS \"a\""))).isEqualTo("{'a':1,'a_2':2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CAST(NULL AS int)                                    | null",
        "TRUE                                                 | true",
        "CAST(9223372036854775807 AS bigint)                  | 9223372036854775807",
        "CAST(123456789012345678901234567890 AS numeric(40))  | 123456789012345678901234567890",
        "CAST(5.10 AS numeric(10,2))                          | 5.1",
        "CAST(0.1 AS real)                                    | 0.1",
        "CAST('NaN' AS double precision)                      | 'NaN'",
        "DATE '2025-03-30'                                    | '2025-03-30'",
        "TIME '02:30:00.5'                                    | '02:30:00.5'",
        "TIMESTAMP '2025-03-30 02:30:00'                      | '2025-03-30T02:30:00'",
        "TIMESTAMP WITH TIME ZONE '2025-03-30 02:30:00+02:00' | '2025-03-30T00:30:00Z'",
        "X'00ff10'                                            | 'AP8Q'",
        "CAST('ünïcødé 😀' AS clob)                            | 'ünïcødé 😀'",
        "CAST(X'00ff10' AS blob)                              | 'AP8Q'",
        "ARRAY[1, NULL, 3]                                    | [1,null,3]",
        "ARRAY[ARRAY['a'], ARRAY['b']]                        | [['a'],['b']]",
        "JSON '{\"a\": [1, 2.5]}'                             | {'a':[1,2.5]}",
        "UUID '00000000-0000-0000-0000-00000000000a' | '00000000-0000-0000-0000-00000000000a'",
        "INTERVAL '1' DAY                                     | 'INTERVAL ''1'' DAY'",
      })
  void typesAreKept(String sql, String json) throws Exception {
    assertThat(Json.write(first("SELECT " + sql + " AS \"v\"").get("v")))
        .isEqualTo(json.replace("''", "@").replace('\'', '"').replace('@', '\''));
  }

  @Test
  void sqliteNeedsNothingButAFile() throws Exception {
    var file = directory.resolve("new/orders.db");
    var config =
        Fields.of(
            "url",
            Text.of("jdbc:sqlite:" + file),
            "command",
            Text.of(
                "CREATE TABLE t (id integer, ok boolean, price numeric, at timestamp, b blob);"
                    + "INSERT INTO t VALUES (1, true, 2.5, '2025-01-02', x'0102'), (2,0,3,4,NULL);"
                    + "SELECT * FROM t"));

    var result = run(config, Fields.EMPTY);

    assertThat(json(rows(result, "command_2")))
        .isEqualTo(
            "[{'id':1,'ok':true,'price':2.5,'at':'2025-01-02','b':'AQI='},"
                + "{'id':2,'ok':false,'price':3,'at':4,'b':null}]");
    assertThat(file).exists();
    assertThat(databases.idle()).isZero();
  }

  @Test
  void noMoreRowsThanWantedAreRead() throws Exception {
    var config =
        Calls.fields("{\"command\": \"SELECT x FROM system_range(1, 10)\", \"max_rows\": 3}");

    var entry = (Fields) run(with(config), Fields.EMPTY).get("command_0");

    assertThat(json(entry)).contains("'row_count':3", "'truncated':true");
    var all = (Fields) run(with(config.with("max_rows", Json.read("10"))), Fields.EMPTY);
    assertThat(json(all)).doesNotContain("truncated");
  }

  // -- Values ----------------------------------------------------------------------------------

  @Test
  void inputsAreBoundByName() throws Exception {
    var hostile = "'; DROP TABLE users; --";
    var config = Calls.fields("{\"command\": \"SELECT :name AS name, :n + 1 AS next\"}");

    var result = run(with(config), Fields.of("name", Text.of(hostile), "n", Json.read("41")));

    assertThat(json(rows(result, "command_0")))
        .isEqualTo("[{'NAME':''; DROP TABLE users; --','NEXT':42}]");
  }

  @Test
  void listsAreBoundByPlaceAndCommandsInAListAreNotSplit() throws Exception {
    var config =
        Calls.fields(
            "{\"command\": [\"SELECT ? AS a, 'x;y' AS b\", \"SELECT ? AS c;\"], \"params\": [1,"
                + " {\"k\": [true]}]}");

    var result = run(with(config), Fields.EMPTY);

    assertThat(json(rows(result, "command_0"))).isEqualTo("[{'A':1,'B':'x;y'}]");
    assertThat(rows(result, "command_1").get(0))
        .isEqualTo(Fields.of("C", Text.of("{\"k\":[true]}")));
  }

  @Test
  void aBatchRunsOneStatementForEachRow() throws Exception {
    run("CREATE TABLE t (a int, b varchar)");
    var lists =
        "{\"command\": \"INSERT INTO t VALUES (?, ?)\", \"batch\": true,"
            + " \"params\": [[1, \"x\"], [2, null]]}";
    var maps =
        "{\"command\": \"INSERT INTO t VALUES (:a, :b)\", \"batch\": true,"
            + " \"params\": [{\"a\": 3}, {\"a\": 4, \"b\": \"own\"}]}";

    var byPlace = run(with(Calls.fields(lists)), Fields.EMPTY);
    var byName = run(with(Calls.fields(maps)), Calls.fields("{\"b\": \"all\"}"));

    assertThat(json(byPlace))
        .isEqualTo("{'command_0':{'status':'success','row_count':2,'message':'2 rows affected'}}");
    assertThat(json(byName)).contains("'row_count':2");
    assertThat(json(rows(run("SELECT * FROM t ORDER BY a"), "command_0")))
        .isEqualTo("[{'A':1,'B':'x'},{'A':2,'B':null},{'A':3,'B':'all'},{'A':4,'B':'own'}]");
  }

  @Test
  void aBatchIsDoneWholeOrNotAtAll() throws Exception {
    run("CREATE TABLE t (a int PRIMARY KEY)");
    var config =
        Calls.fields(
            "{\"command\": \"INSERT INTO t VALUES (?)\", \"batch\": true, \"params\": [[1], [1]]}");

    var failure = failure(with(config));

    assertThat(failure.code()).isEqualTo("23505");
    assertThat(failure.message()).startsWith("command_0: ");
    assertThat(json(rows(run("SELECT * FROM t"), "command_0"))).isEqualTo("[]");
  }

  @Test
  void anEmptyBatchDoesNothing() throws Exception {
    var config = Calls.fields("{\"command\": \"nonsense ?\", \"batch\": true, \"params\": []}");

    assertThat(json(run(with(config), Fields.EMPTY))).contains("'row_count':0");
  }

  // -- Failures and transactions ---------------------------------------------------------------

  @Test
  void theFirstFailureEndsItAndKeepsWhatThereIs() throws Exception {
    var failure =
        failure(
            with(
                Calls.fields(
                    "{\"command\": \"CREATE TABLE t (a int); INSERT INTO t VALUES (1);"
                        + " SELECT nothing FROM t; SELECT 3\"}")));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("42S22");
    assertThat(failure.message())
        .startsWith("command_2: Column \"NOTHING\" not found")
        .endsWith("(SQLSTATE 42S22, code 42122, in: SELECT nothing FROM t)");
    assertThat(((Fields) failure.result()).names())
        .containsExactly("command_0", "command_1", "command_2");
    assertThat(json(rows(run("SELECT * FROM t"), "command_0"))).isEqualTo("[{'A':1}]");
  }

  @Test
  void aTransactionIsAllOrNothing() throws Exception {
    run("CREATE TABLE t (a int PRIMARY KEY)");
    var config =
        Calls.fields(
            "{\"command\": \"INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)\","
                + " \"transaction\": true}");

    assertThat(failure(with(config)).message()).startsWith("command_1: ");

    assertThat(json(rows(run("SELECT * FROM t"), "command_0"))).isEqualTo("[]");
    var right = config.with("command", Text.of("INSERT INTO t VALUES (1); DELETE FROM t"));
    assertThat(json(run(with(right), Fields.EMPTY))).contains("'row_count':1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                                 | does not say which database",
        "{'url': 'postgres://x'}            | a JDBC URL begins with jdbc:",
        "{'url': 'jdbc:h2:mem:x', 'command': ' ; '}  | has no statement to run",
        "{'url': 'jdbc:h2:mem:x', 'max_rows': 0}     | 'max_rows' must be a whole number",
        "{'url': 'jdbc:h2:mem:x', 'fetch_size': 'a'} | 'fetch_size' must be a whole number",
        "{'url': 'jdbc:h2:mem:x', 'properties': 'a'} | 'properties' must be a map",
        "{'url': 'jdbc:h2:mem:x', 'batch': true, 'command': 'SELECT 1; SELECT 2'} | be one",
        "{'url': 'jdbc:h2:mem:x', 'batch': true, 'command': 'SELECT 1'} | must be 'params'",
        "{'url': 'jdbc:h2:mem:x', 'batch': true, 'command': 'X', 'params': [1]} | row 0 of",
        "{'url': 'jdbc:h2:mem:x', 'driver': 'no.Such', 'command': 'X'} | no class no.Such",
        "{'url': 'jdbc:h2:mem:x', 'driver': 'java.lang.String', 'command': 'X'} | as a driver",
        "{'url': 'jdbc:h2:mem:x', 'driver': 'org.sqlite.JDBC', 'command': 'X'} | does not take",
      })
  void wrongCallsAreExplained(String config, String message) {
    var failure = failure(Calls.fields(config.replace('\'', '"')));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message()).contains(message);
  }

  @Test
  void aSecretMayBeTheUrl() throws Exception {
    var config =
        Calls.fields(
            "{\"auth\": {\"source\": \"secret\", \"name\": \"db\"},"
                + " \"command\": \"SELECT 1 AS a\"}");

    assertThat(json(run(config, Fields.EMPTY))).contains("[{'a':1}]");
  }

  @Test
  void passwordsAreHidden() throws Exception {
    var watch = new TestWatch();
    var config =
        Calls.fields(
            "{\"url\": \"jdbc:h2:mem:x;PASSWORD=in-the-url\", \"user\": \"sa\","
                + " \"properties\": {\"trustStorePassword\": \"in-a-property\","
                + " \"MODE\": \"MySQL\"}, \"command\": \"SELECT 1\"}");

    try {
      tool.run(new ToolCall("1/s/1", config, Fields.EMPTY, "", Fields.EMPTY, "s"), watch);
    } catch (ToolFailure e) {
      assertThat(e.failure().message()).doesNotContain("in-the-url");
    }

    assertThat(watch.hidden()).contains("in-the-url", "in-a-property").doesNotContain("MySQL");
  }

  // -- Plumbing --------------------------------------------------------------------------------

  private Fields with(Fields config) {
    return config.with("url", Text.of(url));
  }

  private ToolCall call(String command) {
    var config = with(Fields.of("command", Text.of(command)));
    return new ToolCall("1/step/1", config, Fields.EMPTY, "", Fields.EMPTY, "step");
  }

  private Fields run(String command) throws Exception {
    return (Fields) tool.run(call(command), new TestWatch());
  }

  private Fields run(Fields config, Fields inputs) throws Exception {
    return (Fields)
        tool.run(
            new ToolCall("1/step/1", config, inputs, "", Fields.EMPTY, "step"), new TestWatch());
  }

  private Failure failure(Fields config) {
    return catchThrowableOfType(ToolFailure.class, () -> run(config, Fields.EMPTY)).failure();
  }

  private Fields first(String sql) throws Exception {
    return (Fields) rows(run(sql), "command_0").get(0);
  }

  private static Items rows(Fields result, String command) {
    return (Items) ((Fields) result.get(command)).get("rows");
  }

  private static String json(Value value) {
    return Json.write(value).replace('"', '\'');
  }
}
