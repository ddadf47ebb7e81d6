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
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// `type: http`: sends one request. The result is `{status_code, headers, url, elapsed, data}`; a
/// status of 400 or more fails the step, which keeps that result all the same.
public final class HttpTool implements Tool {
  private static final Duration TIMEOUT_DEFAULT = Duration.ofSeconds(30);
  private static final int EXCERPT_MAX = 200;
  private static final int UNAUTHORIZED = 401;
  private static final Map<String, String> NO_LOGIN = Map.of();

  private final Auth auth;
  private final Courier courier;
  private final Tokens tokens;

  /// For those who may send requests anywhere.
  public HttpTool(Environment environment, Credentials credentials) {
    this(environment, credentials, Outbound.ANYWHERE);
  }

  public HttpTool(Environment environment, Credentials credentials, Outbound outbound) {
    this(new Auth(environment, credentials), outbound, InstantSource.system());
  }

  HttpTool(Auth auth, Outbound outbound, InstantSource clock) {
    this.auth = auth;
    courier = new Courier(outbound);
    tokens = new Tokens(courier, clock);
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
    return send(call, watch, Duration.ZERO);
  }

  /// The same for those whose attempt may have no timeout: an answer must begin soon.
  Value runSoon(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    return send(call, watch, TIMEOUT_DEFAULT);
  }

  /// An answer must begin within `limit`, unless that is zero.
  private Value send(ToolCall call, Watch watch, Duration limit)
      throws ToolFailure, InterruptedException {
    long start = System.nanoTime();
    if (call.config("auth") == Null.NULL) {
      return result(exchange(call, NO_LOGIN, limit), watch, start);
    }
    var fields = auth.resolve(call.config("auth"), watch);
    var grant = Grant.of(fields);
    var exchange =
        grant.isPresent()
            ? withToken(call, grant.get(), limit, watch)
            : exchange(call, Logins.headers(fields), limit);
    return result(exchange, watch, start);
  }

  private Exchange withToken(ToolCall call, Grant grant, Duration limit, Watch watch)
      throws ToolFailure, InterruptedException {
    var token = tokens.find(grant, "", watch);
    var exchange = exchange(call, bearer(token), limit);
    if (exchange.response().statusCode() != UNAUTHORIZED) {
      return exchange;
    }
    // It may have been revoked before its time. Once: another refusal is meant.
    Courier.closeQuietly(exchange.response().body());
    return exchange(call, bearer(tokens.find(grant, token, watch)), limit);
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private record Exchange(HttpRequest request, HttpResponse<InputStream> response) {}

  private Exchange exchange(ToolCall call, Map<String, String> login, Duration limit)
      throws ToolFailure, InterruptedException {
    var building = Requests.of(call, login);
    var request = (limit.isZero() ? building : building.timeout(limit)).build();
    var following =
        call.config("follow_redirects") == Bool.FALSE
            ? Courier.Following.NOTHING
            : Courier.Following.REDIRECTS;
    return new Exchange(request, courier.send(request, login.keySet(), following));
  }

  private static Value result(Exchange exchange, Watch watch, long start) throws ToolFailure {
    try {
      return result(exchange.response(), watch, start);
    } catch (IOException e) {
      throw Courier.failed(exchange.request(), e);
    }
  }

  private static Value result(HttpResponse<InputStream> response, Watch watch, long start)
      throws IOException, ToolFailure {
    try (var body = response.body();
        var _ = watch.onStop(() -> Courier.closeQuietly(body))) {
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

  @Override
  public void close() {
    courier.close();
  }
}
