package io.noetl.server.api;

import io.noetl.broker.Content;
import io.noetl.secret.Permission;
import io.noetl.server.http.Answer;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.store.EventRow;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reading histories.
public final class EventsApi {
  private static final String THEME = "Events";
  private static final int LIMIT_DEFAULT = 1_000;
  private static final int LIMIT_MAX = 10_000;
  private static final int PAGE = 1_000;
  private static final int ERRORS_MAX = 3;

  static final Form EVENT =
      Form.of(
          "Event",
          Field.id("execution_id", "Its execution.").needed(),
          Field.id("event_id", "Its number within the execution.").needed(),
          Field.text("event_type", "What happened.").needed(),
          Field.text("created_at", "When.").needed(),
          Field.text("status", "The status that it stands for.").needed(),
          Field.text("node_name", "The step."),
          Field.text("node_type", "What sort of thing it happened to."),
          Field.any("context", "What was known."),
          Field.any("result", "What came of it."),
          Field.any("meta", "What the engine notes beside it."),
          Field.text("error", "What went wrong."));

  private static final Form SUMMARY =
      Form.of(
          "EventSummary",
          Field.text("status", "ok").needed(),
          Field.map("summary", "Events by type, and the last errors.").needed());

  private final Parts parts;
  private final Histories histories;

  EventsApi(Parts parts) {
    this.parts = parts;
    this.histories = new Histories(parts.store());
  }

  static List<Form> forms() {
    return List.of(EVENT);
  }

  List<Route> routes() {
    return List.of(
        byExecution("/api/events/by-execution/{id}"),
        byExecution("/api/executions/{id}/events"),
        Route.get("/api/executions/{id}/payloads/{name}")
            .needs(Permission.READ)
            .in(THEME)
            .says("A value that is kept beside the events, which name it: itself.")
            .takes(ExecutionsApi.id())
            .takes(Parameter.path("name", Kind.TEXT, "Its name; each slash in it as %2F."))
            .answers(Answer.json("The value."))
            .does(this::payload),
        Route.get("/api/events/by-id/{event_id}")
            .needs(Permission.READ)
            .in(THEME)
            .says("One event, named EXECUTION-NUMBER.")
            .takes(Parameter.path("event_id", Kind.TEXT, "As in 123-7."))
            .answers(EVENT.page("events"))
            .does(request -> byName("event_id", request)),
        either("/api/events/{id}", Parameter.path("id", Kind.TEXT, "EXECUTION, or -NUMBER too.")),
        either("/api/execution/data/{id}", Parameter.path("id", Kind.TEXT, "The same.")),
        either("/api/events/query", Parameter.query("event_id", Kind.TEXT, "The same.").needed()),
        Route.get("/api/events/summary/{id}")
            .needs(Permission.READ)
            .in(THEME)
            .says("How many events of each type there are, and the last errors.")
            .takes(ExecutionsApi.id())
            .answers(SUMMARY)
            .does(this::summary));
  }

  private Route byExecution(String path) {
    return Route.get(path)
        .needs(Permission.READ)
        .in(THEME)
        .says("The history of an execution, in order.")
        .takes(ExecutionsApi.id())
        .takes(paging())
        .answers(EVENT.page("events"))
        .does(request -> page(request.id("id"), request));
  }

  private Route either(String path, Parameter name) {
    return Route.get(path)
        .needs(Permission.READ)
        .in(THEME)
        .says("The history of an execution, or one event of it (EXECUTION-NUMBER).")
        .takes(name)
        .takes(paging())
        .answers(EVENT.page("events"))
        .does(request -> either(name.name(), request));
  }

  private static Parameter[] paging() {
    return new Parameter[] {
      Parameter.query("limit", Kind.WHOLE, "At most so many (1 to %d).".formatted(LIMIT_MAX)),
      Parameter.query("cursor", Kind.TEXT, "The number of the last event seen.")
    };
  }

  private Reply either(String name, Request request) {
    return request.text(name).indexOf('-') > 0
        ? byName(name, request)
        : page(request.id(name), request);
  }

  private Reply page(long execution, Request request) {
    histories.row(execution);
    int limit = (int) request.whole("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
    long after = Paging.cursor(request, 0);
    return reply(new EventList(parts.store(), execution, after, limit));
  }

  private static Reply reply(EventList events) {
    return Reply.written(
        "{\"events\":%s,\"next_cursor\":%s}".formatted(events.json(), events.next()));
  }

  private Reply payload(Request request) {
    long execution = request.id("id");
    var name = request.text("name");
    return parts
        .store()
        .findPayload(new Content.Stored(execution, name, 0))
        .map(Reply::json)
        .orElseThrow(
            () ->
                Fault.notFound(
                    "name", "execution %d keeps no value '%s'".formatted(execution, name)));
  }

  private Reply byName(String name, Request request) {
    var text = request.text(name);
    int dash = text.indexOf('-');
    long execution = dash < 0 ? 0 : number(text.substring(0, dash));
    long number = dash < 0 ? 0 : number(text.substring(dash + 1));
    if (execution == 0 || number == 0) {
      throw Fault.parameter(name, "an event such as 123-7", text);
    }
    var row = parts.store().executions().find(execution);
    if (row.filter(it -> number <= it.lastEvent()).isEmpty()) {
      throw Fault.notFound(name, "there is no event %d-%d".formatted(execution, number));
    }
    var found = new EventList(parts.store(), execution, number - 1, 1);
    return Reply.written("{\"events\":%s,\"next_cursor\":null}".formatted(found.json()));
  }

  /// 0 for anything but a number above it.
  private static long number(String text) {
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  private Reply summary(Request request) {
    long execution = request.id("id");
    histories.row(execution);
    var counts = new TreeMap<String, Value>();
    var errors = new ArrayDeque<EventRow>();
    long last = 0;
    for (var page = rows(execution, last); !page.isEmpty(); page = rows(execution, last)) {
      for (var row : page) {
        counts.merge(row.type(), Num.of(1), EventsApi::sum);
        failure(row).ifPresent(errors::add);
        if (errors.size() > ERRORS_MAX) {
          errors.removeFirst();
        }
      }
      last = page.getLast().number();
    }
    var summary =
        Fields.builder()
            .put("execution_id", Long.toString(execution))
            .put("counts", Fields.copyOf(counts))
            .put("skipped", 0)
            .put(
                "errors",
                new Items(new ArrayList<>(errors.stream().map(EventsApi::error).toList())));
    return Reply.json(Fields.builder().put("status", "ok").put("summary", summary.build()).build());
  }

  private List<EventRow> rows(long execution, long after) {
    return parts.store().rows(execution, after, PAGE);
  }

  private static Value sum(Value a, Value b) {
    return Num.of((long) (((Num) a).real() + ((Num) b).real()));
  }

  private static Optional<EventRow> failure(EventRow row) {
    return row.error().isEmpty() ? Optional.empty() : Optional.of(row);
  }

  private static Value error(EventRow row) {
    return Fields.builder()
        .put("node_name", ExecutionView.text(row.nodeName()))
        .put("error", row.error())
        .put("created_at", Times.utc(row.createdAt()))
        .build();
  }
}
