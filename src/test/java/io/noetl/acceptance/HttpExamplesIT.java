package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of the http tool, with the server that they need.
class HttpExamplesIT {
  private static final int ITEMS = 7;
  private static final int SIZE = 3;

  @TempDir Path data;
  private HttpServer server;
  private Runs runs;
  private String uploaded = "";

  @BeforeEach
  void open() throws IOException {
    runs = new Runs(data);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/numbers",
        e -> {
          int page = number(e, "page", 1);
          send(e, "{\"items\": %s, \"more\": %s}".formatted(page(page), page * SIZE < ITEMS));
        });
    server.createContext(
        "/cursors",
        e -> {
          int page = number(e, "cursor", 1);
          send(e, "{\"items\": %s, \"next\": %d}".formatted(page(page), page + 1));
        });
    server.createContext(
        "/links",
        e -> {
          int page = number(e, "p", 1);
          if (page * SIZE < ITEMS) {
            e.getResponseHeaders().add("Link", "<?p=%d>; rel=\"next\"".formatted(page + 1));
          }
          send(e, page(page));
        });
    server.createContext("/table.csv", e -> send(e, "a,b\n1,2\n"));
    server.createContext(
        "/upload",
        e -> {
          uploaded =
              e.getRequestHeaders().getFirst("Idempotency-Key")
                  + new String(e.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          send(e, "{\"taken\": true}");
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    runs.close();
  }

  private static int number(HttpExchange exchange, String name, int otherwise) {
    var query = String.valueOf(exchange.getRequestURI().getQuery());
    return query.startsWith(name + "=")
        ? Integer.parseInt(query.substring(name.length() + 1))
        : otherwise;
  }

  private static String page(int number) {
    var items = new StringBuilder("[");
    for (int i = (number - 1) * SIZE; i < Math.min(number * SIZE, ITEMS); i++) {
      items.append(items.length() > 1 ? "," : "").append(i + 1);
    }
    return items.append("]").toString();
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String baseUrl() {
    return "\"base_url\": \"http://127.0.0.1:%d\"".formatted(server.getAddress().getPort());
  }

  @Test
  void pagesAreJoined() throws Exception {
    var run = runs.run("http_pagination.yaml", "{%s}".formatted(baseUrl()));

    assertThat(run.json())
        .isEqualTo(
            "{\"by_number\":[1,2,3,4,5,6,7],\"by_cursor\":[1,2,3,4,5],"
                + "\"by_link\":[1,2,3,4,5,6,7],\"pages\":[3,2,3],\"complete\":false}");
    assertThat(runs.engine().verify(run.state().execution())).isEmpty();
  }

  @Test
  void aFileIsFetchedAndSentOn() throws Exception {
    var file = data.resolve("files/table.csv");

    var run =
        runs.run(
            "http_download.yaml",
            "{%s, \"file\": %s}".formatted(baseUrl(), Json.write(Text.of(file.toString()))));

    assertThat(run.json())
        .startsWith("{\"bytes\":8,\"sha256\":\"")
        .endsWith("\"answer\":{\"taken\":true}}");
    assertThat(Files.readString(file)).isEqualTo("a,b\n1,2\n");
    assertThat(uploaded)
        .startsWith(run.state().execution() + "/send/1")
        .contains("filename=\"table.csv\"", "a,b\n1,2\n", "name=\"sha256\"");
  }

  /// The spelling of version 1.1, as a step of its own and in the body of an iterator.
  @Test
  void theOlderSpellingOfPagesIsUnderstood() throws Exception {
    var run =
        runs.runText(
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {name: older, path: test/older}
            workload: {base_url: here, start: 2}
            workflow:
              - step: start
                next: [alone, each]
              - step: alone
                tool: http
                endpoint: "{{ workload.base_url }}/numbers"
                params: {page: "{{ workload.start }}"}
                loop:
                  pagination:
                    type: response_based
                    continue_while: "{{ response.data.more == true }}"
                    next_page: {params: {page: "{{ workload.start + page }}"}}
                    merge_strategy: append
                    merge_path: data.items
                    max_iterations: 10
                    retry: {max_attempts: 2, initial_delay: 0.1}
                next: end
              - step: each
                tool: http
                endpoint: "{{ workload.base_url }}/numbers"
                loop:
                  in: [1, 2]
                  iterator: most
                  pagination: {type: page, merge_path: items, max_iterations: "{{ most }}"}
                next: end
              - step: end
                result: ["{{ alone.data }}", "{{ each[0].data }}", "{{ each[1].data }}"]
            """,
            "{%s}".formatted(baseUrl()));

    assertThat(run.json()).isEqualTo("[[4,5,6,7],[1,2,3],[1,2,3,4,5,6]]");
  }
}
