package io.noetl.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Serves what the examples fetch, on the loopback address. [Resources] has the data; here is how
/// they are asked for.
public final class DemoServer implements AutoCloseable {
  /// Where the examples look for it.
  public static final int PORT_DEFAULT = 8765;

  private static final int BODY_MAX = 1 << 20;
  private static final int KEYS_MAX = 10_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  private DemoServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// Serves on `port` of the loopback address (0 takes a free one), or nothing if it is in use.
  public static Optional<DemoServer> start(int port) throws IOException {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      return Optional.of(new DemoServer(HttpServer.create(address, 0)));
    } catch (BindException e) {
      return Optional.empty();
    }
  }

  /// Its address, without a slash at the end.
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var query = query(exchange.getRequestURI().getRawQuery());
      switch (path) {
        case "/" -> answer(exchange, 200, Resources.index());
        case "/cities" -> page(exchange, query);
        case "/forecast" -> answer(exchange, 200, Weather.forecast(query));
        case "/orders" -> answer(exchange, 200, Resources.orders(query));
        case "/rates" -> answer(exchange, 200, Resources.rates());
        case "/flaky" -> flaky(exchange, query);
        case "/sensors.csv" -> text(exchange, Resources.sensors());
        case "/echo" -> echo(exchange, query);
        default ->
            answer(exchange, 404, Fields.of("error", io.noetl.value.Text.of("no such resource")));
      }
    }
  }

  /// The next page stands in the body and, as the web has it, in a header.
  private static void page(HttpExchange exchange, Map<String, String> query) throws IOException {
    var page = Resources.cities(query);
    if (page.get("next") instanceof io.noetl.value.Text(var next)) {
      exchange.getResponseHeaders().add("Link", "<%s>; rel=\"next\"".formatted(next));
    }
    answer(exchange, 200, page);
  }

  /// Refuses the first two requests of each key.
  private void flaky(HttpExchange exchange, Map<String, String> query) throws IOException {
    if (attempts.size() > KEYS_MAX) {
      attempts.clear();
    }
    int attempt = attempts.merge(query.getOrDefault("key", ""), 1, Integer::sum);
    var body = Fields.builder().put("attempt", attempt).put("ready", attempt > 2).build();
    answer(exchange, attempt > 2 ? 200 : 503, body);
  }

  private static void echo(HttpExchange exchange, Map<String, String> query) throws IOException {
    var headers = Fields.builder();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(java.util.Locale.ROOT), String.join(", ", values)));
    var parameters = Fields.builder();
    query.forEach(parameters::put);
    var body = new String(exchange.getRequestBody().readNBytes(BODY_MAX), StandardCharsets.UTF_8);
    answer(
        exchange,
        200,
        Fields.builder()
            .put("method", exchange.getRequestMethod())
            .put("query", parameters.build())
            .put("headers", headers.build())
            .put("body", body)
            .build());
  }

  private static void answer(HttpExchange exchange, int status, Value body) throws IOException {
    send(exchange, status, "application/json", Json.write(body));
  }

  private static void text(HttpExchange exchange, String body) throws IOException {
    send(exchange, 200, "text/csv; charset=utf-8", body);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, String> query(@org.jspecify.annotations.Nullable String raw) {
    var query = new LinkedHashMap<String, String>();
    if (raw != null) {
      for (var pair : raw.split("&", -1)) {
        var parts = pair.split("=", 2);
        query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
