package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A canary is registered as a credential and given to steps that do with it whatever leaks: print,
/// return, raise, send, get it back, fail to save it. It must turn up nowhere: in no table, event,
/// log or message, in no spelling.
class CanaryTest {
  @TempDir Path home;
  private Shell shell;
  private Canary canary;

  @BeforeEach
  void open() {
    shell = new Shell(home);
    canary = new Canary();
  }

  @AfterEach
  void close() {
    canary.close();
  }

  @Test
  void theCanaryIsHeardNowhere() throws Exception {
    var registered = shell.on("credential", "register", shell.file("bird.json", Canary.CREDENTIAL));
    assertThat(registered.exit()).as(registered.err()).isEqualTo(Exit.DONE);
    Files.delete(home.resolve("bird.json"));

    var answer = run();

    assertThat(answer.out()).as(answer.err()).contains("COMPLETED");
    Canary.assertClean("out", answer.out());
    Canary.assertClean("err", answer.err());
    var id = shell.newest("test/canary");
    var events = shell.on("events", id, "--json").out();
    Canary.assertClean("events", events);
    assertThat(events).contains("***", "save_failed", "action_error", "iteration_failed");
    Canary.assertClean("why", shell.on("why", id, "follows").out());
    var dump = dump();
    Canary.assertClean("tables", dump);
    assertThat(dump)
        .contains("key is ***", "the task has ***", "ValueError: cannot use ***", "bird");
    assertFilesAreClean();
  }

  /// Runs the playbook; what operators' logs say goes to the answer's `err`, too.
  private Shell.Answer run() throws IOException {
    var logged = new ByteArrayOutputStream();
    var err = System.err;
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try {
      var answer =
          Shell.with(
              Map.of(
                  "NOETL_SECRET_CANARY", Canary.TEXT,
                  "NOETL_SECRET_ASCII", Canary.TEXT.replace("ü", "u"),
                  "PATH", System.getenv("PATH")),
              Console.Kind.PLAIN,
              "run",
              shell.file("canary.yaml", canary.playbook()),
              "--json",
              "--data",
              shell.data().toString());
      return new Shell.Answer(
          answer.exit(), answer.out(), answer.err() + logged.toString(StandardCharsets.UTF_8));
    } finally {
      System.setErr(err);
    }
  }

  private String dump() throws SQLException, IOException {
    var text = new StringBuilder();
    try (var files = Files.walk(shell.data())) {
      for (var file : files.filter(each -> each.toString().endsWith(".db")).toList()) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
          for (var table : tables(connection)) {
            dump(connection, table, text);
          }
        }
      }
    }
    return text.toString();
  }

  private static List<String> tables(Connection connection) throws SQLException {
    var tables = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private static void dump(Connection connection, String table, StringBuilder text)
      throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          text.append(cell(rows, i)).append('\n');
        }
      }
    }
  }

  private static String cell(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column) instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(rows.getString(column));
  }

  /// The bytes of the files, too: a table may have had it for a while.
  private void assertFilesAreClean() throws IOException {
    try (var files = Files.walk(shell.data())) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Canary.assertClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(
                new String(
                    Canary.TEXT.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
      }
    }
  }
}
