package io.noetl.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A local server that stands in for those of the world. It answers by what the rows have put under
/// a path, and remembers what it was asked.
final class StandIn implements AutoCloseable {
  private static final Answer NOTHING = new Answer(404, "{\"error\": \"there is nothing here\"}");

  private final HttpServer server;
  private final Map<String, Function<Asked, Answer>> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /// A request; names of headers are in lower case.
  record Asked(String method, URI uri, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String query() {
      return uri.getQuery() == null ? "" : uri.getQuery();
    }

    String path() {
      return uri.getPath();
    }

    Fields json() {
      return (Fields) Json.read(body);
    }
  }

  /// An answer of JSON.
  record Answer(int status, String json) {
    static Answer of(String json) {
      return new Answer(200, json);
    }
  }

  StandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /// Its address, without a slash at the end.
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// The environment of workers that shall take it for the providers of secrets.
  Map<String, String> variables() {
    return Map.ofEntries(
        Map.entry("GCE_METADATA_HOST", url().substring("http://".length())),
        Map.entry("CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER", url() + "/google"),
        Map.entry("GOOGLE_CLOUD_PROJECT", "demo"),
        Map.entry("VAULT_ADDR", url() + "/vault"),
        Map.entry("VAULT_TOKEN", "token-for-vault"),
        Map.entry("AWS_ENDPOINT_URL_SECRETS_MANAGER", url()),
        Map.entry("AWS_REGION", "eu-west-1"),
        Map.entry("AWS_ACCESS_KEY_ID", "id-for-aws"),
        Map.entry("AWS_SECRET_ACCESS_KEY", "key-for-aws"),
        Map.entry("AZURE_AUTHORITY_HOST", url() + "/azure"),
        Map.entry("AZURE_TENANT_ID", "tenant"),
        Map.entry("AZURE_CLIENT_ID", "client"),
        Map.entry("AZURE_CLIENT_SECRET", "secret-for-azure"),
        Map.entry("AZURE_KEYVAULT_URL", url() + "/azure-vault"));
  }

  /// Answers each request whose path begins with `path`; the longest such path counts.
  void answer(String path, Function<Asked, Answer> answer) {
    answers.put(path, answer);
  }

  void answer(String path, String json) {
    answer(path, _ -> Answer.of(json));
  }

  /// What it was asked under `path`, in order.
  List<Asked> asked(String path) {
    return asked.stream().filter(each -> each.path().startsWith(path)).toList();
  }

  void forget() {
    answers.clear();
    asked.clear();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      var headers = new TreeMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(lower(name), String.join(", ", values)));
      var request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(request);
      var answer = answers.getOrDefault(longest(request.path()), _ -> NOTHING).apply(request);
      byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String longest(String path) {
    return answers.keySet().stream()
        .filter(path::startsWith)
        .max(java.util.Comparator.comparingInt(String::length))
        .orElse("");
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
