package io.noetl.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.secret.AccessTokens;
import io.noetl.secret.KeySource;
import io.noetl.secret.Keychain;
import io.noetl.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The files of the web interface, asked for as browsers do.
@Timeout(60)
class PagesTest {
  private static final String PAGE = "<title>NoETL</title>" + " ".repeat(2_000);
  private static final String SCRIPT = "console.log(1);".repeat(200);

  private final Map<String, byte[]> files = new HashMap<>();
  private final Pages pages = new Pages(this::open);
  private final Door door = door();
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private @Nullable InputStream open(String path) {
    var bytes = files.get(path);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  private Door door() {
    var clock = InstantSource.system();
    var store = new MemoryStore();
    var tokens = new AccessTokens(store.tokens(), clock);
    var keys = KeySource.of(Map.of(), Path.of("no-key-is-needed"));
    var keychain = new Keychain(store.credentials(), keys, clock);
    var rules = new Guard.Rules(true, Set.of(), Set.of());
    var guard = new Guard(rules, tokens, new Sessions(tokens, keychain, clock));
    var parts = new Door.Parts(new Routes(List.of()), guard, pages, new Traffic(), new Meters());
    return new Door(new Door.Place("127.0.0.1", 0), parts);
  }

  @BeforeEach
  void openTheDoor() {
    files.put("/index.html", PAGE.getBytes(UTF_8));
    files.put("/favicon.svg", "<svg/>".getBytes(UTF_8));
    files.put("/assets/app-1a2b.js", SCRIPT.getBytes(UTF_8));
    files.put("/assets/app-1a2b.js.gz", Packing.packed(("/* packed */" + SCRIPT).getBytes(UTF_8)));
    files.put("/assets", "what a directory gives".getBytes(UTF_8));
    port = door.open();
  }

  @AfterEach
  void closeTheDoor() {
    door.close();
    client.close();
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void everyPathOfTheInterfaceIsItsPage() throws Exception {
    for (var path :
        List.of(
            "/",
            "/executions",
            "/playbooks/demo/hello.v2",
            "/playbooks/demo/hello.yaml",
            "/playbooks/demo/a%20b%2Fc",
            "/playbooks/%C3%A9t%C3%A9",
            "/playbooks/50%25..more",
            "/assets",
            "/" + "a/".repeat(4_000) + "b.c")) {
      var response = get(path);

      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(new String(response.body(), UTF_8)).as(path).isEqualTo(PAGE);
      assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
      assertThat(header(response, "Content-Security-Policy")).startsWith("default-src 'self';");
    }
    assertThat(new String(get("/favicon.svg").body(), UTF_8)).isEqualTo("<svg/>");
  }

  @Test
  void anAssetThatIsNotThereIsNotThePage() throws Exception {
    for (var path : List.of("/assets/app-0000.js", "/assets/", "/assets/sub/page", "/api/pages")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void pathsThatTryToLeadElsewhereLeadNowhere() {
    files.put("/../secret.txt", "secret".getBytes(UTF_8));
    files.put("/assets/../../secret.txt", "secret".getBytes(UTF_8));
    for (var path :
        List.of(
            "/../secret.txt",
            "/assets/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/playbooks/..%2f..%2fsecret.txt",
            "/playbooks/./x",
            "/..%5csecret.txt",
            "/a%00.js",
            "/a%0d%0aSet-Cookie:x")) {
      assertThatThrownBy(() -> pages.find(path, _ -> ""))
          .as(path)
          .isInstanceOf(Fault.class)
          .hasMessageContaining("there is no");
    }
    for (var path : List.of("/%zz", "/%ff", "/a%2")) {
      assertThatThrownBy(() -> pages.find(path, _ -> "")).as(path).isInstanceOf(Fault.class);
    }
  }

  @Test
  void whatIsPackedBeforehandIsSentSoToThoseWhoTakeIt() throws Exception {
    var packed = get("/assets/app-1a2b.js", "Accept-Encoding", "br, gzip;q=0.8");

    assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(packed, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(packed, "Cache-Control")).contains("immutable");
    assertThat(header(packed, "Vary")).isEqualTo("Accept-Encoding");
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("/* packed */" + SCRIPT);
    }
    for (var accepted : List.of("br", "gzip;q=0", "identity")) {
      var plain = get("/assets/app-1a2b.js", "Accept-Encoding", accepted);
      assertThat(header(plain, "Content-Encoding")).as(accepted).isEmpty();
      assertThat(new String(plain.body(), UTF_8)).isEqualTo(SCRIPT);
    }
    var page = get("/", "Accept-Encoding", "gzip");
    try (var in = new GZIPInputStream(new ByteArrayInputStream(page.body()))) {
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(PAGE);
    }
  }

  @Test
  void aPageThatIsTheSameIsNotSentAgain() throws Exception {
    var mark = header(get("/"), "ETag");

    var again = get("/playbooks/demo", "If-None-Match", "\"other\", " + mark);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).isEqualTo(mark);
    files.put("/index.html", "a new page".getBytes(UTF_8));
    var changed = get("/", "If-None-Match", mark);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(header(changed, "ETag")).isNotEqualTo(mark);
  }

  @Test
  void onlyTheHeadIsSentToThoseWhoAskForIt() throws Exception {
    var uri = URI.create("http://127.0.0.1:%d/assets/app-1a2b.js".formatted(port));
    var request = HttpRequest.newBuilder(uri).HEAD().build();

    var response = client.send(request, BodyHandlers.ofByteArray());

    assertThat(response.body()).isEmpty();
    assertThat(header(response, "Content-Length")).isEqualTo("" + SCRIPT.length());
  }

  @Test
  void withoutFilesASentenceSaysHowToGetThem() throws Exception {
    files.clear();

    assertThat(new String(get("/").body(), UTF_8)).contains("mvn package", "Node.js 20");
    assertThat(get("/executions").statusCode()).isEqualTo(404);
    assertThat(get("/assets/app-1a2b.js").statusCode()).isEqualTo(404);
  }
}
