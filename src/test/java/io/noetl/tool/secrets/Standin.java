package io.noetl.tool.secrets;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.tool.Providers.Secret;
import io.noetl.tool.Providers.Wanted;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A server in place of a provider: keeps what it was asked and answers what a test says.
final class Standin implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private Function<Asked, Reply> answering = _ -> Reply.of(500, "");
  private Instant now = NOW;

  record Asked(String method, String target, Headers headers, String body) {
    String path() {
      return target.replaceFirst("\\?.*", "");
    }

    String header(String name) {
      return String.valueOf(headers.getFirst(name));
    }
  }

  /// A status below zero: no answer at all.
  record Reply(int status, String body) {
    static Reply of(int status, String body) {
      return new Reply(status, body.replace('`', '"'));
    }

    static Reply silence() {
      return new Reply(-1, "");
    }
  }

  Standin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    var request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    asked.add(request);
    var reply = answering.apply(request);
    if (reply.status() < 0) {
      try {
        over.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    } else {
      var body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  void answer(Function<Asked, Reply> newAnswering) {
    answering = newAnswering;
  }

  List<Asked> asked() {
    return asked;
  }

  /// What was asked of this path.
  List<Asked> asked(String path) {
    return asked.stream().filter(each -> each.path().equals(path)).toList();
  }

  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url() {
    return "http://" + authority();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /// Providers with these variables, in which `@` stands for this server's URL.
  SecretProviders providers(Map<String, String> variables) {
    var real = new HashMap<String, String>();
    variables.forEach((name, value) -> real.put(name, value.replace("@", url())));
    return new SecretProviders(real, () -> now, Duration.ofMillis(700));
  }

  static Secret read(SecretProviders providers, String json)
      throws ToolFailure, InterruptedException {
    var wanted = Wanted.of((Fields) Json.read(json.replace('`', '"')));
    return providers.read(wanted, new TestWatch());
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
  }
}
