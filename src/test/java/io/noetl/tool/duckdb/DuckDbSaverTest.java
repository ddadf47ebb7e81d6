package io.noetl.tool.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbSaverTest {
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

  @Test
  void aTableIsMadeWithTheTypesOfTheRows() throws Exception {
    var answer =
        duckDb.save(
            "{\"table\": \"t\"}",
            "[{\"id\": 1, \"r\": 1, \"b\": true, \"s\": \"it's\", \"j\": {\"a\": [1]},"
                + " \"n\": null},"
                + "{\"id\": 36893488147419103232, \"r\": 1.5, \"s\": 7, \"j\": \"x\"}]");

    assertThat(json(answer)).isEqualTo("{'saved':'duckdb','table':'t','rows':2}");
    assertThat(duckDb.rows("SELECT typeof(COLUMNS(*)) FROM t LIMIT 1"))
        .isEqualTo(
            "[{'id':'HUGEINT','r':'DOUBLE','b':'BOOLEAN','s':'VARCHAR','j':'JSON','n':'VARCHAR'}]");
    assertThat(duckDb.rows("FROM t"))
        .isEqualTo(
            "[{'id':1,'r':1.0,'b':true,'s':'it's','j':{'a':[1]},'n':null},"
                + "{'id':36893488147419103232,'r':1.5,'b':null,'s':'7','j':'x','n':null}]");
  }

  @Test
  void rowsTakeTheTypesOfTheColumnsThatAreThere() throws Exception {
    duckDb.run(
        """
        CREATE SCHEMA s;
        CREATE TABLE s."T x" (id INTEGER PRIMARY KEY, d DECIMAL(9,2), ts TIMESTAMPTZ, b BLOB,
          l INTEGER[], st STRUCT(a INTEGER), e ENUM('x', 'y'), ok INTEGER, u UUID,
          m MAP(VARCHAR, INT))
        """);

    duckDb.save(
        "{\"table\": \"s.\\\"T x\\\"\"}",
        "{\"ID\": 1.0, \"d\": \"99.99\", \"ts\": \"2025-10-16T10:30:00+02:00\", \"b\": \"YWI=\","
            + "\"l\": [1, null], \"st\": {\"a\": 3}, \"e\": \"y\", \"ok\": true, \"m\": {\"k\": 1},"
            + "\"u\": \"7bd0a1b8-8f5c-4c43-8a8e-3f6f3f1a0c11\"}");

    assertThat(duckDb.rows("FROM s.\"T x\""))
        .isEqualTo(
            "[{'id':1,'d':99.99,'ts':'2025-10-16T08:30:00Z','b':'YWI=','l':[1,null],"
                + "'st':{'a':3},'e':'y','ok':1,'u':'7bd0a1b8-8f5c-4c43-8a8e-3f6f3f1a0c11',"
                + "'m':{'k':1}}]");
  }

  @Test
  void upsertUpdatesWhatIsThere() throws Exception {
    duckDb.save(
        "1/step/1",
        "{\"table\": \"t\", \"mode\": \"upsert\", \"key\": [\"id\"]}",
        "[{\"id\": 1, \"a\": \"x\", \"n\": 1}, {\"id\": 2, \"a\": \"y\", \"n\": 1}]");

    duckDb.save(
        "1/step/2",
        "{\"table\": \"t\", \"mode\": \"upsert\", \"key\": [\"ID\"]}",
        "[{\"id\": 2, \"a\": \"first\"}, {\"id\": 2, \"a\": \"last\"}, {\"id\": 3, \"n\": 9}]");

    assertThat(duckDb.rows("FROM t ORDER BY id"))
        .isEqualTo("[{'id':1,'a':'x','n':1},{'id':2,'a':'last','n':1},{'id':3,'a':null,'n':9}]");
  }

  @Test
  void updateChangesOnlyWhatIsThere() throws Exception {
    duckDb.run("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR); INSERT INTO t VALUES (1, 'x')");

    var answer =
        duckDb.save(
            "{\"table\": \"t\", \"mode\": \"update\", \"key\": [\"id\"]}",
            "[{\"id\": 1, \"a\": \"y\"}, {\"id\": 2, \"a\": \"z\"}]");

    assertThat(json(answer)).contains("'rows':1");
    assertThat(duckDb.rows("FROM t")).isEqualTo("[{'id':1,'a':'y'}]");
    assertThat(
            duckDb.saveFailure(
                "{\"table\": \"none\", \"mode\": \"update\", \"key\": [\"id\"]}", "{\"id\": 1}"))
        .contains("there is no table \"main\".\"none\" to update");
  }

  @Test
  void overwriteLeavesNothingElse() throws Exception {
    duckDb.run("CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1), (2)");

    duckDb.save("{\"table\": \"t\", \"mode\": \"overwrite\"}", "[{\"id\": 2}, {\"id\": 3}]");

    assertThat(duckDb.rows("FROM t ORDER BY id")).isEqualTo("[{'id':2},{'id':3}]");
  }

  @Test
  void statementsOfOnesOwnGetTheDataByName() throws Exception {
    var answer =
        duckDb.save(
            "{\"command\": \"CREATE TABLE IF NOT EXISTS t (a INT, b VARCHAR);"
                + "\\n # one for each row\\n INSERT INTO t VALUES (:a, :b)\"}",
            "[{\"a\": 1, \"b\": \"'; --\"}, {\"a\": 2, \"b\": null}]");

    assertThat(json(answer)).contains("'rows':2");
    assertThat(duckDb.rows("FROM t")).isEqualTo("[{'a':1,'b':''; --'},{'a':2,'b':null}]");
  }

  @Test
  void withoutATableOneIsFound() throws Exception {
    duckDb.save("{\"database\": \"x.duckdb\"}", "{\"a\": 1}");

    var rows = duckDb.run("FROM save_data", "{\"database\": \"x.duckdb\"}", "{}");
    assertThat(DuckDb.rows(rows)).isEqualTo("[{'a':1}]");
  }

  @Test
  void aSaveThatIsRepeatedWritesOnce() throws Exception {
    var first = duckDb.save("1/step/1", "{\"table\": \"t\"}", "{\"a\": 1}");
    var again = duckDb.save("1/step/1", "{\"table\": \"t\"}", "{\"a\": 1}");
    duckDb.save("1/step/1/7", "{\"table\": \"t\"}", "{\"a\": 1}");
    duckDb.save("1/step/1/7", "{\"table\": \"t\", \"exactly_once\": false}", "{\"a\": 1}");

    assertThat(again).isEqualTo(first);
    assertThat(duckDb.rows("SELECT count(*) AS n FROM t")).isEqualTo("[{'n':3}]");
    assertThat(duckDb.rows("SHOW TABLES")).isEqualTo("[{'name':'t'}]");
  }

  @Test
  void aSaveThatFailsWritesNothing() throws Exception {
    duckDb.run("CREATE TABLE t (a INT)");

    assertThat(duckDb.saveFailure("{\"table\": \"t\"}", "[{\"a\": 1}, {\"a\": \"x\"}]"))
        .startsWith("save to duckdb: Conversion Error: Could not convert string 'x' to INT32");
    assertThat(duckDb.saveFailure("{\"table\": \"t\"}", "[{\"b\": 1}]"))
        .isEqualTo("the table \"main\".\"t\" has no column 'b'; it has a");
    assertThat(duckDb.saveFailure("{\"table\": \"t; DROP\"}", "{}")).contains("not the name");
    assertThat(duckDb.saveFailure("{\"table\": \"t\"}", "[1]")).contains("list of maps");
    assertThat(duckDb.saveFailure("{\"table\": \"t\", \"database\": \":memory:\"}", "{}"))
        .contains("would be gone at once");
    assertThat(duckDb.saveFailure("{\"command\": \"COMMIT\"}", "{}")).contains("one transaction");
    assertThat(duckDb.rows("FROM t")).isEqualTo("[]");
    duckDb.save("{\"table\": \"t\"}", "{\"a\": 1}");
    assertThat(duckDb.rows("FROM t")).isEqualTo("[{'a':1}]");
  }

  @Test
  void manySavesAtOnceAllArrive() throws Exception {
    var saves = new ArrayList<Future<Fields>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        var key = "1/step/1/" + i;
        saves.add(threads.submit(() -> duckDb.save(key, "{\"table\": \"t\"}", "{\"a\": 1}")));
      }
    }

    assertThat(saves).allMatch(each -> each.state() == Future.State.SUCCESS);
    assertThat(duckDb.rows("SELECT count(*) AS n FROM t")).isEqualTo("[{'n':40}]");
  }

  @Test
  void manyRowsGoInAtOnce() throws Exception {
    var rows =
        IntStream.range(0, 50_000)
            .mapToObj("{\"id\": %d, \"s\": \"x\"}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));

    duckDb.save("{\"table\": \"t\", \"mode\": \"upsert\", \"key\": [\"id\"]}", rows);

    assertThat(duckDb.rows("SELECT count(*) AS n, max(id) AS m FROM t"))
        .isEqualTo("[{'n':50000,'m':49999}]");
  }

  private static String json(Fields answer) {
    return Json.write(answer).replace('"', '\'');
  }
}
