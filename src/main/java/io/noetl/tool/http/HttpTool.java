package io.noetl.tool.http;

import io.noetl.job.Failure;
import io.noetl.tool.Auth;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `type: http`: sends one request. The result is `{status_code, headers, url, elapsed, data}`; a
/// status of 400 or more fails the step, which keeps that result all the same.
public final class HttpTool implements Tool {
  private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);
  private static final int EXCERPT_MAX = 200;

  private final Auth auth;
  private @Nullable HttpClient following;
  private @Nullable HttpClient staying;

  public HttpTool(Environment environment, Credentials credentials) {
    auth = new Auth(environment, credentials);
  }

  @Override
  public String kind() {
    return "http";
  }

  @Override
  public Duration timeoutDefault() {
    return TIMEOUT_DEFAULT;
  }

  @Override
  public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    return send(Requests.of(call, auth, watch).build(), call, watch);
  }

  /// The same for those whose attempt may have no timeout: an answer must begin soon.
  Value runSoon(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    return send(Requests.of(call, auth, watch).timeout(TIMEOUT_DEFAULT).build(), call, watch);
  }

  private Value send(HttpRequest request, ToolCall call, Watch watch)
      throws ToolFailure, InterruptedException {
    long start = System.nanoTime();
    var client = client(call.config("follow_redirects") != Bool.FALSE);
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      return result(response, watch, start);
    } catch (IOException e) {
      throw ToolFailure.error("http_request", "Request error: " + reason(request, e));
    }
  }

  private static Value result(HttpResponse<InputStream> response, Watch watch, long start)
      throws IOException, ToolFailure {
    try (var body = response.body();
        var _ = watch.onStop(() -> closeQuietly(body))) {
      var data = Bodies.read(response.headers(), body);
      var result =
          Fields.builder()
              .put("status_code", response.statusCode())
              .put("headers", headers(response))
              .put("url", response.uri().toString())
              .put("elapsed", Num.of((System.nanoTime() - start) / 1e9))
              .putAll(data)
              .build();
      if (response.statusCode() < 400) {
        return result;
      }
      throw new ToolFailure(
          Failure.error("http_status", message(response.statusCode(), data.get("data")))
              .withResult(result));
    }
  }

  private static Fields headers(HttpResponse<?> response) {
    var headers = Fields.builder();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(
                    name.toLowerCase(Locale.ROOT),
                    values.stream().collect(Collectors.joining(", "))));
    return headers.build();
  }

  private static String message(int status, Value data) {
    var body = Requests.text(data).strip();
    var excerpt = body.length() > EXCERPT_MAX ? body.substring(0, EXCERPT_MAX) + "..." : body;
    return excerpt.isEmpty() || excerpt.equals("null")
        ? "HTTP %d: %s".formatted(status, Statuses.phrase(status))
        : "HTTP %d: %s".formatted(status, excerpt);
  }

  private static String reason(HttpRequest request, IOException e) {
    var what =
        switch (e) {
          case HttpConnectTimeoutException _ -> "the connection was not made in time";
          case ConnectException c when c.getCause() instanceof UnresolvedAddressException ->
              "unknown host";
          case ConnectException _ -> "connection refused";
          default -> String.valueOf(e.getMessage());
        };
    var uri = request.uri();
    return "%s %s://%s: %s".formatted(request.method(), uri.getScheme(), uri.getAuthority(), what);
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
  }

  /// Clients are made when they are first needed: making one takes longer than a small request.
  private synchronized HttpClient client(boolean followsRedirects) {
    if (followsRedirects) {
      following = following == null ? client(HttpClient.Redirect.NORMAL) : following;
      return following;
    }
    staying = staying == null ? client(HttpClient.Redirect.NEVER) : staying;
    return staying;
  }

  private static HttpClient client(HttpClient.Redirect redirect) {
    return HttpClient.newBuilder()
        .followRedirects(redirect)
        .connectTimeout(TIMEOUT_DEFAULT)
        .build();
  }

  @Override
  public synchronized void close() {
    if (following != null) {
      following.shutdownNow();
    }
    if (staying != null) {
      staying.shutdownNow();
    }
  }
}
