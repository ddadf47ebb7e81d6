package io.noetl.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoServerTest {
  private static DemoServer server;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void open() throws IOException {
    server = DemoServer.start(0).orElseThrow();
  }

  @AfterAll
  static void close() {
    server.close();
    CLIENT.close();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static Fields json(String path) throws IOException, InterruptedException {
    return (Fields) Json.read(get(path).body());
  }

  @Test
  void theForecastIsTheSameEachTime() throws Exception {
    var path = "/forecast?latitude=51.51&longitude=-0.13&forecast_days=2";

    var hourly = (Fields) json(path).get("hourly");

    assertThat(((Items) hourly.get("time")).size()).isEqualTo(48);
    assertThat(((Items) hourly.get("temperature_2m")).size()).isEqualTo(48);
    assertThat(get(path).body()).isEqualTo(get(path).body());
  }

  @Test
  void pagesLeadToEachOther() throws Exception {
    var names = new HashSet<String>();
    var path = "/cities?per_page=5";
    int pages = 0;
    while (!path.isEmpty()) {
      var page = json(path);
      ((Items) page.get("items")).forEach(it -> names.add(((Fields) it).get("name").toString()));
      path = page.get("next") instanceof Text(var next) ? next : "";
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(names).hasSize(12).contains("Oslo");
    assertThat(get("/cities?page=1").headers().firstValue("link").orElse("")).contains("page=2");
  }

  @Test
  void aCursorEndsAfterTheLastOrder() throws Exception {
    var last = json("/orders?cursor=51&limit=20");

    assertThat(((Items) last.get("orders")).size()).isEqualTo(7);
    assertThat(last.get("next_cursor")).isEqualTo(Null.NULL);
  }

  @Test
  void theFlakyOneRefusesTwice() throws Exception {
    assertThat(get("/flaky?key=a").statusCode()).isEqualTo(503);
    assertThat(get("/flaky?key=a").statusCode()).isEqualTo(503);
    assertThat(get("/flaky?key=a").statusCode()).isEqualTo(200);
    assertThat(get("/flaky?key=b").statusCode()).isEqualTo(503);
  }

  @Test
  void theRestIsThereToo() throws Exception {
    assertThat(get("/sensors.csv").body().lines()).hasSize(1001);
    assertThat(json("/rates").has("rates")).isTrue();
    assertThat(json("/echo?a=1").get("query")).isEqualTo(Fields.of("a", Text.of("1")));
    assertThat(json("/").has("resources")).isTrue();
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aPortThatIsInUseIsNotTaken() throws Exception {
    var port = URI.create(server.url()).getPort();

    assertThat(DemoServer.start(port)).isEmpty();
  }
}
