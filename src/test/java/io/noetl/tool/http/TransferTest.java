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
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that come from a server and go to one, and bodies that nobody should keep in memory.
class TransferTest {
  private static final int BIG = 50 << 20;

  @TempDir Path root;
  @TempDir Path outside;
  private HttpServer server;
  private HttpTool tool;
  private String received = "";
  private String receivedType = "";
  private long receivedBytes;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/file", e -> send(e, 200, "text/csv", bytes("a,b\n1,2\n")));
    server.createContext("/gone", e -> send(e, 404, "text/plain", bytes("not here")));
    server.createContext("/big", TransferTest::big);
    server.createContext("/short", TransferTest::broken);
    server.createContext("/bomb", TransferTest::bomb);
    server.createContext("/charset", e -> send(e, 200, "text/plain; charset=utf-9", bytes("ok")));
    server.createContext(
        "/latin", e -> send(e, 200, "application/json; charset=utf-8", new byte[] {'"', -28, '"'}));
    server.createContext("/take", this::take);
    server.start();
    tool =
        new HttpTool(
            Environment.of(Map.of()),
            Credentials.NONE,
            new HttpTool.Surroundings(
                Outbound.ANYWHERE,
                Proxies.NONE,
                new FileRoot(root, FileRoot.Reach.BELOW_ROOT),
                Mocks.NONE));
  }

  @AfterEach
  void end() {
    server.stop(0);
    tool.close();
  }

  private static void big(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, BIG);
    var chunk = new byte[1 << 20];
    Arrays.fill(chunk, (byte) 'x');
    for (int i = 0; i < BIG >> 20; i++) {
      exchange.getResponseBody().write(chunk);
    }
    exchange.close();
  }

  private static void broken(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write(bytes("only this"));
    exchange.getResponseBody().flush();
    exchange.close();
  }

  /// Sixty-four million zeros in sixty-four thousand bytes.
  private static void bomb(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
    exchange.sendResponseHeaders(200, 0);
    try (var out = new GZIPOutputStream(exchange.getResponseBody())) {
      var chunk = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(chunk);
      }
    } catch (IOException _) {
      // The client has had enough.
    }
    exchange.close();
  }

  private void take(HttpExchange exchange) throws IOException {
    receivedType = exchange.getRequestHeaders().getFirst("Content-Type");
    try (var in = exchange.getRequestBody()) {
      var some = in.readNBytes(1 << 16);
      received = exchange.getRequestMethod() + " " + new String(some, StandardCharsets.UTF_8);
      receivedBytes = some.length;
      var chunk = new byte[1 << 16];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        receivedBytes += read;
      }
    }
    send(exchange, 200, "text/plain", bytes("taken"));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Fields run(String path, String config) throws Exception {
    return run(path, config, "{}", new TestWatch());
  }

  private Fields run(String path, String config, String inputs, TestWatch watch) throws Exception {
    var whole =
        Calls.fields(config.replace('`', '"'))
            .with("endpoint", Text.of("http://127.0.0.1:%d%s".formatted(port(), path)));
    return (Fields) tool.run(Calls.of(Json.write(whole), inputs.replace('`', '"')), watch);
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private Failure failure(String path, String config) {
    return catchThrowableOfType(ToolFailure.class, () -> run(path, config)).failure();
  }

  private long filesInRoot() throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void aBodyBecomesAFile() throws Exception {
    var result = run("/file", "{`download`: `new/dir/table.csv`}");

    var file = root.resolve("new/dir/table.csv");
    assertThat(Files.readString(file)).isEqualTo("a,b\n1,2\n");
    assertThat(result.names()).contains("status_code", "headers", "url", "elapsed");
    assertThat(result.has("data")).isFalse();
    assertThat(result.get("path")).isEqualTo(Text.of(file.toString()));
    assertThat(Json.write(result.get("bytes"))).isEqualTo("8");
    var digest = MessageDigest.getInstance("SHA-256").digest(bytes("a,b\n1,2\n"));
    assertThat(result.get("sha256")).isEqualTo(Text.of(HexFormat.of().formatHex(digest)));
    assertThat(filesInRoot()).isEqualTo(1);
  }

  @Test
  void aLargeBodyGoesToAFileAndNotIntoAResult() throws Exception {
    assertThat(failure("/big", "{}").message())
        .isEqualTo(
            "the response is larger than 32 MiB: ask for less, page by page (paginate), or write"
                + " it to a file (download)");
    run("/big", "{`download`: `big`}");
    assertThat(Files.size(root.resolve("big"))).isEqualTo(BIG);
  }

  @Test
  void whatIsThereStaysUnlessTheWholeOfTheNewHasCome() throws Exception {
    var file = Files.writeString(root.resolve("kept"), "before");

    assertThat(failure("/short", "{`download`: `kept`}").message()).startsWith("Request error:");
    assertThat(failure("/gone", "{`download`: `kept`}").message()).isEqualTo("HTTP 404: not here");
    assertThat(failure("/big", "{`download`: {`path`: `kept`, `max_size`: `1MB`}}").message())
        .isEqualTo(
            "the answer is larger than 1048576 bytes: nothing was kept (max_size allows more)");
    assertThat(failure("/file", "{`download`: {`path`: `kept`, `overwrite`: false}}").message())
        .endsWith("kept is there already, and 'overwrite' is false");
    assertThat(Files.readString(file)).isEqualTo("before");
    assertThat(filesInRoot()).isEqualTo(1);

    run("/file", "{`download`: {`path`: `kept`}}");
    assertThat(Files.readString(file)).isEqualTo("a,b\n1,2\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{`download`: `../out`}                  | is not below",
        "{`download`: `/etc/out`}                | is not below",
        "{`download`: `link/out`}                | is not below",
        "{`download`: `.`}                       | is a directory",
        "{`download`: {}}                        | needs a path",
        "{`download`: {`path`: `x`, `max_size`: `much`}} | 'max_size' must be a size",
        "{`upload`: `../secret`}                 | is not below",
        "{`upload`: `link/secret`}               | is not below",
        "{`upload`: `nobody`}                    | that can be read",
        "{`upload`: {}}                          | 'upload' needs a path",
        "{`files`: {`f`: `../secret`}}           | is not below",
        "{`files`: {`f`: `nobody`}, `upload`: `x`} | exclude each other",
      })
  void onlyFilesBelowTheRootAreTouched(String config, String why) throws Exception {
    Files.writeString(outside.resolve("secret"), "not yours");
    Files.createSymbolicLink(root.resolve("link"), outside);

    var failure = failure("/take", config);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message()).contains(why);
    assertThat(received).isEmpty();
    assertThat(outside.resolve("out")).doesNotExist();
  }

  @Test
  void aFileIsTheBody() throws Exception {
    Files.writeString(root.resolve("report.txt"), "the report");

    run("/take", "{`upload`: `report.txt`}");
    assertThat(received).isEqualTo("POST the report");
    assertThat(receivedType).isEqualTo("application/octet-stream");

    run("/take", "{`method`: `put`, `upload`: {`path`: `report.txt`, `content_type`: `text/x`}}");
    assertThat(received).isEqualTo("PUT the report");
    assertThat(receivedType).isEqualTo("text/x");
  }

  @Test
  void filesArePartsOfAFormBesideTheData() throws Exception {
    Files.writeString(root.resolve("a.txt"), "first");
    Files.writeString(root.resolve("b.txt"), "second");

    run(
        "/take",
        "{`files`: {`one`: `a.txt`, `more`: [{`path`: `b.txt`, `filename`: `x\\\"y.csv`,"
            + " `content_type`: `text/csv`}]}}",
        "{`title`: `both`}",
        new TestWatch());

    assertThat(receivedType).startsWith("multipart/form-data; boundary=");
    var boundary = receivedType.substring(receivedType.indexOf('=') + 1);
    assertThat(received.replace(boundary, "B").replace("\r", ""))
        .isEqualTo(
            """
            POST --B
            Content-Disposition: form-data; name="title"

            both
            --B
            Content-Disposition: form-data; name="one"; filename="a.txt"
            Content-Type: application/octet-stream

            first
            --B
            Content-Disposition: form-data; name="more"; filename="x%22y.csv"
            Content-Type: text/csv

            second
            --B--
            """);
  }

  @Test
  void aLargeFileIsSentAsItIsRead() throws Exception {
    try (var file = new java.io.RandomAccessFile(root.resolve("huge").toFile(), "rw")) {
      file.setLength(BIG);
    }
    run("/take", "{`upload`: `huge`}");
    assertThat(receivedBytes).isEqualTo(BIG);
    run("/take", "{`files`: {`f`: `huge`}}");
    assertThat(receivedBytes).isGreaterThan(BIG);
  }

  @Test
  void aBombDoesNotGoOff() throws Exception {
    assertThat(failure("/bomb", "{}").message()).startsWith("the response is larger than 32 MiB");
    assertThat(failure("/bomb", "{`download`: {`path`: `b`, `max_size`: `2MB`}}").message())
        .startsWith("the answer is larger than 2097152 bytes");
    assertThat(filesInRoot()).isZero();
  }

  @Test
  void aCharsetThatIsNoneOrIsNotKeptToIsSaid() throws Exception {
    var watch = new TestWatch();

    assertThat(run("/charset", "{}", "{}", watch).get("data")).isEqualTo(Text.of("ok"));
    assertThat(watch.logged()).contains("nobody knows the charset of 'text/plain; charset=utf-9'");
    assertThat(run("/latin", "{}", "{}", watch).get("encoding")).isEqualTo(Text.of("base64"));
    assertThat(watch.logged()).contains("is not: it is given in base64");
  }
}
