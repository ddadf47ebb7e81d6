package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.server.http.Field;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Route;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that is sent breaks the server: it says what is wrong with it, and is never the one that
/// fails.
@Timeout(180)
class HostileTest {
  private static final List<String> NASTY =
      List.of(
          "'; DROP TABLE event; --",
          "\" OR 1=1",
          "../../../../etc/passwd",
          "..\\..\\windows",
          "%",
          "_",
          "a\u0000b",
          "\u202Eright to left",
          "\uD83D\uDE00",
          "{{ 7 * 7 }}",
          "-1",
          "0",
          "9223372036854775807",
          "9223372036854775808",
          "1e400",
          "x".repeat(5_000));

  private static final List<String> BROKEN =
      List.of(
          "{",
          "[]",
          "null",
          "\"text\"",
          "{\"a\":}",
          "{'a': 1}",
          "{} {}",
          "\u0000",
          "[".repeat(5_000),
          "{\"path\": \"\\ud800\"}",
          "{\"path\": 7}",
          "{\"path\": \"three\", \"payload\": []}",
          "{\"path\": \"three\", \"merge\": 7}",
          "{\"path\": \"three\", \"version\": -1}",
          "{\"path\": \"three\", \"version\": 1e99}",
          "{\"path\": \"three\", \"version\": 99999999999999999999}",
          "{\"path\": \"three\", \"context\": {\"parent_execution_id\": true}}",
          "{\"path\": \"three\", \"parent_execution_id\": \"77\"}",
          "{\"path\": \"\"}",
          "{\"catalog_id\": \"1\"}",
          "{\"path\": \"three\", \"type\": \"model\"}");

  @TempDir private Path directory;
  private Served served;

  @BeforeEach
  void open() throws Exception {
    served = new Served(SqliteStore.open(directory), Served.Working.NOT_HERE, Served.local());
    served.register(Served.THREE);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String path(Route route, String value) {
    var path = route.path().replaceAll("\\{[a-z_]+}", coded(value).replace("$", "\\$"));
    var query =
        route.parameters().stream()
            .filter(it -> it.place() == Parameter.Place.QUERY)
            .map(it -> it.name() + "=" + coded(value))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private int status(Route route, String path, Value body) throws Exception {
    boolean hasBody = !route.body().fields().isEmpty();
    var request =
        served
            .request(path)
            .header("Content-Type", "application/json")
            .header("NoETL-Protocol", "1")
            .method(
                route.verb().name(),
                hasBody
                    ? HttpRequest.BodyPublishers.ofByteArray(Json.writeBytes(body))
                    : HttpRequest.BodyPublishers.noBody());
    return served.send(request.build()).statusCode();
  }

  private static boolean isEndless(Route route) {
    return route.path().equals("/api/executions/stream");
  }

  @Test
  void anyTextInAnyPlaceIsTakenOrRefusedNeverAFailure() throws Exception {
    for (var route : served.server.api().routes().all()) {
      for (var nasty : isEndless(route) ? List.<String>of() : NASTY) {
        var body = Fields.builder();
        route.body().fields().forEach(field -> body.put(field.name(), Text.of(nasty)));
        assertThat(status(route, path(route, nasty), body.build()))
            .as("%s %s with '%s'", route.verb(), route.path(), nasty)
            .isLessThan(500);
      }
    }
    assertThat(served.look("/api/catalog/list").get("entries"))
        .isInstanceOfSatisfying(Items.class, it -> assertThat(it.size()).isEqualTo(1));
  }

  @Test
  void aFieldOfTheWrongTypeIsNamed() throws Exception {
    for (var route : served.server.api().routes().all()) {
      for (var field : route.body().fields()) {
        if (field.kind() != Kind.ANY) {
          var sent = Fields.of(field.name(), wrong(field));
          var path = route.path().replaceAll("\\{[a-z_]+}", "1");
          var request =
              served
                  .request(path + "?playbook_id=x")
                  .header("Content-Type", "application/json")
                  .header("NoETL-Protocol", "1")
                  .method(
                      route.verb().name(), HttpRequest.BodyPublishers.ofString(Json.write(sent)));
          var response = served.send(request.build());
          assertThat(response.statusCode()).as(path + " " + field.name()).isEqualTo(422);
          var errors = (Items) Served.fields(response).get("errors");
          assertThat(errors.list())
              .as(path)
              .anyMatch(it -> ((Fields) it).get("field").equals(Text.of(field.name())));
        }
      }
    }
  }

  private static Value wrong(Field field) {
    return switch (field.kind()) {
      case TEXT -> Num.of(5);
      case ID, WHOLE, NUMBER, TRUTH, MAP, LIST -> Text.of("x");
      case ANY -> Fields.EMPTY;
    };
  }

  @Test
  void aBrokenBodyIsRefusedWithAProblem() throws Exception {
    for (var broken : BROKEN) {
      var response = served.post("/api/execute", broken);
      assertThat(response.statusCode()).as(broken).isBetween(400, 499);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(Served.fields(response).names())
          .contains("type", "title", "status", "detail", "instance");
    }
    assertThat(Served.fields(served.post("/api/execute", BROKEN.get(17))).toString())
        .contains("parent_execution_id");
  }

  @Test
  void whatIsNoHttpIsRefused() throws Exception {
    int port = served.server.port();
    for (var text :
        List.of(
            "NONSENSE\r\n\r\n",
            "GET /api/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/executions?q=%f0%28 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/events/%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /ui/../Main.class HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /%2e%2e/Main.class HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /api/executions HTTP/1.1\r\n\r\n",
            "GET /api/executions HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n"
                .formatted("x".repeat(100_000)),
            "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted("x".repeat(100_000)))) {
      assertThat(RawHttp.send(port, text)).as(text.substring(0, 12)).contains(" 4");
    }
  }

  @Test
  void aHugeBodyIsRefusedWithoutReadingAllOfIt() throws Exception {
    int port = served.server.port();
    long huge = 100L << 20;
    var head =
        "POST /api/execute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

    var told = RawHttp.push(port, head + "Content-Length: %d\r\n\r\n".formatted(huge), huge);
    var chunk = "Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(huge);
    var untold = RawHttp.push(port, head + chunk, huge);

    assertThat(told.firstLine()).startsWith("HTTP/1.1 413 ");
    assertThat(untold.firstLine()).startsWith("HTTP/1.1 413 ");
    assertThat(told.sent()).isLessThan(40L << 20);
    assertThat(untold.sent()).isLessThan(60L << 20);
    assertThat(served.get("/livez").statusCode()).isEqualTo(200);
    var large = "{\"path\": \"%s\"}".formatted("x".repeat(17 << 20));
    assertThat(served.post("/api/execute", large).statusCode()).isEqualTo(413);
  }

  @Test
  void aClientThatSendsAllItHasBeforeItListensHearsTheRefusal() throws Exception {
    int port = served.server.port();
    long large = 17L << 20;
    long huge = 100L << 20;
    var head =
        "POST /api/execute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    var told = head + "Content-Length: %d\r\n\r\n";
    var chunk = head + "Transfer-Encoding: chunked\r\n\r\n%x\r\n";

    for (var start : List.of(told.formatted(large), told.formatted(huge), chunk.formatted(huge))) {
      var text = start + "x".repeat((int) (start.contains("" + huge) ? huge : large));
      assertThat(RawHttp.send(port, text)).as(start).startsWith("HTTP/1.1 413 ");
    }
    var header = "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n";
    assertThat(RawHttp.send(port, header.formatted("x".repeat(20 << 20)))).contains(" 4");
  }

  @Test
  void theRestOfARefusedBodyIsNoRequest() throws Exception {
    var told =
        "POST /api/execute HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n".formatted(17L << 20);
    var hidden = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";

    var answers = RawHttp.all(served.server.port(), told + hidden.repeat(3));

    assertThat(answers).startsWith("HTTP/1.1 413 ").containsOnlyOnce("HTTP/1.1 ");
  }

  /// The client sends no more, and does not say so: the server has to end the connection.
  @Test
  void aClientThatAsksForNoMoreGetsOneAnswerAndTheEndOfTheConnection() throws Exception {
    int port = served.server.port();
    var asked = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    var hidden = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
    var body = "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n";

    for (var text :
        List.of(
            "GET /livez" + asked + "\r\n",
            "GET /livez" + asked + "\r\n" + hidden,
            "POST /api/validate" + asked + body.formatted(2) + "{}")) {
      assertThat(RawHttp.untilItCloses(port, text)).as(text).containsOnlyOnce("HTTP/1.1 ");
    }
    var refused = "POST /api/nothing" + asked + body.formatted(hidden.length()) + hidden;
    assertThat(RawHttp.all(port, refused)).containsOnlyOnce("HTTP/1.1 ");
  }

  @Test
  void aStoreThatIsAwayIsSaidToBe() throws Exception {
    served.store.close();

    var ready = served.get("/readyz");
    var health = served.get("/health");

    assertThat(served.get("/livez").statusCode()).isEqualTo(200);
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(Served.text(Served.fields(ready), "reason")).isNotEmpty();
    assertThat(Served.text((Fields) Served.fields(health).get("store"), "status"))
        .isEqualTo("unavailable");
    var list = served.get("/api/executions");
    assertThat(list.statusCode()).isEqualTo(503);
    assertThat(list.headers().firstValue("Retry-After")).isPresent();
    assertThat(served.get("/metrics").statusCode()).isEqualTo(200);
  }
}
