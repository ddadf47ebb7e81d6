package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A canary is registered as a credential and given to steps that do with it whatever leaks: print,
/// return, raise, send, get it back, fail to save it. It must turn up nowhere: in no table, event,
/// log or message, in no spelling.
class CanaryTest {
  private static final String CANARY = "cAnary\"47'/+ü~pass";

  @TempDir Path home;
  private Shell shell;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(home);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", CanaryTest::echo);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  /// Answers with all that it was told, in header and body; with status 500 where the path says so.
  private static void echo(HttpExchange exchange) throws IOException {
    var told = new StringBuilder();
    exchange.getRequestHeaders().forEach((name, values) -> told.append(name).append(values));
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    told.append(exchange.getRequestURI());
    told.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var basic = authorization == null ? "" : authorization.replace("Basic ", "");
    told.append(new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8));
    var answer = told.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("X-Echo", basic);
    boolean fails = exchange.getRequestURI().getPath().endsWith("fail");
    exchange.sendResponseHeaders(fails ? 500 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String playbook() throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "canary", "canary.yaml"))
        .replace("@URL@", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static List<String> spellings() {
    var utf8 = CANARY.getBytes(StandardCharsets.UTF_8);
    var json = Json.write(Text.of(CANARY));
    var basic =
        Base64.getEncoder().encodeToString(("me:" + CANARY).getBytes(StandardCharsets.UTF_8));
    return List.of(
        CANARY,
        json.substring(1, json.length() - 1),
        URLEncoder.encode(CANARY, StandardCharsets.UTF_8),
        Base64.getEncoder().encodeToString(utf8).substring(0, 16),
        basic.substring(4, 20),
        HexFormat.of().formatHex(utf8),
        "nary\"47",
        "nary\\\"47",
        "47&#");
  }

  private static void assertClean(String where, String text) {
    for (var spelling : spellings()) {
      int at = text.toLowerCase(Locale.ROOT).indexOf(spelling.toLowerCase(Locale.ROOT));
      assertThat(at)
          .as(
              () ->
                  "%s has %s in: %s"
                      .formatted(
                          where,
                          spelling,
                          text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60))))
          .isNegative();
    }
  }

  @Test
  void theCanaryIsHeardNowhere() throws Exception {
    var form =
        "{\"name\": \"bird\", \"type\": \"basic\", \"data\": {\"user\": \"me\", \"password\": %s}}"
            .formatted(Json.write(Text.of(CANARY)));
    var registered = shell.on("credential", "register", shell.file("bird.json", form));
    assertThat(registered.exit()).as(registered.err()).isEqualTo(Exit.DONE);
    Files.delete(home.resolve("bird.json"));

    var answer = run();

    assertThat(answer.out()).as(answer.err()).contains("COMPLETED");
    assertClean("out", answer.out());
    assertClean("err", answer.err());
    var id = shell.newest("test/canary");
    var events = shell.on("events", id, "--json").out();
    assertClean("events", events);
    assertThat(events).contains("***", "save_failed", "action_error", "iteration_failed");
    assertClean("why", shell.on("why", id, "follows").out());
    var dump = dump();
    assertClean("tables", dump);
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
                  "NOETL_SECRET_CANARY", CANARY,
                  "NOETL_SECRET_ASCII", CANARY.replace("ü", "u"),
                  "PATH", System.getenv("PATH")),
              Console.Kind.PLAIN,
              "run",
              shell.file("canary.yaml", playbook()),
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
        assertClean(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(
                new String(CANARY.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
      }
    }
  }
}
