package io.noetl.tool.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.tool.Await;
import io.noetl.tool.Credentials;
import io.noetl.tool.FileRoot;
import io.noetl.tool.OddServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What steps and saves tell when DuckDB cannot do what they want.
class DuckDbTroubleTest {
  private @TempDir Path data;
  private DuckDb duckDb;

  @BeforeEach
  void open() {
    duckDb = new DuckDb(data, FileRoot.Reach.BELOW_ROOT, Credentials.NONE);
  }

  @AfterEach
  void close() {
    duckDb.close();
  }

  @Test
  void aMistakeIsToldWithItsStatement() {
    assertThat(duckDb.failure("SELECT 1; SELEC 2"))
        .isEqualTo("command_1: Parser Error: syntax error at or near \"SELEC\" (in: SELEC 2)");
    assertThat(duckDb.failure("SELECT * FROM \"it's odd\""))
        .startsWith("command_0: Catalog Error: Table with name it's odd does not exist!");
    assertThat(duckDb.failure("SELECT CAST('ü' AS INT)"))
        .isEqualTo(
            "command_0: Conversion Error: Could not convert string 'ü' to INT32"
                + " (in: SELECT CAST('ü' AS INT))");
    assertThat(duckDb.failure("FROM 'no_such.csv'"))
        .startsWith("command_0: IO Error: No files found that match the pattern")
        .contains(data.resolve("files/no_such.csv").toString());
  }

  @Test
  void oneLargeValueIsTooLargeToo() throws Exception {
    assertThat(duckDb.failure("SELECT repeat('x', 50000000)"))
        .startsWith("command_0: the rows are larger than 32 MiB");
    assertThat(duckDb.rows("SELECT 1 AS a")).isEqualTo("[{'a':1}]");
  }

  @Test
  void whoNeedsMoreMemoryLearnsHowToGetIt() {
    assertThat(
            duckDb.failure(
                "SELECT list(range) FROM range(20000000)", "{\"limits\": {\"memory\": \"20MB\"}}"))
        .startsWith("command_0: Out of Memory Error: failed to allocate")
        .contains("; the step's limits: {memory: ...} allow more (in: ");
  }

  @Test
  void namesAndTextsMayHoldAnything() throws Exception {
    duckDb.save(
        "{\"table\": \"\\\"it's \\\"\\\"odd\\\"\\\" ünï\\\"\"}",
        "[{\"Group by\": 1, \"a\\\"b\": \"日本 🎉 '\"}, {\"Group by\": null, \"a\\\"b\": null}]");

    assertThat(duckDb.rows("FROM \"it's \"\"odd\"\" ünï\" ORDER BY 1"))
        .isEqualTo(
            "[{'Group by':1,'a\\'b':'日本 🎉 ''},{'Group by':null,'a\\'b':null}]"
                .replace("🎉 ''", "🎉 ''"));
  }

  @Test
  void aDatabaseThatLetsNobodyInIsTold() throws Exception {
    try (var locked = OddServer.locked()) {
      assertThat(duckDb.failure("SELECT 1", attach(locked)))
          .contains("password authentication failed for user \"demo\": check user and password")
          .doesNotContain("hidden-word");
      Await.until("nobody is there any more", locked::isLeft);
    }
    var closed = OddServer.silent();
    closed.close();
    assertThat(duckDb.failure("SELECT 1", attach(closed)))
        .contains("connection refused: is the database running");
    duckDb.close();
    try (var files = Files.walk(data.resolve("duckdb"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  private static String attach(OddServer server) {
    return """
        {"attach": {"pg": {"db_host": "localhost", "db_port": %d, "db_user": "demo",
         "db_password": "hidden-word", "db_name": "d", "tables": ["t"]}}}
        """
        .formatted(server.port());
  }

  @Test
  void aDirectoryIsNoDatabase() throws Exception {
    Files.createDirectories(data.resolve("files/directory"));
    Files.writeString(data.resolve("files/file"), "no database");

    assertThat(duckDb.failure("SELECT 1", "{\"database\": \"directory\"}"))
        .startsWith("cannot open the database %s: ".formatted(data.resolve("files/directory")));
    assertThat(duckDb.failure("SELECT 1", "{\"database\": \"file/x.duckdb\"}"))
        .startsWith("cannot make a directory for the database ");
  }

  @Test
  void linksLeadNowhereElse(@TempDir Path elsewhere) throws Exception {
    var files = Files.createDirectories(data.resolve("files"));
    Files.writeString(elsewhere.resolve("x.csv"), "a\n1\n");
    Files.createSymbolicLink(files.resolve("link"), elsewhere);
    Files.createSymbolicLink(files.resolve("x.csv"), elsewhere.resolve("x.csv"));

    assertThat(duckDb.failure("FROM 'link/x.csv'")).contains("is not below");
    assertThat(duckDb.failure("FROM 'x.csv'")).contains("is not below");
    assertThat(duckDb.failure("COPY (SELECT 1) TO 'link/y.csv'")).contains("is not below");
    assertThat(duckDb.failure("ATTACH 'link/y.duckdb'")).contains("is not below");
    assertThat(duckDb.failure("SELECT 1", "{\"database\": \"link/y.duckdb\"}"))
        .contains("is not below");
    try (var left = Files.list(elsewhere)) {
      assertThat(left.map(Path::getFileName)).containsExactly(Path.of("x.csv"));
    }
  }
}
