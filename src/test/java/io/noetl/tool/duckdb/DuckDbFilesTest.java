package io.noetl.tool.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.tool.Credentials;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.save.FileSaver;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that statements read and write, and Parquet as a form of saved files.
class DuckDbFilesTest {
  private @TempDir Path data;
  private DuckDb duckDb;
  private FileSaver files;

  @BeforeEach
  void open() throws Exception {
    duckDb = new DuckDb(data);
    Files.createDirectories(data.resolve("files"));
    files =
        new FileSaver(
            new FileRoot(data.resolve("files"), FileRoot.Reach.BELOW_ROOT),
            new ParquetWriter(duckDb.tool));
  }

  @AfterEach
  void close() {
    duckDb.close();
  }

  @Test
  void filesGoOutAndInByRelativePaths() throws Exception {
    duckDb.run(
        """
        COPY (SELECT range AS n, 'x' || range AS s FROM range(3)) TO 'it''s.parquet';
        COPY (FROM read_parquet('it''s.parquet')) TO 'b.csv';
        COPY (FROM read_csv(['b.csv', 'b.csv'], header = true)) TO 'c.json';
        """);

    assertThat(duckDb.rows("SELECT sum(n) AS n FROM 'c.json' JOIN 'b.csv' USING (n)"))
        .isEqualTo("[{'n':6}]");
    assertThat(duckDb.rows("SELECT count(*) AS n FROM glob('*')")).isEqualTo("[{'n':3}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM read_text('/etc/hostname')",
        "FROM '../outside.csv'",
        "COPY (SELECT 1) TO '/tmp/noetl-outside.csv'",
        "COPY (SELECT 1) TO '../outside.csv'",
        "ATTACH '/tmp/noetl-outside.duckdb' AS o",
        "FROM glob('/etc/*')",
        "EXPORT DATABASE '/tmp/noetl-outside'"
      })
  void nothingOutsideOfTheRootIsReached(String sql) throws Exception {
    assertThat(duckDb.failure("CREATE TABLE t AS SELECT 1 AS a;" + sql + "; DROP TABLE t"))
        .contains("is not below " + data.resolve("files") + ", the only place for files here");
    assertThat(Path.of("/tmp/noetl-outside.csv")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET GLOBAL enable_external_access = true",
        "SET allowed_directories = ['/']",
        "RESET lock_configuration"
      })
  void whatConfinesCannotBeUndone(String sql) {
    assertThat(duckDb.failure(sql)).containsAnyOf("locked", "cannot");
    assertThat(duckDb.failure("FROM read_text('/etc/hostname')")).contains("is not below");
  }

  @Test
  void extensionsAreNotForSharedSystems() {
    assertThat(duckDb.failure("SELECT 1", "{\"extensions\": [\"httpfs\"]}"))
        .contains("extensions cannot be loaded on a server or worker that others use");
    assertThat(duckDb.failure("INSTALL httpfs")).contains("extensions cannot be loaded");
    assertThat(duckDb.failure("LOAD httpfs")).contains("extensions cannot be loaded");
  }

  @Test
  void oneOnItsOwnMachineMayReachEverything(@TempDir Path elsewhere) throws Exception {
    try (var open = new DuckDb(data, FileRoot.Reach.ANYWHERE, Credentials.NONE)) {
      var file = elsewhere.resolve("x.parquet");
      open.run("COPY (SELECT 1 AS a) TO '%s'".formatted(file));

      assertThat(open.rows("FROM '%s'".formatted(file))).isEqualTo("[{'a':1}]");
    }
  }

  @Test
  void relativeTargetsGoBelowTheBase() throws Exception {
    duckDb.run(
        "COPY (SELECT 1 AS a) TO 'x.csv'",
        "{\"output_uri_base\": \"%s\"}"
            .formatted(Files.createDirectories(data.resolve("files/out"))),
        "{}");

    assertThat(data.resolve("files/out/x.csv")).exists();
  }

  @Test
  void aCorruptFileIsTold() throws Exception {
    Files.writeString(data.resolve("files/bad.parquet"), "PAR1 is not enough to be one");

    assertThat(duckDb.failure("FROM 'bad.parquet'")).contains("bad.parquet");
    assertThat(duckDb.failure("FROM 'none.parquet'")).contains("No files found");
  }

  // -- Parquet as a form of saved files ----------------------------------------------------------

  @Test
  void rowsBecomeTypedColumns() throws Exception {
    var answer =
        save(
            "[{\"id\": 1, \"r\": 1, \"s\": \"Ä'x\", \"l\": [1, 2], \"m\": {\"a\": 1}, \"n\": null},"
                + "{\"id\": 2, \"r\": 1.5, \"l\": [], \"m\": {\"b\": [true]}, \"x\": {}}]");

    assertThat(Json.write(answer)).contains("\"saved\":\"file\"", "\"format\":\"parquet\"");
    assertThat(duckDb.rows("FROM 'x.parquet'"))
        .isEqualTo(
            "[{'id':1,'r':1.0,'s':'Ä'x','l':[1,2],'m':{'a':1,'b':null},'n':null,'x':null},"
                + "{'id':2,'r':1.5,'s':null,'l':[],'m':{'a':null,'b':[true]},'n':null,'x':{}}]");
    assertThat(duckDb.rows("SELECT typeof(COLUMNS(*)) FROM 'x.parquet' LIMIT 1"))
        .isEqualTo(
            "[{'id':'BIGINT','r':'DOUBLE','s':'VARCHAR','l':'BIGINT[]',"
                + "'m':'STRUCT(a BIGINT, b BOOLEAN[])','n':'VARCHAR','x':'JSON'}]");
  }

  @Test
  void theOldFileIsReplacedAtOnceAndNothingElseIsLeft() throws Exception {
    save("[{\"a\": 1}]");
    save("[{\"a\": 2}]");
    assertThat(failure("[1]")).isEqualTo("parquet needs a list of maps, not of number");
    assertThat(failure("[]")).startsWith("parquet needs a row at least");

    assertThat(duckDb.rows("FROM 'x.parquet'")).isEqualTo("[{'a':2}]");
    try (var all = Files.list(data.resolve("files"))) {
      assertThat(all).hasSize(1);
    }
  }

  private Fields save(String rows) throws Exception {
    var spec = Fields.of("path", Text.of("x.parquet"));
    return files.save(new Order("1/step/1", 1, "step", spec, Json.read(rows)), new TestWatch());
  }

  private String failure(String rows) throws Exception {
    try {
      save(rows);
    } catch (ToolFailure e) {
      return e.failure().message();
    }
    throw new AssertionError("it did not fail");
  }

  // -- What is left behind -----------------------------------------------------------------------

  @Test
  void databasesOfLongAgoAreDeleted() throws Exception {
    var directory = Files.createDirectories(data.resolve("duckdb"));
    var old = directory.resolve("5.duckdb");
    var open = directory.resolve("6.duckdb");
    var young = directory.resolve("7.duckdb");
    for (var file : new Path[] {old, directory.resolve("5.duckdb.wal"), open, young}) {
      Files.write(file, "x".getBytes(StandardCharsets.UTF_8));
    }
    var before = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
    Files.setLastModifiedTime(old, before);
    Files.setLastModifiedTime(open, before);
    var surroundings = Surroundings.of(FileRoot.anywhere(), data, Surroundings.KEEP_DEFAULT);

    Leftovers.sweep(surroundings, Instant.now(), open::equals);

    try (var all = Files.list(directory)) {
      assertThat(all).containsExactlyInAnyOrder(open, young);
    }
  }

  @Test
  void noDirectoryOfAnOpenDatabaseOutlivesIt() throws Exception {
    duckDb.run("CREATE TABLE t AS SELECT range AS a, repeat('x', 100) AS s FROM range(100000)");
    duckDb.close();

    try (var all = Files.list(data.resolve("duckdb/tmp"))) {
      assertThat(all).isEmpty();
    }
    assertThat(data.resolve("duckdb/1.duckdb")).exists();
    assertThat(data.resolve("duckdb/1.duckdb.wal")).doesNotExist();
  }
}
