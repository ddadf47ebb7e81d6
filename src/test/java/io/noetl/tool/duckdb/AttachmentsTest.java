package io.noetl.tool.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import io.noetl.tool.FileRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// PostgreSQL's tables in DuckDB, without DuckDB's extension for it; and secrets.
class AttachmentsTest {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();

  private @TempDir Path data;
  private DuckDb duckDb;

  @BeforeEach
  void open() {
    DATABASE.execute(
        "DROP SCHEMA IF EXISTS odd CASCADE",
        "CREATE SCHEMA odd",
        """
        CREATE TABLE odd."it's ""one"" x" (
          i int, b bigint, n numeric(12,3), m numeric, t text, v varchar(9), z timestamptz,
          ts timestamp(3), d date, ti time, u uuid, j jsonb, by bytea, a int[], ta text[], ok bool,
          f double precision, iv interval, ip inet, "Ünï" text)
        """,
        """
        INSERT INTO odd."it's ""one"" x" VALUES
          (1, 9007199254740993, 1.250, 2.5, E'a,"b"\\n', '', '2025-01-01 12:00+02',
           '2025-01-01 00:00:00.5', 'infinity', '01:02', '7bd0a1b8-8f5c-4c43-8a8e-3f6f3f1a0c11',
           '{"a": [1, null]}', '\\x6162', '{1,NULL}', '{"x,y"}', true, 'NaN',
           '1 year 2 days 03:04:05', '10.0.0.1', 'ü'),
          (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           NULL, NULL, NULL, NULL, NULL)
        """);
    duckDb = new DuckDb(data, FileRoot.Reach.BELOW_ROOT, DATABASE.credentials("pg_local"));
  }

  @AfterEach
  void close() {
    duckDb.close();
  }

  private static String attach(String tables) {
    return "{\"attach\": {\"pg\": {\"auth\": \"pg_local\", \"tables\": [%s]}}}".formatted(tables);
  }

  private static final String ODD = "\"odd.\\\"it's \\\"\\\"one\\\"\\\" x\\\"\"";

  @Test
  void tablesComeWithTheirTypes() throws Exception {
    var result =
        duckDb.run("SELECT * FROM pg.odd.\"it's \"\"one\"\" x\" ORDER BY i", attach(ODD), "{}");

    assertThat(DuckDb.rows(result))
        .startsWith(
            "[{'i':1,'b':9007199254740993,'n':1.25,'m':2.5,'t':'a,\\'b\\'\\n','v':'',"
                + "'z':'2025-01-01T10:00:00Z','ts':'2025-01-01T00:00:00.5','d':'infinity',"
                + "'ti':'01:02:00','u':'7bd0a1b8-8f5c-4c43-8a8e-3f6f3f1a0c11',"
                + "'j':{'a':[1,null]},'by':'YWI=','a':[1,null],'ta':['x,y'],'ok':true,'f':'NaN',"
                + "'iv':'1 year 2 days 03:04:05','ip':'10.0.0.1','Ünï':'ü'},"
                + "{'i':2,'b':null,'n':null,");
  }

  @Test
  void theyAreKnownByShortNamesAndCannotBeChanged() throws Exception {
    DATABASE.execute(
        "DROP TABLE IF EXISTS a, b",
        "CREATE TABLE a (x int)",
        "CREATE TABLE b AS SELECT generate_series(1, 100000) AS x",
        "INSERT INTO a VALUES (7)");

    var result =
        duckDb.run(
            "CREATE TABLE kept AS SELECT a.x FROM pg.a JOIN pg.public.b USING (x);"
                + "SELECT x, (SELECT count(*) FROM pg.b) AS n FROM kept",
            attach("\"a\", \"public.b\""),
            "{}");

    assertThat(DuckDb.rows(result)).isEqualTo("[{'x':7,'n':100000}]");
    assertThat(duckDb.failure("INSERT INTO pg.public.a VALUES (1)", attach("\"a\"")))
        .contains("read-only");
    assertThat(duckDb.rows("SELECT x FROM kept")).isEqualTo("[{'x':7}]");
    assertThat(duckDb.failure("SELECT * FROM pg.a")).doesNotContain("pg.a has");
  }

  @Test
  void whatCannotBeAttachedIsTold() {
    assertThat(duckDb.failure("SELECT 1", attach("\"nowhere\"")))
        .contains("there is no table \"nowhere\"");
    assertThat(duckDb.failure("SELECT 1", attach(""))).contains("needs 'tables'");
    assertThat(duckDb.failure("SELECT 1", "{\"attach\": {\"a b\": {}}}")).contains("'a b'");
    assertThat(
            duckDb.failure(
                "SELECT 1", "{\"attach\": {\"pg\": {\"auth\": \"pg_local\", \"write\": true}}}"))
        .contains("'write: true' needs it");
    assertThat(duckDb.failure("SELECT 1", "{\"attach\": {\"pg\": {\"auth\": \"other\"}}}"))
        .contains("needs 'tables'");
  }

  @Test
  void nothingIsLeftOfTheCopies() throws Exception {
    duckDb.run("SELECT 1", attach(ODD), "{}");
    duckDb.close();

    try (var files = Files.walk(data.resolve("duckdb"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(FileRoot.Reach.class)
  void aSecretThatNobodyNeedsIsNotMade(FileRoot.Reach reach) throws Exception {
    try (var other = new DuckDb(data, reach, DATABASE.credentials("pg_local"))) {
      var result =
          other.run("SELECT 1 AS a", "{\"auth\": {\"pg_db\": {\"key\": \"pg_local\"}}}", "{}");

      assertThat(DuckDb.rows(result)).isEqualTo("[{'a':1}]");
      assertThat(result.get("secrets_created")).isEqualTo(io.noetl.value.Items.EMPTY);
    }
  }

  @Test
  void secretsAreWrittenWithTheirTextsAsLiterals() throws Exception {
    var credential =
        io.noetl.tool.Calls.fields(
            "{\"key_id\": \"k'1\", \"secret_key\": \"s\", \"endpoint\": \"\", \"other\": 1}");

    var secret = Secret.of("b\"1", "gcs_hmac", credential).getFirst();

    assertThat(secret.create())
        .isEqualTo(
            "CREATE OR REPLACE TEMPORARY SECRET \"b\"\"1\" (TYPE GCS, KEY_ID 'k''1', SECRET 's')");
    assertThat(secret.isNeededBy(java.util.List.of("COPY t TO 'GS://b/x'"))).isTrue();
    assertThat(secret.isNeededBy(java.util.List.of("COPY t TO 's3://b/x'"))).isFalse();
    assertThat(Secret.of("x", "sqlite", credential)).isEmpty();
  }
}
