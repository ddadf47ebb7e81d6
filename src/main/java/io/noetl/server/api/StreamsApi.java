package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.http.Answer;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Outlet;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.store.EventJson;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Live streams of server-sent events: what is committed here at once, what another server has
/// written within a second.
public final class StreamsApi {
  private static final String THEME = "Streams";
  private static final String LAST = "Last-Event-ID";
  private static final String TYPE = "text/event-stream";
  private static final int PAGE = 500;

  /// Streams that may be open at once.
  private static final int STREAMS_MAX = 2_000;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /// How long a stream may outlive the token or session that it was opened with.
  private static final Duration ADMISSION = Duration.ofSeconds(5);

  /// Executions whose changes by other servers are seen.
  private static final int LISTED = 50;

  private final Parts parts;
  private final Histories histories;
  private final Beacon beacon;

  StreamsApi(Parts parts, Beacon beacon) {
    this.parts = parts;
    this.histories = new Histories(parts.store());
    this.beacon = beacon;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/executions/{id}/events/stream")
            .needs(Permission.READ)
            .in(THEME)
            .says(
                "The events of an execution as they happen: `event` each, with its number as id;"
                    + " `end` when it is over.")
            .takes(ExecutionsApi.id())
            .takes(Parameter.header(LAST, "The number of the last event seen."))
            .takes(Parameter.query("after", Kind.WHOLE, "The same, for the first time."))
            .answers(Answer.of(TYPE, "Events, heartbeats as comments."))
            .does(this::events),
        Route.get("/api/executions/stream")
            .needs(Permission.READ)
            .in(THEME)
            .says("Executions that begin or change, each as its line in the list: `execution`.")
            .answers(Answer.of(TYPE, "Events, heartbeats as comments."))
            .does(this::list));
  }

  private void checkRoom() {
    if (beacon.watching() >= STREAMS_MAX) {
      throw Fault.of(503, "too-many-streams", "there are too many streams at the moment")
          .withHeader("Retry-After", "10");
    }
  }

  private Reply events(Request request) {
    checkRoom();
    long execution = request.id("id");
    histories.row(execution);
    long after = after(request);
    return new Reply.Streamed(outlet -> stream(execution, after, new Pulse(outlet, request)));
  }

  private static long after(Request request) {
    var last = request.header(LAST).strip();
    if (last.isEmpty()) {
      return request.whole("after", 0, Long.MAX_VALUE, 0);
    }
    try {
      return Math.max(0, Long.parseLong(last));
    } catch (NumberFormatException _) {
      throw Fault.parameter(LAST, "the number of an event", last);
    }
  }

  private void stream(long execution, long after, Pulse pulse)
      throws IOException, InterruptedException {
    long last = after;
    try (var watch = beacon.watch(execution)) {
      while (!parts.traffic().isLeaving() && pulse.isAllowed()) {
        // Read before the events: an end that is seen has all of them before it.
        var row = histories.row(execution);
        last = send(execution, last, pulse);
        if (row.phase().isFinal() && last >= row.lastEvent()) {
          pulse.event("end", "", Json.write(view().whole(row)));
          pulse.flush();
          return;
        }
        watch.await(LOOK);
        pulse.beat();
      }
    }
  }

  private long send(long execution, long after, Pulse pulse) throws IOException {
    long last = after;
    while (true) {
      var page = parts.store().rows(execution, last, PAGE);
      for (var row : page) {
        pulse.event("event", Long.toString(row.number()), EventJson.of(row));
      }
      pulse.flush();
      last = page.isEmpty() ? last : page.getLast().number();
      if (page.size() < PAGE) {
        return last;
      }
    }
  }

  private Reply list(Request request) {
    checkRoom();
    return new Reply.Streamed(outlet -> streamList(new Pulse(outlet, request)));
  }

  private void streamList(Pulse pulse) throws IOException, InterruptedException {
    Map<Long, Long> seen = new HashMap<>();
    newest().forEach(row -> seen.put(row.execution(), row.lastEvent()));
    long looked = System.nanoTime();
    try (var watch = beacon.watch(0)) {
      while (!parts.traffic().isLeaving() && pulse.isAllowed()) {
        var changed = new ArrayList<ExecutionRow>();
        for (long execution : watch.await(LOOK)) {
          parts.store().executions().find(execution).ifPresent(changed::add);
        }
        tell(changed, seen, pulse);
        if (System.nanoTime() - looked >= LOOK.toNanos()) {
          look(seen, pulse);
          looked = System.nanoTime();
        }
        pulse.flush();
        pulse.beat();
        // However much happens, a page has a moment to show it.
        Thread.sleep(MOMENT);
      }
    }
  }

  /// What another server may have done.
  private void look(Map<Long, Long> seen, Pulse pulse) throws IOException {
    var rows = newest();
    tell(rows, seen, pulse);
    seen.keySet().retainAll(rows.stream().map(ExecutionRow::execution).toList());
  }

  private List<ExecutionRow> newest() {
    return parts.store().executions().list(ExecutionQuery.newest(LISTED));
  }

  private void tell(List<ExecutionRow> rows, Map<Long, Long> seen, Pulse pulse) throws IOException {
    var changed =
        rows.stream()
            .filter(
                row -> !Objects.equals(seen.put(row.execution(), row.lastEvent()), row.lastEvent()))
            .toList();
    if (!changed.isEmpty()) {
      for (var line : view().lines(changed)) {
        pulse.event("execution", "", Json.write(line));
      }
    }
  }

  private ExecutionView view() {
    return new ExecutionView(histories, parts.store().now());
  }

  /// Writes events, and a heartbeat whenever none has been written for a while; for as long as who
  /// listens may.
  private static final class Pulse {
    private final Outlet outlet;
    private final Request request;
    private long wrote = System.nanoTime();
    private long asked = wrote;
    private boolean isWritten;

    private Pulse(Outlet outlet, Request request) {
      this.outlet = outlet;
      this.request = request;
    }

    boolean isAllowed() {
      if (System.nanoTime() - asked < ADMISSION.toNanos()) {
        return true;
      }
      asked = System.nanoTime();
      return request.isStillAdmitted();
    }

    void event(String name, String id, String data) throws IOException {
      outlet.event(name, id, data);
      isWritten = true;
    }

    void flush() throws IOException {
      if (isWritten) {
        outlet.flush();
        wrote = System.nanoTime();
        isWritten = false;
      }
    }

    void beat() throws IOException {
      if (System.nanoTime() - wrote > HEARTBEAT.toNanos()) {
        outlet.heartbeat();
        wrote = System.nanoTime();
      }
    }
  }
}
