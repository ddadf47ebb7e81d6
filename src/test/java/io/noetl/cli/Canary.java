package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A secret that sings if it is heard, a playbook that does with it whatever leaks, and a server
/// that the playbook tells it to.
public final class Canary implements AutoCloseable {
  static final String TEXT = "cAnary\"47'/+ü~pass";

  /// What the process that runs the playbook finds in its environment.
  public static final Map<String, String> VARIABLES =
      Map.of("NOETL_SECRET_CANARY", TEXT, "NOETL_SECRET_ASCII", TEXT.replace("ü", "u"));

  /// The file from which the credential is registered.
  public static final String CREDENTIAL =
      "{\"name\": \"bird\", \"type\": \"basic\", \"data\": {\"user\": \"me\", \"password\": %s}}"
          .formatted(Json.write(Text.of(TEXT)));

  private final HttpServer server;

  public Canary() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", Canary::echo);
    server.start();
  }

  /// Answers with all that it was told, in header and body; with status 500 where the path says so.
  private static void echo(HttpExchange exchange) throws IOException {
    var told = new StringBuilder();
    exchange.getRequestHeaders().forEach((name, values) -> told.append(name).append(values));
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    told.append(exchange.getRequestURI());
    told.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    var basic = authorization == null ? "" : authorization.replace("Basic ", "");
    told.append(new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8));
    var answer = told.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("X-Echo", basic);
    boolean fails = exchange.getRequestURI().getPath().endsWith("fail");
    exchange.sendResponseHeaders(fails ? 500 : 200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  public String playbook() throws IOException {
    return Files.readString(Path.of("src", "test", "resources", "canary", "canary.yaml"))
        .replace("@URL@", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static List<String> spellings() {
    var utf8 = TEXT.getBytes(StandardCharsets.UTF_8);
    var json = Json.write(Text.of(TEXT));
    var basic = Base64.getEncoder().encodeToString(("me:" + TEXT).getBytes(StandardCharsets.UTF_8));
    return List.of(
        TEXT,
        json.substring(1, json.length() - 1),
        URLEncoder.encode(TEXT, StandardCharsets.UTF_8),
        Base64.getEncoder().encodeToString(utf8).substring(0, 16),
        basic.substring(4, 20),
        HexFormat.of().formatHex(utf8),
        "nary\"47",
        "nary\\\"47",
        "47&#");
  }

  public static void assertClean(String where, String text) {
    for (var spelling : spellings()) {
      int at = text.toLowerCase(Locale.ROOT).indexOf(spelling.toLowerCase(Locale.ROOT));
      assertThat(at)
          .as(
              () ->
                  "%s has %s in: %s"
                      .formatted(
                          where,
                          spelling,
                          text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60))))
          .isNegative();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
