package io.noetl.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.client.EventStream;
import io.noetl.client.Link;
import io.noetl.secret.Role;
import io.noetl.server.Served.Working;
import io.noetl.server.ServerSettings.Tokens;
import io.noetl.store.memory.MemoryStore;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Live streams.
@Timeout(120)
class StreamTest {
  private record Seen(String name, String id, String data) {}

  /// A stream that is being read.
  private record Reading(HttpResponse<java.io.InputStream> response, BufferedReader lines)
      implements AutoCloseable {
    static Reading of(Served served, String path, String... headers) throws Exception {
      var request = served.request(path);
      var response =
          served
              .client()
              .send(
                  (headers.length == 0 ? request : request.headers(headers)).build(),
                  HttpResponse.BodyHandlers.ofInputStream());
      var reader =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      return new Reading(response, reader);
    }

    /// The next event; one without a name when the stream has ended.
    Seen next() throws IOException {
      var name = "";
      var id = "";
      var data = "";
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty() && !name.isEmpty()) {
          return new Seen(name, id, data);
        }
      }
      return new Seen("", "", "");
    }

    List<Seen> all() throws IOException {
      var all = new ArrayList<Seen>();
      for (var seen = next(); !seen.name().isEmpty(); seen = next()) {
        all.add(seen);
      }
      return all;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  @Test
  void aStreamGivesAllEventsThenTheEnd() throws Exception {
    try (var served = Served.open()) {
      served.register(Served.THREE);
      var id = served.start();
      var path = "/api/executions/" + id + "/events/stream";

      try (var stream = Reading.of(served, path)) {
        assertThat(stream.response().headers().firstValue("Content-Type"))
            .contains("text/event-stream");
        var all = stream.all();
        assertThat(all.stream().map(Seen::id).toList())
            .startsWith("1", "2", "3")
            .endsWith("13", "14", "");
        assertThat(all.getLast().name()).isEqualTo("end");
        assertThat(Served.text((Fields) Json.read(all.getLast().data()), "status"))
            .isEqualTo("COMPLETED");
      }
      try (var stream = Reading.of(served, path, "Last-Event-ID", "12")) {
        assertThat(stream.all().stream().map(Seen::id).toList()).containsExactly("13", "14", "");
      }
      assertThat(served.get(path, "Last-Event-ID", "x").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void whatHappensIsSeenWhileItHappens() throws Exception {
    try (var served = Served.withoutWorker()) {
      served.register(Served.THREE);
      var id = served.start();
      try (var stream = Reading.of(served, "/api/executions/" + id + "/events/stream");
          var list = Reading.of(served, "/api/executions/stream")) {
        assertThat(stream.next().data()).contains("execution_start");
        assertThat(stream.next().data()).contains("step_started");

        served.tell("/api/executions/" + id + "/cancel", Fields.EMPTY);

        var rest = stream.all();
        assertThat(rest.getLast().name()).isEqualTo("end");
        assertThat(rest.getLast().data()).contains("CANCELLED");
        assertThat(list.next().data()).contains(id);
      }
    }
  }

  @Test
  void aServerThatStopsEndsItsStreams() throws Exception {
    try (var served = Served.withoutWorker()) {
      served.register(Served.THREE);
      var id = served.start();
      try (var stream = Reading.of(served, "/api/executions/" + id + "/events/stream")) {
        stream.next();

        served.server.close();

        assertThat(stream.all()).extracting(Seen::name).doesNotContain("end");
      }
    }
  }

  @Test
  void aStreamEndsSoonAfterTheSessionThatItWasOpenedWith() throws Exception {
    var settings = Served.local().withTokens(Tokens.ALWAYS);
    try (var served = new Served(new MemoryStore(), Working.NOT_HERE, settings)) {
      var opened =
          served.post("/api/session", Fields.EMPTY, "Authorization", served.bearer(Role.VIEWER));
      var set = opened.headers().firstValue("Set-Cookie").orElseThrow();
      var cookie = set.substring(0, set.indexOf(';'));
      try (var stream = Reading.of(served, "/api/executions/stream", "Cookie", cookie)) {
        assertThat(stream.response().statusCode()).isEqualTo(200);

        served.send(served.request("/api/session").header("Cookie", cookie).DELETE().build());

        assertThat(stream.all()).isEmpty(); // It ends; without that this would wait for ever.
      }
    }
  }

  @Test
  void whoFollowsWaitsForAServerThatHasJustLeft() throws Exception {
    try (var served = Served.withoutWorker();
        var link = new Link(Link.Address.of(served.url(), ""))) {
      served.register(Served.THREE);
      long id = Long.parseLong(served.start());
      var seen = new Kept(new CopyOnWriteArrayList<>());
      var end = new FutureTask<>(new EventStream(link, id, seen, Duration.ZERO)::read);
      int port = served.leave();

      Thread.ofVirtual().start(end);
      served.engine.cancel(id, "by the test");
      served.comeBack(port);

      assertThat(end.get()).isEqualTo(EventStream.End.OVER);
      assertThat(seen.events()).isNotEmpty();
    }
  }

  private record Kept(List<Fields> events) implements EventStream.Reader {
    @Override
    public void event(Fields event) {
      events.add(event);
    }

    @Override
    public boolean isWaiting() {
      return true;
    }
  }
}
