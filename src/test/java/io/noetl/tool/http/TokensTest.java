package io.noetl.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.job.Failure;
import io.noetl.tool.Auth;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `oauth2_client_credentials`: tokens are fetched, kept, and fetched anew.
class TokensTest {
  private static final String PLAIN = "";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> used = new CopyOnWriteArrayList<>();
  private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private volatile String refused = "none";
  private volatile String answer = "{\"access_token\": \"token-%d\", \"expires_in\": 100}";
  private volatile int status = 200;
  private HttpServer server;
  private HttpTool tool;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/token", this::token);
    server.createContext("/api", this::api);
    server.start();
    var auth = new Auth(Environment.of(Map.of()), Credentials.NONE);
    tool = new HttpTool(auth, HttpTool.Surroundings.open(), () -> now);
  }

  @AfterEach
  void end() {
    tool.close();
    server.stop(0);
  }

  @Test
  void aTokenIsFetchedOnceAndUsedAgain() throws Exception {
    call(", \"scope\": \"read write\"");
    call(", \"scope\": \"read write\"");

    assertThat(asked).containsExactly(basic() + " grant_type=client_credentials&scope=read+write");
    assertThat(used).containsExactly("Bearer token-1", "Bearer token-1");
  }

  @Test
  void anotherScopeIsAnotherToken() throws Exception {
    call(", \"scope\": \"read\"");
    call(", \"scope\": \"write\"");

    assertThat(used).containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void manyStepsAtOnceFetchOne() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Fields> step = () -> call(PLAIN);
      for (var each : threads.invokeAll(List.of(step, step, step, step, step))) {
        each.get();
      }
    }

    assertThat(asked).hasSize(1);
    assertThat(used).hasSize(5).containsOnly("Bearer token-1");
  }

  @Test
  void aTokenIsFetchedAnewBeforeItExpires() throws Exception {
    call(PLAIN);
    now = now.plusSeconds(89);
    call(PLAIN);
    now = now.plusSeconds(2);
    call(PLAIN);

    assertThat(used).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
  }

  @Test
  void aTokenThatIsRefusedIsFetchedAnewOnce() throws Exception {
    call(PLAIN);
    refused = "Bearer token-1";
    call(PLAIN);
    assertThat(used).containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");

    refused = "all";
    assertThat(failure(PLAIN).message()).startsWith("HTTP 401");
    assertThat(asked).hasSize(3);
  }

  @Test
  void theClientMayShowItselfInTheBody() throws Exception {
    call(", \"client_auth\": \"body\", \"audience\": \"urn:api\"");

    assertThat(asked)
        .containsExactly(
            "null grant_type=client_credentials&audience=urn%3Aapi&client_id=me"
                + "&client_secret=so%3Asecret");
  }

  @Test
  void secretAndTokenAreHidden() throws Exception {
    var watch = new TestWatch();
    tool.run(Calls.of(config(PLAIN), "{}"), watch);

    assertThat(watch.hidden()).contains("so:secret", "token-1").doesNotContain("me");
  }

  @Test
  void whoGetsNoTokenSaysWhy() {
    answer = "{\"error\": \"invalid_client\", \"error_description\": \"so:secret?\"}";
    status = 401;
    assertThat(failure(PLAIN).kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure(PLAIN).message())
        .isEqualTo("no token from %s/token: HTTP 401: invalid_client".formatted(base()));

    status = 503;
    assertThat(failure(PLAIN).kind()).isEqualTo(Failure.Kind.ERROR);

    status = 200;
    assertThat(failure(PLAIN).message()).endsWith("/token gave no access_token");
    assertThat(failure(", \"client_auth\": \"never\"").message())
        .isEqualTo("'client_auth' of the credential is basic or body, found never");
    assertThat(used).isEmpty();
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static String basic() {
    var pair = "me:so%3Asecret".getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private String config(String more) {
    return """
    {"endpoint": "%1$s/api", "auth": {"type": "oauth2_client_credentials", "inline":
      {"token_url": "%1$s/token", "client_id": "me", "client_secret": "so:secret"%2$s}}}
    """
        .formatted(base(), more);
  }

  private Fields call(String more) throws ToolFailure, InterruptedException {
    return (Fields) tool.run(Calls.of(config(more), "{}"), new TestWatch());
  }

  private Failure failure(String more) {
    return catchThrowableOfType(ToolFailure.class, () -> call(more)).failure();
  }

  private void token(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
    send(exchange, status, answer.formatted(asked.size()));
  }

  private void api(HttpExchange exchange) throws IOException {
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    used.add(authorization);
    boolean isGood = !refused.equals("all") && !refused.equals(authorization);
    send(exchange, isGood ? 200 : 401, Json.write(Fields.EMPTY));
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
