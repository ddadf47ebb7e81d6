package io.noetl.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.job.Failure;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Saver;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundTest {
  private static final String ALLOWED = "127.0.0.1";
  private static final InetAddress HERE = address(ALLOWED);
  private static final InetAddress PUBLIC = address("93.184.215.14");

  private HttpServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(HERE, 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", OutboundTest::echo);
    server.start();
    port = server.getAddress().getPort();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "127.0.0.1, loopback",
    "127.255.255.254, loopback",
    "::1, loopback",
    "::ffff:127.0.0.1, loopback",
    "::127.0.0.1, loopback",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "172.16.0.1, private",
    "172.31.255.255, private",
    "192.168.0.1, private",
    "fc00::1, private",
    "fdff::1, private",
    "::ffff:10.0.0.1, private",
    "64:ff9b::10.0.0.1, private",
    "2002:0a00:0001::1, private",
    "100.64.0.1, carrier-grade",
    "100.127.255.255, carrier-grade",
    "169.254.0.1, link-local",
    "fe80::1, link-local",
    "169.254.169.254, metadata",
    "::ffff:169.254.169.254, metadata",
    "fd00:ec2::254, metadata",
    "0.0.0.0, unspecified",
    "::, unspecified",
    "224.0.0.1, multicast",
    "ff02::1, multicast",
    "255.255.255.255, reserved",
    "9.255.255.255, ''",
    "11.0.0.0, ''",
    "172.15.255.255, ''",
    "172.32.0.0, ''",
    "100.63.255.255, ''",
    "100.128.0.0, ''",
    "192.167.255.255, ''",
    "8.8.8.8, ''",
    "64:ff9b::8.8.8.8, ''",
    "2606:4700:4700::1111, ''",
  })
  void addressesAreKnownForWhatTheyAre(String text, String territory) {
    assertThat(Territory.of(address(text)).orElse("")).isEqualTo(territory);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:%d/",
        "http://[::1]:%d/",
        "http://[::ffff:127.0.0.1]:%d/",
        "http://localhost:%d/",
        "http://0.0.0.0:%d/",
        "http://169.254.169.254/latest/meta-data?%d",
      })
  void whatIsNotPublicIsRefused(String endpoint) {
    try (var tool = tool(Outbound.guarded(List.of()))) {
      var failure = failure(tool, endpoint.formatted(port));

      assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
      assertThat(failure.code()).isEqualTo("http_refused");
      assertThat(failure.message()).contains("--http-allow", "NOETL_HTTP_ALLOW");
    }
  }

  @Test
  void aRefusalNamesHostAndAddressAndTheWayOut() {
    try (var tool = tool(Outbound.guarded(List.of(), _ -> List.of(PUBLIC, address("10.1.2.3"))))) {
      assertThat(failure(tool, "http://api.example/").message())
          .isEqualTo(
              "requests to api.example are refused here: 10.1.2.3 is a private address;"
                  + " --http-allow api.example, or NOETL_HTTP_ALLOW, allows it where the worker or"
                  + " server starts");
      assertThat(failure(tool, "http://10.1.2.3/").message())
          .isEqualTo(
              "requests to 10.1.2.3 are refused here: it is a private address; --http-allow"
                  + " 10.1.2.3, or NOETL_HTTP_ALLOW, allows it where the worker or server starts");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.0/8", "*"})
  void whatIsAllowedPasses(String allowed) throws Exception {
    try (var tool = tool(Outbound.guarded(List.of("10.0.0.0/8", allowed)))) {
      assertThat(said(tool, "http://127.0.0.1:%d/".formatted(port))).isEqualTo("127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost."})
  void aNameIsAllowedWhereverItLeads(String allowed) throws Exception {
    try (var tool = tool(Outbound.guarded(List.of(allowed)))) {
      assertThat(said(tool, "http://localhost:%d/".formatted(port))).isEqualTo("localhost");
      assertThat(failure(tool, "http://127.0.0.1:%d/".formatted(port)).code())
          .isEqualTo("http_refused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a", "10.0.0.0/33", "10.0.0.0/x", "a b", "a.*", "", "host/8"})
  void whatIsNoHostIsNotAllowed(String allowed) {
    assertThatThrownBy(() -> Outbound.guarded(List.of(allowed)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  /// The name is nobody's: only who is told where it leads can get there.
  @Test
  void theClientConnectsToTheAddressThatWasChecked() throws Exception {
    try (var tool = tool(Outbound.guarded(List.of(ALLOWED), _ -> List.of(HERE)))) {
      assertThat(said(tool, "http://settled.invalid:%d/".formatted(port)))
          .isEqualTo("settled.invalid");
    }
    assertThatThrownBy(() -> InetAddress.getByName("settled2.invalid"))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void aNameThatLeadsElsewhereTheSecondTimeIsRefusedThen() throws Exception {
    var answers = answers(List.of(HERE), List.of(address("10.0.0.7")));
    try (var tool = tool(Outbound.guarded(List.of(ALLOWED), _ -> answers.remove()))) {
      var endpoint = "http://rebinding.invalid:%d/".formatted(port);

      assertThat(said(tool, endpoint)).isEqualTo("rebinding.invalid");
      assertThat(failure(tool, endpoint).message()).contains("10.0.0.7 is a private address");
    }
  }

  /// While the request is under way, others who ask cannot bring a new address into the JVM.
  @Test
  void aSettledNameLeadsNowhereElse() throws Exception {
    var outbound = Outbound.guarded(List.of(), _ -> List.of(PUBLIC));

    try (var _ = outbound.pass(URI.create("http://held.invalid/"))) {
      assertThat(InetAddress.getAllByName("HELD.invalid")).containsExactly(PUBLIC);
    }
  }

  @Test
  void whatTheJvmRemembersIsCheckedToo() throws Exception {
    var directory = SettledNames.directory();
    directory.settle("remembered.invalid", List.of(HERE));
    InetAddress.getByName("remembered.invalid");
    directory.release("remembered.invalid");
    var outbound = Outbound.guarded(List.of(), _ -> List.of(PUBLIC));

    assertThatThrownBy(() -> outbound.pass(URI.create("http://remembered.invalid/")))
        .isInstanceOf(ToolFailure.class)
        .hasMessageContaining("127.0.0.1 is a loopback address");
  }

  @Test
  void aHostThatNobodyKnowsIsNoRefusal() {
    try (var tool = tool(Outbound.guarded(List.of()))) {
      assertThat(failure(tool, "http://nobody.invalid/").kind()).isEqualTo(Failure.Kind.ERROR);
      assertThat(failure(tool, "http://nobody.invalid/").message())
          .isEqualTo("Request error: GET http://nobody.invalid: unknown host: check its name");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:%d/", "http://[::1]:%d/", "//localhost:%d/x"})
  void redirectsAreCheckedLegByLeg(String location) {
    server.createContext("/away", e -> redirect(e, location.formatted(port)));
    try (var tool = tool(Outbound.guarded(List.of("front.invalid"), _ -> List.of(HERE)))) {
      SettledNames.directory().settle("front.invalid", List.of(HERE));
      var failure = failure(tool, "http://front.invalid:%d/away".formatted(port));

      assertThat(failure.code()).isEqualTo("http_refused");
    } finally {
      SettledNames.directory().release("front.invalid");
    }
  }

  @Test
  void savesPassTheSameGuard() {
    try (var tool = tool(Outbound.guarded(List.of()))) {
      var spec = Calls.fields("{\"endpoint\": \"http://127.0.0.1:%d/\"}".formatted(port));
      var order = new Saver.Order("k", 1, "s", spec, Fields.EMPTY);

      assertThatThrownBy(() -> new HttpSaver(tool).save(order, new TestWatch()))
          .hasMessageContaining("refused here");
    }
  }

  private static HttpTool tool(Outbound outbound) {
    return new HttpTool(
        Environment.of(Map.of()),
        Credentials.NONE,
        new HttpTool.Surroundings(outbound, Proxies.NONE, FileRoot.anywhere(), Mocks.NONE));
  }

  private static String said(HttpTool tool, String endpoint) throws Exception {
    var call = Calls.of("{\"endpoint\": \"%s\"}".formatted(endpoint), "{}");
    var said = Json.write(((Fields) tool.run(call, new TestWatch())).get("data"));
    return said.substring(1, said.lastIndexOf(':'));
  }

  private static Failure failure(HttpTool tool, String endpoint) {
    var call = Calls.of("{\"endpoint\": \"%s\"}".formatted(endpoint), "{}");
    return catchThrowableOfType(ToolFailure.class, () -> tool.run(call, new TestWatch())).failure();
  }

  @SafeVarargs
  private static Queue<List<InetAddress>> answers(List<InetAddress>... answers) {
    return new ArrayDeque<>(List.of(answers));
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  /// Says what host was asked for.
  private static void echo(HttpExchange exchange) throws IOException {
    var host = exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, host.length);
    exchange.getResponseBody().write(host);
    exchange.close();
  }

  private static void redirect(HttpExchange exchange, String location) throws IOException {
    exchange.getResponseHeaders().add("Location", location);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }
}
