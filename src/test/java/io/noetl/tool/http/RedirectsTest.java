package io.noetl.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectsTest {
  private final HttpTool tool = new HttpTool(Environment.of(Map.of()), Credentials.NONE);
  private HttpServer first;
  private HttpServer second;

  @BeforeEach
  void start() throws IOException {
    first = server();
    second = server();
  }

  private static HttpServer server() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/echo", RedirectsTest::echo);
    server.createContext("/loop", e -> redirect(e, 302, "/loop"));
    server.createContext("/chain/2", e -> redirect(e, 302, "/chain/1"));
    server.createContext("/chain/1", e -> redirect(e, 302, "/echo"));
    server.createContext("/none", e -> redirect(e, 302, "ftp://127.0.0.1/"));
    server.start();
    return server;
  }

  @AfterEach
  void end() {
    tool.close();
    first.stop(0);
    second.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "301, POST, GET, ''",
    "302, POST, GET, ''",
    "303, POST, GET, ''",
    "303, PUT, GET, ''",
    "302, PUT, PUT, body",
    "307, POST, POST, body",
    "308, POST, POST, body",
    "302, GET, GET, body",
    "303, HEAD, HEAD, ''",
  })
  void methodAndBodyFollowTheStatus(int status, String method, String then, String body)
      throws Exception {
    first.createContext("/away", e -> redirect(e, status, "echo"));

    var result = send(method, "/away", "{\"Content-Type\": \"text/plain\"}");

    if (!method.equals("HEAD")) {
      assertThat(Json.write(result.get("data"))).contains(" %s|%s|".formatted(then, body));
    }
    assertThat(Json.write(result.get("url"))).contains("/echo");
  }

  @Test
  void loginsStayWithTheirServer() throws Exception {
    first.createContext("/near", e -> redirect(e, 307, "/echo"));
    first.createContext("/far", e -> redirect(e, 307, at(second) + "/echo"));
    var headers = "{\"Authorization\": \"mine\", \"Cookie\": \"mine\", \"X-Other\": \"o\"}";

    assertThat(Json.write(send("GET", "/near", headers))).contains("|mine|mine|null|o");
    assertThat(Json.write(send("GET", "/far", headers))).contains("|null|null|null|o");
  }

  @Test
  void anApiKeyIsALoginToo() throws Exception {
    first.createContext("/far", e -> redirect(e, 307, at(second) + "/echo"));
    var config =
        """
        {"endpoint": "%s/far", "headers": {"X-Other": "o"},
         "auth": {"type": "api_key", "inline": {"key": "x-key", "value": "mine"}}}
        """
            .formatted(at(first));

    assertThat(Json.write(tool.run(Calls.of(config, "{}"), new TestWatch())))
        .contains("|null|null|null|o");
  }

  @Test
  void whatLeadsNowhereIsTheAnswer() throws Exception {
    assertThat(Json.write(send("GET", "/none", "{}").get("status_code"))).isEqualTo("302");
  }

  @Test
  void aCircleEndsWithASentence() {
    assertThatThrownBy(() -> send("GET", "/loop", "{}"))
        .hasMessageContaining("/loop leads on and on: more than 5 redirects, the last to ")
        .hasMessageEndingWith("/loop (max_redirects allows more)");
  }

  @Test
  void howManyAreFollowedIsTheStepsToSay() throws Exception {
    for (int most = 0; most < 3; most++) {
      var config =
          "{`endpoint`: `%s/chain/2`, `max_redirects`: %d}"
              .formatted(at(first), most)
              .replace('`', '"');
      if (most == 1) {
        assertThatThrownBy(() -> tool.run(Calls.of(config, "{}"), new TestWatch()))
            .hasMessageContaining("more than 1 redirects");
      } else {
        var result = (Fields) tool.run(Calls.of(config, "{}"), new TestWatch());
        assertThat(Json.write(result.get("status_code"))).isEqualTo(most == 0 ? "302" : "200");
      }
    }
  }

  private static String at(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Fields send(String method, String path, String headers) throws Exception {
    var config =
        "{\"method\": \"%s\", \"endpoint\": \"%s%s\", \"headers\": %s}"
            .formatted(method, at(first), path, headers);
    var inputs = method.equals("HEAD") ? "{}" : "{\"body\": \"body\"}";
    return (Fields) tool.run(Calls.of(config, inputs), new TestWatch());
  }

  private static void echo(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var text =
        "saw %s|%s|%s|%s|%s|%s"
            .formatted(
                exchange.getRequestMethod(),
                body,
                headers.getFirst("Authorization"),
                headers.getFirst("Cookie"),
                headers.getFirst("X-Key"),
                headers.getFirst("X-Other"));
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().add("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, isHead ? -1 : bytes.length);
    if (!isHead) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private static void redirect(HttpExchange exchange, int status, String location)
      throws IOException {
    exchange.getResponseHeaders().add("Location", location);
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
