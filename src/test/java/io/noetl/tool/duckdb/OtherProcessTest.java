package io.noetl.tool.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database that another process has open.
class OtherProcessTest {
  /// Longer than another process takes to begin on a busy machine.
  private static final Duration LONG_REST = Duration.ofMinutes(2);

  private @TempDir Path data;

  /// Holds a database until its standard input ends.
  public static void main(String[] words) throws Exception {
    try (var _ = DriverManager.getConnection("jdbc:duckdb:" + words[0])) {
      System.out.println("held");
      while (System.in.read() >= 0) {}
    }
  }

  private static Process holding(Path file) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            OtherProcessTest.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  void itIsWaitedForAndThenTold() throws Exception {
    var file = Files.createDirectories(data.resolve("files")).resolve("x.duckdb");
    var config = "{\"database\": \"x.duckdb\"}";
    try (var duckDb = new DuckDb(data, LONG_REST)) {
      var other = holding(file);
      try (var out =
          new BufferedReader(
              new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(out.readLine()).isEqualTo("held");

        assertThat(duckDb.failure("SELECT 1", config))
            .startsWith(
                "the database %s is open in another process (PID %d)".formatted(file, other.pid()));
      } finally {
        other.getOutputStream().close();
        other.waitFor();
      }

      assertThat(DuckDb.rows(duckDb.run("SELECT 1 AS a", config, "{}"))).isEqualTo("[{'a':1}]");
      assertThat(isFree(file)).isFalse();
    }
    assertThat(isFree(file)).isTrue();
  }

  /// Whether yet another process can have it.
  private static boolean isFree(Path file) throws Exception {
    var other = holding(file);
    try (var out =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      return "held".equals(out.readLine());
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
  }
}
