package io.noetl.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.TestWatch;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests that go through a proxy, and those that must not.
class ProxyTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer proxy;
  private String address;

  @BeforeEach
  void start() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          seen.add(
              "%s %s %s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      exchange.getRequestHeaders().getFirst("Proxy-Authorization")));
          var body = "by proxy".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    proxy.start();
    address = "127.0.0.1:" + proxy.getAddress().getPort();
  }

  @AfterEach
  void end() {
    proxy.stop(0);
  }

  private Fields run(Map<String, String> environment, Outbound outbound, String config)
      throws Exception {
    var surroundings =
        new HttpTool.Surroundings(
            outbound, Proxies.of(environment), FileRoot.anywhere(), Mocks.NONE);
    try (var tool = new HttpTool(Environment.of(Map.of()), Credentials.NONE, surroundings)) {
      return (Fields)
          tool.run(
              Calls.of(config.replace('`', '"').replace("ADDRESS", address), "{}"),
              new TestWatch());
    }
  }

  @Test
  void theStepNamesAProxyWithALogin() throws Exception {
    var result =
        run(
            Map.of(),
            Outbound.ANYWHERE,
            "{`endpoint`: `http://service.invalid/x?a=1`, `proxy`: `http://user:p%40ss@ADDRESS`}");

    assertThat(result.get("data")).isEqualTo(Text.of("by proxy"));
    assertThat(seen).containsExactly("GET http://service.invalid/x?a=1 Basic dXNlcjpwQHNz");
  }

  @Test
  void theEnvironmentNamesAProxy() throws Exception {
    run(
        Map.of("HTTP_PROXY", "http://" + address, "NO_PROXY", "other.invalid"),
        Outbound.ANYWHERE,
        "{`endpoint`: `http://service.invalid/`}");

    assertThat(seen).containsExactly("GET http://service.invalid/ null");
  }

  /// TLS goes through a tunnel, for which the login must be shown as well.
  @Test
  void aTunnelIsAskedForWithTheLogin() throws Exception {
    try (var tunnel = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> refuseTunnels(tunnel));
      var environment = Map.of("HTTPS_PROXY", "http://u:p@127.0.0.1:" + tunnel.getLocalPort());

      assertThatThrownBy(
              () -> run(environment, Outbound.ANYWHERE, "{`endpoint`: `https://service.invalid/`}"))
          .isInstanceOf(io.noetl.tool.ToolFailure.class);
      assertThat(seen)
          .isNotEmpty()
          .allMatch(
              each ->
                  each.startsWith("CONNECT service.invalid:443")
                      && each.contains("Proxy-Authorization: Basic dTpw"));
    }
  }

  private void refuseTunnels(ServerSocket tunnel) {
    while (!tunnel.isClosed()) {
      try (Socket client = tunnel.accept()) {
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        var head = new StringBuilder();
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          head.append(line).append('\n');
        }
        seen.add(head.toString());
        client
            .getOutputStream()
            .write("HTTP/1.1 403 no\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      } catch (IOException _) {
        return;
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other.org                 | http://service.org/      | true",
        "service.org               | http://service.org/      | false",
        ".service.org              | http://a.service.org/    | false",
        "service.org               | http://a.service.org/    | false",
        "*.service.org             | http://a.service.org/    | false",
        "service.org               | http://myservice.org/    | true",
        "service.org:8080          | http://service.org:8080/ | false",
        "service.org:8080          | http://service.org/      | true",
        "x, 10.0.0.0/8             | http://10.1.2.3/         | false",
        "10.0.0.0/8                | http://11.1.2.3/         | true",
        "*                         | http://service.org/      | false",
        "x                         | http://localhost/        | false",
        "x                         | http://127.0.0.1/        | false",
        "x                         | https://service.org/     | false",
      })
  void noProxyIsUsedWhereNoneIsWanted(String direct, String uri, boolean isProxied) {
    var proxies = Proxies.of(Map.of("http_proxy", "proxy:3128", "no_proxy", direct));

    assertThat(proxies.on(URI.create(uri)).isPresent()).isEqualTo(isProxied);
  }

  @Test
  void aGuardedStepUsesNone() throws Exception {
    var guarded = Outbound.guarded(List.of("127.0.0.1"));

    assertThatThrownBy(
            () -> run(Map.of(), guarded, "{`endpoint`: `http://127.0.0.1/`, `proxy`: `ADDRESS`}"))
        .hasMessageContaining("it would connect to what it likes");
    run(Map.of("http_proxy", "http://127.0.0.1:1"), guarded, "{`endpoint`: `http://ADDRESS/here`}");
    assertThat(seen).containsExactly("GET /here null");
  }

  @Test
  void whatIsNoProxyIsSaidWithoutItsPassword() {
    assertThatThrownBy(
            () ->
                run(
                    Map.of(),
                    Outbound.ANYWHERE,
                    "{`endpoint`: `http://x.invalid/`, `proxy`: `socks5://u:hush-hush@h:1`}"))
        .hasMessage("'proxy' must look like http://host:port");
  }
}
