package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages in the spelling of version 1.1.
class OlderPagesIT {
  private static final int ITEMS = 7;
  private static final int SIZE = 3;

  @TempDir Path data;
  private HttpServer server;
  private Runs runs;

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
