package io.noetl.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.job.Failure;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Providers;
import io.noetl.tool.Saver;
import io.noetl.tool.TestWatch;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolContract;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpToolTest implements ToolContract {
  private static final Credentials CREDENTIALS =
      (name, _) ->
          name.equals("known")
              ? Optional.of(Calls.fields("{\"type\": \"bearer\", \"token\": \"from-the-store\"}"))
              : Optional.empty();

  private final HttpTool tool =
      new HttpTool(
          Environment.of(
                  Map.of(
                      "NOETL_SECRET_KEY", "top-secret",
                      "NOETL_SECRET_PAIR", "u:p",
                      "NOETL_VAR_T", "from-env"))
              .with(HttpToolTest::provided),
          CREDENTIALS);

  /// A provider whose secrets are their own names.
  private static Providers.Secret provided(Providers.Wanted wanted, Watch watch) {
    var isJson = wanted.name().equals("json");
    return new Providers.Secret(
        isJson ? "{\"username\": \"me\", \"password\": \"pw\"}" : wanted.name(), "1");
  }

  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private HttpServer server;
  private String base;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/echo", this::echo);
    server.createContext("/hang", this::hang);
    server.createContext("/torrent", HttpToolTest::pour);
    server.createContext("/status/", HttpToolTest::status);
    server.createContext("/moved", e -> redirect(e, "/echo"));
    server.createContext("/binary", e -> send(e, 200, "image/png", new byte[] {(byte) 0x89, 0}));
    server.createContext(
        "/latin", e -> send(e, 200, "text/plain; charset=latin1", new byte[] {-28}));
    server.createContext("/empty", e -> send(e, 204, "", new byte[0]));
    server.start();
    base = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void end() {
    release.countDown();
    server.stop(0);
    tool.close();
  }

  @Override
  public Tool tool() {
    return tool;
  }

  @Override
  public ToolCall quick() {
    return Calls.of("{\"endpoint\": \"%s/status/200\"}".formatted(base), "{}");
  }

  /// Two results differ in their time and date.
  @Override
  public Value comparable(Value result) {
    return ((Fields) result).get("data");
  }

  @Override
  public ToolCall endless() {
    return Calls.of("{\"endpoint\": \"%s/hang\"}".formatted(base), "{}");
  }

  @Override
  public boolean hasBegun(TestWatch watch) {
    return hanging.getCount() == 0;
  }

  @Override
  public ToolCall torrent() {
    return Calls.of("{\"endpoint\": \"%s/torrent\"}".formatted(base), "{}");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}                             | {}                       | GET    | ``             | ``",
        "{`params`: {`p`: 1}}           | {}                       | GET    | p=1            | ``",
        "{`params`: {`p`: 1}}           | {`a`: `x y`, `p`: 2}     | GET    | p=2&a=x+y      | ``",
        "{}                             | {`a`: [1, 2], `n`: null} | GET    | a=1&a=2        | ``",
        "{}                             | {`query`: {`q`: true}, `z`: 1} | GET | q=true      | ``",
        "{`method`: `delete`}           | {`id`: 3}                | DELETE | id=3           | ``",
        "{`method`: `POST`}             | {`a`: {`b`: [1]}}        | POST   | ``             |"
            + " {`a`:{`b`:[1]}}",
        "{`method`: `PUT`, `params`: {`p`: 1}} | {`a`: 1}          | PUT    | p=1            |"
            + " {`a`:1}",
        "{`method`: `PATCH`}            | {`query`: {`q`: 1}, `body`: {`b`: 2}} | PATCH | q=1 |"
            + " {`b`:2}",
        "{`method`: `POST`, `payload`: {`p`: 1}} | {`query`: {`q`: 1}} | POST | q=1          |"
            + " {`p`:1}",
        "{`method`: `POST`, `payload`: {`p`: 1}} | {}              | POST   | ``             |"
            + " {`p`:1}",
        "{`method`: `POST`, `value_only`: true} | {`data`: [1, 2], `input_data`: [1, 2]} | POST |"
            + " `` | [1,2]",
        "{`method`: `POST`, `headers`: {`content-type`: `application/x-www-form-urlencoded`}} |"
            + " {`a`: `x&y`, `b`: 2} | POST | `` | a=x%26y&b=2",
        "{`method`: `POST`, `headers`: {`Content-Type`: `text/plain`}} | {`body`: `as it is`} |"
            + " POST | `` | as it is",
        "{`method`: `POST`, `headers`: {`Content-Type`: `application/json`}} | {`body`: `{\\`a\\`:"
            + " 1}`} | POST | `` | {`a`: 1}",
      })
  void dataGoWhereTheyBelong(String config, String inputs, String method, String query, String body)
      throws Exception {
    var call = Calls.of(quoted(config), quoted(inputs));
    var result = run(call, "/echo");

    var echo = (Fields) result.get("data");
    assertThat(text(echo, "method")).isEqualTo(method);
    assertThat(text(echo, "query")).isEqualTo(query.replace("`", ""));
    assertThat(text(echo, "body")).isEqualTo(quoted(body.equals("``") ? "" : body));
  }

  @Test
  void theResultSaysHowItWent() throws Exception {
    var result = run(Calls.of("{}", "{\"a\": 1}"), "/echo");

    assertThat(result.names()).containsExactly("status_code", "headers", "url", "elapsed", "data");
    assertThat(Json.write(result.get("status_code"))).isEqualTo("200");
    assertThat(text((Fields) result.get("headers"), "content-type")).isEqualTo("application/json");
    assertThat(text(result, "url")).isEqualTo(base + "/echo?a=1");
  }

  @Test
  void filesAreSentInParts() throws Exception {
    var config = "{\"method\": \"POST\", \"headers\": {\"Content-Type\": \"multipart/form-data\"}}";
    var inputs =
        """
        {"note": "n", "tags": ["a", "b"],
         "file": {"filename": "x.csv", "content": "1,2", "content_type": "text/csv"}}
        """;

    var echo = (Fields) run(Calls.of(config, inputs), "/echo").get("data");

    assertThat(text(echo, "type")).startsWith("multipart/form-data; boundary=noetl-");
    assertThat(text(echo, "body"))
        .contains("name=\"note\"\r\n\r\nn\r\n", "name=\"tags\"\r\n\r\na\r\n")
        .contains("name=\"file\"; filename=\"x.csv\"\r\nContent-Type: text/csv\r\n\r\n1,2\r\n");
  }

  @Test
  void aStatusOf400OrMoreFailsAndKeepsTheResult() {
    var failure = failure("{\"endpoint\": \"%s/status/503\"}");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("http_status");
    assertThat(failure.message()).isEqualTo("HTTP 503: fine");
    assertThat(Json.write(failure.result())).contains("\"status_code\":503", "\"data\":\"fine\"");
  }

  @Test
  void bodiesAreReadAsWhatTheyAre() throws Exception {
    assertThat(Json.write(run(Calls.of("{}", "{}"), "/binary").get("data"))).isEqualTo("\"iQA=\"");
    assertThat(Json.write(run(Calls.of("{}", "{}"), "/latin").get("data"))).isEqualTo("\"ä\"");
    assertThat(Json.write(run(Calls.of("{}", "{}"), "/empty").get("data"))).isEqualTo("\"\"");
  }

  @Test
  void redirectsAreFollowedUnlessItSaysNot() throws Exception {
    assertThat(text(run(Calls.of("{}", "{}"), "/moved"), "url")).isEqualTo(base + "/echo");
    assertThat(
            Json.write(
                run(Calls.of("{\"follow_redirects\": false}", "{}"), "/moved").get("status_code")))
        .isEqualTo("302");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{`type`: `bearer`, `inline`: {`token`: `inline-token`}}          | Bearer inline-token",
        "{`source`: `inline`, `type`: `bearer`, `fields`: {`token`: `tt`}} | Bearer tt",
        "{`type`: `bearer`, `env`: `NOETL_VAR_T`}                         | Bearer from-env",
        "{`source`: `env`, `name`: `NOETL_VAR_T`, `type`: `bearer`}       | Bearer from-env",
        "{`source`: `secret`, `name`: `key`, `type`: `bearer`}            | Bearer top-secret",
        "{`type`: `basic`, `inline`: {`username`: `u`, `password`: `p`}}  | Basic dTpw",
        "{`credential`: `known`}                                          | Bearer from-the-store",
        "{`type`: `bearer`, `credential`: `known`}                        | Bearer from-the-store",
        "{`api`: {`source`: `secret`, `name`: `key`, `type`: `bearer`}}   | Bearer top-secret",
        "{`type`: `header`, `inline`: {`Authorization`: `mine`}}          | mine",
        "{`type`: `api_key`, `inline`: {`key`: `Authorization`, `value`: `v`}} | v",
        "{`source`: `env`, `name`: `NOETL_VAR_T`, `type`: `api_key`, `header`: `Authorization`} |"
            + " from-env",
        "{`source`: `secret`, `name`: `key`, `type`: `header`, `header`: `Authorization`} |"
            + " top-secret",
        "{`source`: `secret`, `name`: `pair`, `type`: `basic`}            | Basic dTpw",
        "{`source`: `vault`, `name`: `apps/api`, `type`: `bearer`}        | Bearer apps/api",
        "{`source`: `aws`, `name`: `json`, `type`: `basic`}               | Basic bWU6cHc=",
      })
  void aRequestLogsIn(String auth, String expected) throws Exception {
    var echo =
        (Fields) run(Calls.of("{\"auth\": %s}".formatted(quoted(auth)), "{}"), "/echo").get("data");

    assertThat(text(echo, "authorization")).isEqualTo(expected);
  }

  @Test
  void anApiKeyMayStandInTheQuery() throws Exception {
    var watch = new TestWatch();
    var config =
        "{`endpoint`: `%s/echo?a=1`, `auth`: {`source`: `secret`, `name`: `key`, `type`: `api_key`,"
            + " `in`: `query`, `fields`: {`key`: `appid`}}}";

    var result = (Fields) tool.run(Calls.of(quoted(config).formatted(base), "{}"), watch);

    assertThat(text((Fields) result.get("data"), "query")).isEqualTo("a=1&appid=top-secret");
    assertThat(watch.hidden()).containsExactly("top-secret");
  }

  @Test
  void whatStandsInForServersIsAskedFor() throws Exception {
    var surroundings =
        new HttpTool.Surroundings(
            Outbound.ANYWHERE,
            Proxies.NONE,
            FileRoot.anywhere(),
            Mocks.of(Map.of("NOETL_HTTP_MOCK_LOCAL", "true", "NOETL_HTTP_MOCK_ON_ERROR", "TRUE")));
    try (var mocked = new HttpTool(Environment.of(Map.of()), CREDENTIALS, surroundings)) {
      for (var endpoint : new String[] {"http://api.local/x", "http://127.0.0.1:1/x"}) {
        var config =
            "{`endpoint`: `%s`, `method`: `post`, `payload`: {`a`: 1}}".formatted(endpoint);
        var result = (Fields) mocked.run(Calls.of(quoted(config), "{}"), new TestWatch());

        assertThat(text(result, "status_code")).isEqualTo("200");
        assertThat(text(result, "data"))
            .contains("\"mocked\":true", "\"method\":\"POST\"", "\"payload\":{\"a\":1}");
      }
      var broken = "{`endpoint`: `%s/status/500`}".formatted(base);
      assertThat(
              catchThrowableOfType(
                  ToolFailure.class,
                  () -> mocked.run(Calls.of(quoted(broken), "{}"), new TestWatch())))
          .hasMessageStartingWith("HTTP 500");
    }
  }

  @Test
  void secretsAreHidden() throws Exception {
    var watch = new TestWatch();
    var config =
        "{\"endpoint\": \"%s/echo\", \"auth\": {\"source\": \"secret\", \"name\": \"key\"}}";

    tool.run(Calls.of(config.formatted(base), "{}"), watch);

    assertThat(watch.hidden()).contains("top-secret");
  }

  @Test
  void aRequestThatCannotLogInIsNotSent() {
    var unknown = failure("{\"endpoint\": \"%s/echo\", \"auth\": \"nobody\"}");
    assertThat(unknown.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(unknown.message()).isEqualTo("there is no credential 'nobody'");
    assertThat(failure("{\"endpoint\": \"%s/echo\", \"auth\": {\"env\": \"HOME\"}}").message())
        .isEqualTo("the variable HOME is not set, or not allowed: list it in NOETL_ENV_ALLOW");
    assertThat(
            failure(
                    "{\"endpoint\": \"%s/echo\", \"auth\": {\"source\": \"secret\", \"name\":"
                        + " \"no\"}}")
                .message())
        .isEqualTo("the secret no is not known: set NOETL_SECRET_NO where the worker runs");
  }

  @Test
  void aWrongRequestIsExplained() {
    assertThat(failure("{\"endpoint\": \"ftp://x\"}").kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure("{}").message())
        .isEqualTo("'endpoint' must begin with http:// or https://, is ''");
    assertThat(failure("{\"endpoint\": \"http://127.0.0.1:1/x\"}").message())
        .isEqualTo(
            "Request error: GET http://127.0.0.1:1: connection refused: is the server"
                + " running, and are host and port right?");
    assertThat(failure("{\"endpoint\": \"http://nobody.invalid/x\"}").message())
        .isEqualTo("Request error: GET http://nobody.invalid: unknown host: check its name");
  }

  @Test
  void aSaveSendsItsData() throws Exception {
    var saver = new HttpSaver(tool);
    var good = Calls.fields("{\"endpoint\": \"%s/status/201\"}".formatted(base));
    var bad = Calls.fields("{\"endpoint\": \"%s/status/500\"}".formatted(base));
    var data = Calls.fields("{\"a\": 1}");

    assertThat(Json.write(saver.save(new Saver.Order("k", 1, "s", good, data), new TestWatch())))
        .isEqualTo("{\"saved\":\"http\",\"status_code\":201}");
    var thrown =
        catchThrowableOfType(
            ToolFailure.class,
            () -> saver.save(new Saver.Order("k", 1, "s", bad, data), new TestWatch()));
    assertThat(thrown.failure().message()).isEqualTo("HTTP 500: fine");
  }

  @Test
  void aSaveCarriesTheKeyOfItsWork() throws Exception {
    var spec = Calls.fields("{\"endpoint\": \"%s/keys\"}".formatted(base));
    var seen = new java.util.ArrayList<String>();
    server.createContext(
        "/keys",
        exchange -> {
          seen.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    var saver = new HttpSaver(tool);

    for (var headers : new String[] {"{}", "{\"Idempotency-Key\": \"mine\"}"}) {
      saver.save(
          new Saver.Order("7/s/1", 2, "s", spec.with("headers", Json.read(headers)), Fields.EMPTY),
          new TestWatch());
    }

    assertThat(seen).containsExactly("7/s/1", "mine");
  }

  @Test
  void oddCharactersInAnEndpointAreEncoded() throws Exception {
    var result = run(Calls.of("{}", "{}"), "/echo/ä b?q=ü{}");

    assertThat(text((Fields) result.get("data"), "query")).isEqualTo("q=%C3%BC%7B%7D");
  }

  private Fields run(ToolCall call) throws Exception {
    return (Fields) tool.run(call, new TestWatch());
  }

  private Fields run(ToolCall call, String path) throws Exception {
    var config = call.config().with("endpoint", Text.of(base + path));
    return run(new ToolCall(call.key(), config, call.inputs(), "", Fields.EMPTY, call.step()));
  }

  private Failure failure(String config) {
    return catchThrowableOfType(
            ToolFailure.class, () -> run(Calls.of(config.replace("%s", base), "{}")))
        .failure();
  }

  private static String quoted(String json) {
    return json.replace("\\`", "\\\"").replace('`', '"');
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : Json.write(fields.get(name));
  }

  private void echo(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    var query = exchange.getRequestURI().getRawQuery();
    var echo =
        Fields.builder()
            .put("method", exchange.getRequestMethod())
            .put("query", query == null ? "" : query)
            .put("type", String.valueOf(headers.getFirst("Content-Type")))
            .put("authorization", String.valueOf(headers.getFirst("Authorization")))
            .put(
                "body",
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
            .build();
    send(exchange, 200, "application/json", Json.writeBytes(echo));
  }

  private void hang(HttpExchange exchange) throws IOException {
    hanging.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  private static void pour(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    var some = new byte[1 << 16];
    try (var out = exchange.getResponseBody()) {
      for (int i = 0; i < 640; i++) {
        out.write(some);
      }
    } catch (IOException e) {
      exchange.close(); // The client has had enough.
    }
  }

  private static void status(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    int status = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    send(exchange, status, "text/plain", "fine".getBytes(StandardCharsets.UTF_8));
  }

  private static void redirect(HttpExchange exchange, String place) throws IOException {
    exchange.getResponseHeaders().add("Location", place);
    send(exchange, 302, "text/plain", new byte[0]);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    if (!type.isEmpty()) {
      exchange.getResponseHeaders().add("Content-Type", type);
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
