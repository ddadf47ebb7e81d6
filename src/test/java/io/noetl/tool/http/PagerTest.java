package io.noetl.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.job.Failure;
import io.noetl.template.Scope;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Seven items, given out by servers of all kinds, three at a time.
class PagerTest {
  private static final int ITEMS = 7;
  private static final int SIZE = 3;
  private static final String ALL = "[1,2,3,4,5,6,7]";

  private final HttpTool tool = new HttpTool(Environment.of(Map.of()), Credentials.NONE);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger toFail = new AtomicInteger();
  private HttpServer server;
  private HttpServer other;

  @BeforeEach
  void start() throws IOException {
    server = serve();
    other = serve();
  }

  private HttpServer serve() throws IOException {
    var made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    made.createContext("/", this::answer);
    made.start();
    return made;
  }

  @AfterEach
  void end() {
    server.stop(0);
    other.stop(0);
    tool.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    var headers = exchange.getRequestHeaders();
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        "%s %s %s%s"
            .formatted(exchange.getRequestMethod(), uri, headers.getFirst("Authorization"), body));
    if (asked.size() > 1 && toFail.getAndDecrement() > 0) {
      exchange.getResponseHeaders().add("Retry-After", "0");
      send(exchange, 503, "{`error`: `busy`}");
      return;
    }
    answer(exchange, query(uri.getQuery() + "&" + body));
  }

  private void answer(HttpExchange exchange, Map<String, Integer> query) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/links" -> {
        int page = query.getOrDefault("page", 1);
        var next = page * SIZE < ITEMS ? "`/links?page=%d`".formatted(page + 1) : "null";
        send(exchange, 200, "{`items`: %s, `links`: [{`next`: %s}]}".formatted(page(page), next));
      }
      case "/header" -> {
        int page = query.getOrDefault("page", 1);
        exchange.getResponseHeaders().add("Link", "<https://x/?page=0>; rel=\"prev first\"");
        if (page * SIZE < ITEMS) {
          exchange
              .getResponseHeaders()
              .add("Link", "<?page=%d>; title=\"a, b; rel=c\"; rel=\"next\"".formatted(page + 1));
        }
        send(exchange, 200, page(page));
      }
      case "/elsewhere" -> {
        var there = "http://127.0.0.1:%d/links?page=3".formatted(other.getAddress().getPort());
        send(exchange, 200, "{`items`: [0], `links`: [{`next`: `%s`}]}".formatted(there));
      }
      case "/cursor" -> {
        int from = query.getOrDefault("cursor", query.getOrDefault("after", 0));
        int to = Math.min(from + SIZE, ITEMS);
        send(
            exchange,
            200,
            "{`rows`: %s, `meta`: {`cursor`: %s}}"
                .formatted(range(from, to), to < ITEMS ? "`" + to + "`" : "``"));
      }
      case "/page" -> {
        int page = query.getOrDefault("page", 1);
        send(
            exchange,
            200,
            "{`data`: %s, `paging`: {`page`: %d, `more`: %s}}"
                .formatted(page(page), page, page * SIZE < ITEMS));
      }
      case "/offset" -> {
        int from = query.getOrDefault("offset", 0);
        int limit = Math.min(query.getOrDefault("limit", SIZE), SIZE);
        send(
            exchange,
            200,
            "{`rows`: %s, `total`: %d}"
                .formatted(range(from, Math.min(from + limit, ITEMS)), ITEMS));
      }
      case "/circle" -> send(exchange, 200, "{`items`: [1], `next`: `/circle`}");
      case "/odd" -> send(exchange, 200, "{`items`: [1], `next`: `file:///etc/passwd`}");
      default -> send(exchange, 404, "{}");
    }
  }

  private static Map<String, Integer> query(String text) {
    var query = new HashMap<String, Integer>();
    for (var pair : text.replaceAll("[{}\"\\s]", "").replace(':', '=').split("[&,]", -1)) {
      var parts = pair.split("=", 2);
      if (parts.length == 2 && parts[1].matches("\\d+")) {
        query.put(parts[0], Integer.parseInt(parts[1]));
      }
    }
    return query;
  }

  private static String page(int number) {
    int from = Math.min((number - 1) * SIZE, ITEMS);
    return range(from, Math.min(from + SIZE, ITEMS));
  }

  private static String range(int from, int to) {
    return IntStream.range(from, Math.max(from, to))
        .mapToObj(i -> Integer.toString(i + 1))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.replace('`', '"').getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Fields run(String path, String config, String paginate) throws Exception {
    return run(path, config, paginate, "{}");
  }

  private Fields run(String path, String config, String paginate, String inputs) throws Exception {
    var endpoint = "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    var whole = Fields.of("endpoint", io.noetl.value.Text.of(endpoint)).overlaid(fields(config));
    var later =
        new ToolCall.Later(Fields.of("paginate", fields(paginate)), Scope.of(fields("{`n`: 3}")));
    var call = new ToolCall("1/s/1", whole, fields(inputs), "", Fields.EMPTY, "s", later);
    return (Fields) tool.run(call, new TestWatch());
  }

  private static Fields fields(String json) {
    return Calls.fields(json.replace('`', '"'));
  }

  private Failure failure(String path, String config, String paginate) {
    return catchThrowableOfType(ToolFailure.class, () -> run(path, config, paginate)).failure();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "/links  | {`next`: `data.links[0].next`, `merge`: `data.items`}                     | 3",
        "/links  | {`next`: `$.links.0.next`, `merge`: `items`}                              | 3",
        "/header | {}                                                                        | 3",
        "/cursor | {`type`: `cursor`, `cursor`: `meta.cursor`, `merge`: `rows`}              | 3",
        "/cursor | {`type`: `cursor`, `cursor`: `meta.cursor`, `merge`: `rows`, `param`: `after`} |"
            + " 3",
        "/page   | {`type`: `page`, `merge`: `data.data`}                                    | 4",
        "/page   | {`type`: `page`, `merge`: `data.data`, `continue_while`:"
            + " `response.data.paging.more`}                                                 | 3",
        "/page   | {`type`: `page`, `merge`: `data.data`, `continue_while`:"
            + " `{{ page < n }}`}                                                            | 3",
        "/offset | {`type`: `offset`, `size`: 3, `merge`: `rows`}                            | 4",
        "/offset | {`type`: `offset`, `size`: 100, `merge`: `rows`, `total`: `total`}        | 3",
        "/page   | {`type`: `response`, `merge`: `data.data`, `continue_while`:"
            + " `{{ response.data.paging.more == true }}`, `next_page`: {`params`:"
            + " {`page`: `{{ response.data.paging.page + 1 }}`}}}                    | 3",
      })
  void allItemsCome(String path, String paginate, int pages) throws Exception {
    var result = run(path, "{}", paginate);

    assertThat(Json.write(result.get("data"))).isEqualTo(ALL);
    assertThat(Json.write(result.get("items"))).isEqualTo("7");
    assertThat(Json.write(result.get("pages"))).isEqualTo(Integer.toString(pages));
    assertThat(Json.write(result.get("complete"))).isEqualTo("true");
    assertThat(asked).hasSize(pages);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{`limit`: 4}                | [1,2,3,4]               | 2 | false",
        "{`limit`: 7}                | [1,2,3,4,5,6,7]         | 3 | true",
        "{`max_pages`: 1}            | [1,2,3]                 | 1 | false",
        "{`max_pages`: `{{ n }}`}    | [1,2,3,4,5,6,7]         | 3 | true",
        "{`merge_strategy`: `collect`} | [[1,2,3],[4,5,6],[7]] | 3 | true",
        "{`merge_strategy`: `replace`} | [7]                   | 3 | true",
      })
  void boundsAndStrategies(String more, String data, int pages, boolean complete) throws Exception {
    var rules = fields("{`next`: `links.0.next`, `merge`: `items`}").overlaid(fields(more));
    var result = run("/links", "{}", Json.write(rules));

    assertThat(Json.write(result.get("data"))).isEqualTo(data);
    assertThat(Json.write(result.get("pages"))).isEqualTo(Integer.toString(pages));
    assertThat(Json.write(result.get("complete"))).isEqualTo(Boolean.toString(complete));
  }

  @Test
  void theQueryOfTheStepStaysAndTheLoginGoesAlong() throws Exception {
    run(
        "/page",
        "{`params`: {`q`: 1}, `auth`: {`type`: `bearer`, `inline`: {`token`: `t0ken`}}}",
        "{`type`: `page`, `merge`: `data.data`, `size`: 3, `max_pages`: 2}");

    assertThat(asked)
        .containsExactly(
            "GET /page?q=1&page=1&size=3 Bearer t0ken", "GET /page?q=1&page=2&size=3 Bearer t0ken");
  }

  @Test
  void aBodyMayHaveTheCursor() throws Exception {
    var result =
        run(
            "/cursor",
            "{`method`: `POST`}",
            "{`type`: `response`, `merge`: `rows`, `continue_while`:"
                + " `response.data.meta.cursor != ''`,"
                + " `next_page`: {`data`: {`cursor`: `{{ response.data.meta.cursor | int }}`}}}",
            "{`cursor`: 0, `kind`: `x`}");

    assertThat(Json.write(result.get("data"))).isEqualTo(ALL);
    assertThat(asked.getLast()).contains("{\"cursor\":6,\"kind\":\"x\"}");
  }

  @Test
  void anotherServerGetsNoLogin() throws Exception {
    var result =
        run(
            "/elsewhere",
            "{`auth`: {`type`: `bearer`, `inline`: {`token`: `t0ken`}}, `headers`: {`Cookie`:"
                + " `c`}}",
            "{`next`: `links.0.next`, `merge`: `items`}");

    assertThat(Json.write(result.get("data"))).isEqualTo("[0,7]");
    assertThat(asked).containsExactly("GET /elsewhere Bearer t0ken", "GET /links?page=3 null");
  }

  @Test
  void aPageThatFailsIsNamed() {
    toFail.set(1);
    var failure = failure("/links", "{}", "{`next`: `links.0.next`, `merge`: `items`}");

    assertThat(failure.message()).isEqualTo("page 2: HTTP 503: {\"error\":\"busy\"}");
    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(Json.write(((Fields) failure.result()).get("status_code"))).isEqualTo("503");
  }

  @Test
  void aPageMayBeAskedForAgain() throws Exception {
    toFail.set(2);
    var retry = "`retry`: {`max_attempts`: 3, `initial_delay_ms`: 1, `jitter`: false}";

    var result =
        run("/links", "{}", "{`next`: `links.0.next`, `merge`: `items`, %s}".formatted(retry));

    assertThat(Json.write(result.get("data"))).isEqualTo(ALL);
    assertThat(asked).hasSize(5);
  }

  @Test
  void aCircleAnEndAndAnOddLinkAreSaid() {
    assertThat(failure("/circle", "{}", "{`next`: `next`}").message())
        .startsWith("paginate: page 2 is asked for as page 1 was")
        .endsWith("/circle");
    assertThat(failure("/odd", "{}", "{`next`: `next`}").message())
        .startsWith("the link of page 1 cannot be followed: it must lead to http");
    assertThat(failure("/page", "{}", "{`type`: `page`, `continue_while`: `true`}").message())
        .isEqualTo(
            "paginate: there are more than 1000 pages: say how many by max_pages, or how many"
                + " items by limit");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{`type`: `scroll`}                     | 'type' cannot be 'scroll'",
        "{`limit`: `many`}                      | 'limit' is no number: many",
        "{`max_pages`: 0}                       | 'max_pages' must be at least 1, is 0",
        "{`type`: `cursor`}                     | type cursor needs 'cursor'",
        "{`type`: `response`, `next_page`: {`parms`: {}}} | not 'parms'",
        "{`type`: `response`, `next_page`: {`params`: 1}} | 'next_page.params' must be a map",
      })
  void whatCannotBeIsSaid(String paginate, String why) {
    var failure = failure("/links", "{}", paginate);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message()).contains(why);
  }

  @Test
  void pagesDoNotGoIntoAFile() {
    assertThat(failure("/links", "{`download`: `x`}", "{}").message())
        .isEqualTo("'download' and 'paginate' exclude each other");
  }
}
