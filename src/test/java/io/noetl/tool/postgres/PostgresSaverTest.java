package io.noetl.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.PostgresServer;
import io.noetl.job.Failure;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a save writes, in each mode and of each type.
class PostgresSaverTest {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();

  private final PostgresTool tool =
      new PostgresTool(Environment.of(Map.of()), DATABASE.credentials("pg"));
  private final PostgresSaver saver = new PostgresSaver(tool);
  private int jobs;

  @BeforeEach
  void begin() {
    DATABASE.execute(
        "DROP SCHEMA public CASCADE",
        "CREATE SCHEMA public",
        "CREATE TABLE t (id text PRIMARY KEY, name text, n int)");
  }

  @AfterEach
  void end() {
    tool.close();
  }

  @Test
  void aMapIsOneRow() throws Exception {
    var answer = save("{'table': 't'}", "{'id': 'a', 'name': 'x', 'n': 1}");

    assertThat(Json.write(answer)).isEqualTo("{\"saved\":\"postgres\",\"table\":\"t\",\"rows\":1}");
    assertThat(rows()).isEqualTo("(a,x,1)");
  }

  @Test
  void aListOfMapsIsOneStatement() throws Exception {
    DATABASE.execute(
        "CREATE TABLE statements (n int)",
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN INSERT INTO statements VALUES (1); RETURN NULL; END $$",
        "CREATE TRIGGER c AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION note()");

    var answer = save("{'table': 't'}", "[{'id': 'a', 'n': 1}, {'n': 2, 'id': 'b'}]");

    assertThat(answer.get("rows")).isEqualTo(Num.of(2));
    assertThat(rows()).isEqualTo("(a,,1)\n(b,,2)");
    assertThat(DATABASE.rows("SELECT count(*) FROM statements")).isEqualTo("(1)");
  }

  @Test
  void rowsWithOtherColumnsKeepTheirDefaults() throws Exception {
    DATABASE.execute("ALTER TABLE t ALTER n SET DEFAULT 7");

    save("{'table': 't'}", "[{'id': 'a', 'n': null}, {'id': 'b'}, {'id': 'c', 'n': 1}]");

    assertThat(rows()).isEqualTo("(a,,)\n(b,,7)\n(c,,1)");
  }

  @Test
  void moreRowsThanParametersCanCountAreCut() throws Exception {
    var list = new ArrayList<Value>();
    for (int i = 0; i < 30_000; i++) {
      list.add(Fields.builder().put("id", "r" + i).put("name", "x").put("n", i).build());
    }

    save(Calls.fields("{\"table\": \"t\"}"), new Items(list));
    save(
        Calls.fields("{\"table\": \"t\", \"batch\": 7, \"mode\": \"upsert\", \"key\": [\"id\"]}"),
        new Items(list.subList(0, 100)));

    assertThat(DATABASE.rows("SELECT count(*), sum(n) FROM t")).isEqualTo("(30000,449985000)");
  }

  @Test
  void anUpsertUpdatesWhatIsThere() throws Exception {
    save("{'table': 't'}", "{'id': 'a', 'name': 'x', 'n': 1}");

    save(
        "{'table': 't', 'mode': 'upsert', 'key': ['id']}",
        "[{'id': 'a', 'n': 2}, {'id': 'b', 'n': 3}, {'id': 'b', 'n': 4}]");

    assertThat(rows()).isEqualTo("(a,x,2)\n(b,,4)");
  }

  @Test
  void anUpsertOfNothingButTheKeyChangesNothing() throws Exception {
    DATABASE.execute("CREATE TABLE pairs (a int, b int, PRIMARY KEY (a, b))");

    save("{'table': 'pairs', 'mode': 'upsert', 'key': 'a, b'}", "{'a': 1, 'b': 2}");
    var again = save("{'table': 'pairs', 'mode': 'upsert', 'key': 'a, b'}", "{'a': 1, 'b': 2}");

    assertThat(again.get("rows")).isEqualTo(Num.of(0));
    assertThat(DATABASE.rows("SELECT * FROM pairs")).isEqualTo("(1,2)");
  }

  @Test
  void anUpdateChangesOnlyWhatIsThere() throws Exception {
    save("{'table': 't'}", "[{'id': 'a', 'n': 1}, {'id': 'b', 'n': 1}]");

    var answer =
        save(
            "{'table': 't', 'mode': 'update', 'key': ['id']}",
            "[{'n': 5, 'id': 'a'}, {'n': 6, 'id': 'z'}]");

    assertThat(answer.get("rows")).isEqualTo(Num.of(1));
    assertThat(rows()).isEqualTo("(a,,5)\n(b,,1)");
  }

  @Test
  void appendInsertsAndOverwriteReplaces() throws Exception {
    save("{'table': 't'}", "{'id': 'a'}");
    save("{'table': 't', 'mode': 'append'}", "{'id': 'b'}");
    assertThat(rows()).isEqualTo("(a,,)\n(b,,)");

    save("{'table': 't', 'mode': 'overwrite'}", "[{'id': 'c'}]");
    assertThat(rows()).isEqualTo("(c,,)");
  }

  @Test
  void valuesGetTheTypesOfTheirColumns() throws Exception {
    DATABASE.execute(
        "CREATE TYPE mood AS ENUM ('happy')",
        "CREATE DOMAIN doc AS jsonb",
        """
        CREATE TABLE types (i smallint, big numeric, price numeric(10,2), f real, yes boolean,
          nothing text, list jsonb, map jsonb, doc doc, said jsonb, word jsonb, at timestamptz,
          day date, u uuid, tags text[], grid int[], bytes bytea, feeling mood, name varchar(5),
          truth text, number text, json text, span int4range)
        """);

    save(
        "{'table': 'types'}",
        """
        {'i': 30.0, 'big': 123456789012345678901234567890, 'price': 99.99, 'f': 3.14159,
         'yes': true, 'nothing': null, 'list': [1, 'two', null], 'map': {'a': {'b': [true]}},
         'doc': {'x': 1}, 'said': '{`k`: `v`}', 'word': 'plain', 'at': '2025-10-16T10:30:00Z',
         'day': '2025-10-16', 'u': '6f9619ff-8b86-d011-b42d-00c04fc964ff',
         'tags': ['a,b', 'c`d', null], 'grid': [[1, 2], [3, 4]], 'bytes': '3q2+7w==',
         'feeling': 'happy', 'name': 'abcde', 'truth': true, 'number': 1.5, 'json': {'a': 1},
         'span': '[1,5)'}
        """
            .replace("`", "\\\""));

    var call = Calls.of("{\"auth\": \"pg\", \"command\": \"SELECT * FROM types\"}", "{}");
    var result = (Fields) ((Fields) tool.run(call, new TestWatch())).get("command_0");
    assertThat(Json.write(((Items) result.get("rows")).get(0)).replace('"', '\''))
        .isEqualTo(
            "{'i':30,'big':123456789012345678901234567890,'price':99.99,'f':3.14159,'yes':true,"
                + "'nothing':null,'list':[1,'two',null],'map':{'a':{'b':[true]}},'doc':{'x':1},"
                + "'said':{'k':'v'},'word':'plain','at':'2025-10-16T10:30:00Z',"
                + "'day':'2025-10-16','u':'6f9619ff-8b86-d011-b42d-00c04fc964ff',"
                + "'tags':['a,b','c\\'d',null],'grid':[[1,2],[3,4]],'bytes':'3q2+7w==',"
                + "'feeling':'happy','name':'abcde','truth':'true','number':'1.5',"
                + "'json':'{\\'a\\':1}','span':'[1,5)'}");
  }

  @Test
  void aTextThatIsTooLongIsNotCut() {
    DATABASE.execute("CREATE TABLE short (name varchar(3))");

    var failure = failure("{'table': 'short'}", "{'name': 'abcd'}");

    assertThat(failure.code()).isEqualTo("22001");
    assertThat(failure.message())
        .isEqualTo("table short: value too long for type character varying(3) (SQLSTATE 22001)");
  }

  @Test
  void hostileTextsStayTexts() throws Exception {
    var hostile = "'; DROP TABLE t; -- \\ \" \n \uD83D\uDE00 $$ ? :x";

    save(
        Calls.fields("{\"table\": \"t\"}"),
        Fields.of("id", Text.of(hostile), "name", Text.of("$1")));

    assertThat(
            DATABASE.rows(
                "SELECT id = E'''; DROP TABLE t; -- \\\\ \" \\n \uD83D\uDE00 $$ ? :x' FROM t"))
        .isEqualTo("(t)");
  }

  @Test
  void hostileNamesAreNoTables() {
    assertThat(failure("{'table': 't; DROP TABLE t'}", "{'id': 'a'}").message())
        .startsWith("'t; DROP TABLE t' is not the name of a table");
    assertThat(failure("{'table': 'a.b.c'}", "{'id': 'a'}").message())
        .startsWith("'a.b.c' is not the name of a table");
    assertThat(failure("{'table': '`t'}".replace("`", "\\\""), "{'id': 'a'}").kind())
        .isEqualTo(Failure.Kind.INVALID);
    assertThat(failure("{'table': 't'}", "{'id\\\") VALUES (1); --': 'a'}").message())
        .isEqualTo("the table public.t has no column 'id\") VALUES (1); --'; it has id, name, n");
  }

  @Test
  void namesMayBeQuotedQualifiedOrInCapitals() throws Exception {
    DATABASE.execute(
        "CREATE SCHEMA sales",
        "CREATE TABLE sales.\"Odd \"\"Name\" (\"Camel Case\" int, lower int)");

    save("{'table': 'T'}", "{'ID': 'a', 'Name': 'b'}");
    save("{'table': 'sales.`Odd ``Name`'}".replace("`", "\\\""), "{'Camel Case': 1, 'LOWER': 2}");
    save("{'table': '`Odd ``Name`', 'schema': 'sales'}".replace("`", "\\\""), "{'lower': 3}");

    assertThat(rows()).isEqualTo("(a,b,)");
    assertThat(DATABASE.rows("SELECT * FROM sales.\"Odd \"\"Name\"")).isEqualTo("(1,2)\n(,3)");
    assertThat(DATABASE.rows("SELECT count(*) FROM sales.noetl_save")).isEqualTo("(2)");
  }

  @Test
  void whatIsMissingIsTold() {
    assertThat(failure("{'table': 'no_such'}", "{'id': 'a'}").message())
        .isEqualTo(
            "there is no table \"no_such\" in localhost:%d/%s: create it before"
                .formatted(DATABASE.port(), DATABASE.name()));
    assertThat(failure("{'table': 't'}", "{'id': 'a', 'nme': 'b'}").message())
        .isEqualTo("the table public.t has no column 'nme'; it has id, name, n");
    assertThat(failure("{'table': 't'}", "'text'").message())
        .isEqualTo("'data' must be a map or a list of maps, is a text");
    assertThat(failure("{'table': 't'}", "[{'id': 'a'}, 1]").message())
        .isEqualTo("'data' must be a map or a list of maps; item 1 is a number");
    assertThat(failure("{'table': 't'}", "{}").message()).isEqualTo("a row is empty");
    assertThat(failure("{'table': 't', 'mode': 'upsert'}", "{'id': 'a'}").message())
        .isEqualTo("'mode: upsert' needs 'key'");
    assertThat(failure("{'table': 't', 'mode': 'update', 'key': 'id'}", "{'n': 1}").message())
        .isEqualTo("a row lacks a column of the key (id)");
    assertThat(failure("{}", "{'id': 'a'}").message())
        .isEqualTo("'storage: postgres' needs 'table' or 'statement'");
  }

  @Test
  void aTableThatHasChangedIsLookedAtAgain() throws Exception {
    save("{'table': 't'}", "{'id': 'a'}");
    DATABASE.execute("ALTER TABLE t ADD more jsonb", "ALTER TABLE t DROP n");
    save("{'table': 't'}", "{'id': 'b', 'more': 'text'}");

    DATABASE.execute("DROP TABLE t", "CREATE TABLE t (id text, more text[])");
    save("{'table': 't'}", "{'id': 'c', 'more': ['x']}");

    assertThat(DATABASE.rows("SELECT * FROM t")).isEqualTo("(c,{x})");
  }

  @Test
  void anEmptyListSavesNothing() throws Exception {
    assertThat(save("{'table': 't'}", "[]").get("rows")).isEqualTo(Num.of(0));
  }

  // -- Statements ------------------------------------------------------------------------------

  @Test
  void aStatementGetsTheDataByName() throws Exception {
    var answer =
        save(
            "{'statement': 'INSERT INTO t (id, name, n) VALUES (:id, :name, :n + 1)'}",
            "{'id': 'a', 'name': \"it's\", 'n': 1}");

    assertThat(Json.write(answer)).isEqualTo("{\"saved\":\"postgres\",\"rows\":1}");
    assertThat(rows()).isEqualTo("(a,it's,2)");
  }

  @Test
  void aStatementRunsForEachMapOfAList() throws Exception {
    save(
        "{'statement': 'INSERT INTO t (id, n) VALUES (:id, :n)', 'params': {'n': 9}}",
        "[{'id': 'a'}, {'id': 'b', 'n': 1}]");

    assertThat(rows()).isEqualTo("(a,,9)\n(b,,9)");
  }

  @Test
  void aStatementMayHaveItsValuesInOrder() throws Exception {
    save("{'statement': 'INSERT INTO t (id, n) VALUES (?, ?)', 'params': ['a', 3]}", "null");

    assertThat(rows()).isEqualTo("(a,,3)");
  }

  @Test
  void severalStatementsAreOneTransaction() {
    var failure =
        failure(
            "{'statement': 'INSERT INTO t (id) VALUES (:id); INSERT INTO t (id) VALUES (:id)'}",
            "{'id': 'a'}");

    assertThat(failure.code()).isEqualTo("23505");
    assertThat(failure.message()).contains("in: INSERT INTO t (id) VALUES (:id))");
    assertThat(rows()).isEmpty();
    assertThat(failure("{'statement': 'INSERT INTO t (id) VALUES (1); COMMIT'}", "{}").message())
        .isEqualTo("a save is one transaction, so it cannot hold COMMIT");
  }

  @Test
  void theConnectionMayStandInTheSave() throws Exception {
    var spec =
        Calls.fields(
            "{\"table\": \"t\", \"spec\": {\"dsn\": \"postgresql://postgres@localhost:%d/%s\"}}"
                .formatted(DATABASE.port(), DATABASE.name()));

    saver.save(new Order("1/s/1", 1, "s", spec, Calls.fields("{\"id\": \"a\"}")), new TestWatch());

    assertThat(rows()).isEqualTo("(a,,)");
  }

  // -- Plumbing --------------------------------------------------------------------------------

  private static String rows() {
    return DATABASE.rows("SELECT * FROM t ORDER BY id");
  }

  private Fields save(String spec, String data) throws Exception {
    return save(
        Calls.fields(quoted(spec)), data.equals("null") ? Null.NULL : Json.read(quoted(data)));
  }

  private static String quoted(String json) {
    return json.replace("it's", "it\u0001s").replace('\'', '"').replace('\u0001', '\'');
  }

  /// Each save is a job of its own.
  private Fields save(Fields spec, Value data) throws Exception {
    jobs++;
    var order = new Order("1/step/" + jobs, 1, "step", spec.with("auth", Text.of("pg")), data);
    return saver.save(order, new TestWatch());
  }

  private Failure failure(String spec, String data) {
    return catchThrowableOfType(ToolFailure.class, () -> save(spec, data)).failure();
  }
}
