package io.noetl.server.api;

import io.noetl.secret.Permission;
import io.noetl.server.http.Body;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.server.http.Kind;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.server.http.Route;
import io.noetl.server.http.Verb;
import io.noetl.store.Runtimes;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The registry of worker pools, servers and brokers.
public final class RuntimeApi {
  private static final String THEME = "Runtime";
  private static final String POOL = "worker_pool";
  private static final String[] KINDS = {POOL, "server_api", "broker"};
  private static final int NAME_MAX = 200;

  /// A part that is silent for so long is taken for gone.
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  /// When a part that must register again shall do so.
  private static final String RETRY_AFTER = "3";

  private static final Form REGISTRATION =
      Form.of(
          "RuntimeRegistration",
          Field.text("name", "Its name.").needed(),
          Field.text("kind", "What it is (worker_pool).").oneOf(KINDS),
          Field.text("component_type", "The same as kind.").oneOf(KINDS),
          Field.text("runtime", "What sort of machine (cpu)."),
          Field.text("uri", "Where it is."),
          Field.text("status", "How it is.").oneOf("ready", "busy", "offline"),
          Field.whole("capacity", "Its slots."),
          Field.any("labels", "A map, or a list of words."),
          Field.any("pid", "Its process."),
          Field.text("hostname", "Its machine."),
          Field.map("meta", "What else there is to tell."));

  private static final Form REGISTERED =
      Form.of(
          "RuntimeRegistered",
          Field.text("status", "ok").needed(),
          Field.text("name", "Its name.").needed(),
          Field.id("runtime_id", "Its number.").needed(),
          Field.text("kind", "What it is.").needed());

  private static final Form NAMED =
      Form.of(
          "RuntimeName",
          Field.text("name", "Its name.").needed(),
          Field.text("kind", "What it is (worker_pool).").oneOf(KINDS),
          Field.map("detail", "What there is to tell now."));

  private static final Form DONE =
      Form.of(
          "RuntimeNoted",
          Field.text("status", "ok").needed(),
          Field.text("name", "Its name.").needed());

  private static final Form PART =
      Form.of(
          "Runtime",
          Field.id("runtime_id", "Its number.").needed(),
          Field.text("name", "Its name.").needed(),
          Field.text("kind", "What it is.").needed(),
          Field.text("status", "ready, busy, or offline.").needed(),
          Field.whole("capacity", "Its slots.").needed(),
          Field.whole("busy", "How many jobs it holds.").needed(),
          Field.text("version", "Its program's version."),
          Field.text("pool", "The pool whose jobs it does; null for none."),
          Field.text("heartbeat", "When it was heard of last.").needed());

  private static final Form LIST =
      Form.of(
          "RuntimeList",
          Field.list("items", "The parts, by kind and name.").of(PART).needed(),
          Field.whole("count", "How many.").needed());

  private final Parts parts;

  RuntimeApi(Parts parts) {
    this.parts = parts;
  }

  static List<Form> forms() {
    return List.of(PART);
  }

  List<Route> routes() {
    return List.of(
        register("/api/worker/pool/register"),
        register("/api/runtime/register"),
        deregister(Verb.POST, "/api/worker/pool/deregister"),
        deregister(Verb.DELETE, "/api/worker/pool/deregister"),
        deregister(Verb.DELETE, "/api/runtime/deregister"),
        Route.post("/api/worker/pool/heartbeat")
            .needs(Permission.WORK)
            .in(THEME)
            .says("Says that a part is alive; 404 if it must register (again).")
            .takes(NAMED)
            .answers(DONE)
            .does(this::heartbeat),
        list("/api/worker/pools", POOL),
        list("/api/brokers", "broker"),
        list("/api/runtimes", ""));
  }

  private Route register(String path) {
    return Route.post(path)
        .needs(Permission.WORK)
        .in(THEME)
        .says("Enters a part, or renews its entry.")
        .takes(REGISTRATION)
        .answers(REGISTERED)
        .does(this::register);
  }

  private Route deregister(Verb verb, String path) {
    return (verb == Verb.POST ? Route.post(path) : Route.delete(path))
        .needs(Permission.WORK)
        .in(THEME)
        .says("Marks a part offline.")
        .takes(NAMED)
        .answers(DONE)
        .does(this::deregister);
  }

  private Route list(String path, String kind) {
    return Route.get(path)
        .needs(Permission.READ)
        .in(THEME)
        .says("The parts of the system, with their last heartbeat.")
        .takes(
            Parameter.query("status", Kind.TEXT, "Only in this status.")
                .oneOf("ready", "busy", "offline"),
            Parameter.query("runtime", Kind.TEXT, "Only on this sort of machine."))
        .answers(LIST)
        .does(request -> list(kind, request));
  }

  private Reply register(Request request) {
    var body = request.body();
    var kind = kind(body);
    var name = name(body);
    var detail =
        Fields.builder()
            .put("runtime", body.text("runtime", "cpu"))
            .put("pid", body.value("pid"))
            .put("hostname", body.text("hostname"))
            .putAll(body.map("meta"))
            .build();
    long id =
        parts
            .store()
            .runtimes()
            .register(
                new Runtimes.Part(
                    kind,
                    name,
                    body.text("uri"),
                    body.text("status", "ready"),
                    (int) body.whole("capacity", 0, Integer.MAX_VALUE, 0),
                    labels(body.value("labels")),
                    detail));
    return Reply.json(
        done(name)
            .with("runtime_id", Text.of(Long.toString(id)))
            .with("kind", Text.of(kind))
            .with("runtime", detail.get("runtime")));
  }

  private static String kind(Body body) {
    return body.text("kind", body.text("component_type", POOL)).toLowerCase(Locale.ROOT);
  }

  private static String name(Body body) {
    var name = body.text("name");
    if (name.isBlank() || name.length() > NAME_MAX) {
      var found = name.length() + " characters";
      throw Fault.body("name", "1 to %d characters".formatted(NAME_MAX), found);
    }
    return name;
  }

  /// Words stand for labels that hold.
  private static Fields labels(Value labels) {
    return switch (labels) {
      case Fields map -> map;
      case Items(var words) -> labels(words.stream().map(RuntimeApi::word));
      case Text(var commas) -> labels(Stream.of(commas.split(",", -1)).map(String::strip));
      default -> Fields.EMPTY;
    };
  }

  private static String word(Value value) {
    return value instanceof Text(var text) ? text : "";
  }

  private static Fields labels(Stream<String> words) {
    var labels = Fields.builder();
    words.filter(word -> !word.isEmpty()).forEach(word -> labels.put(word, Bool.TRUE));
    return labels.build();
  }

  private Reply deregister(Request request) {
    var body = request.body();
    if (!parts.store().runtimes().deregister(kind(body), body.text("name"))) {
      throw unknown(body);
    }
    return Reply.json(done(body.text("name")));
  }

  private Reply heartbeat(Request request) {
    var body = request.body();
    boolean isKnown =
        parts.store().runtimes().heartbeat(kind(body), body.text("name"), body.map("detail"));
    if (!isKnown) {
      throw unknown(body).withHeader("Retry-After", RETRY_AFTER);
    }
    return Reply.json(done(body.text("name")));
  }

  private static Fault unknown(Body body) {
    return Fault.notFound(
        "name", "there is no %s '%s': register it".formatted(kind(body), body.text("name")));
  }

  private static Fields done(String name) {
    return Fields.builder().put("status", "ok").put("name", name).build();
  }

  private Reply list(String kind, Request request) {
    var status = request.text("status");
    var runtime = request.text("runtime");
    var busy = parts.store().queue().busy();
    var items =
        parts.store().runtimes().list(kind, PATIENCE).stream()
            .filter(it -> status.isEmpty() || it.part().status().equals(status))
            .filter(
                it ->
                    runtime.isEmpty() || it.part().detail().get("runtime").equals(Text.of(runtime)))
            .<Value>map(it -> json(it, busy.getOrDefault(holder(it.part()), 0L)))
            .toList();
    return Reply.json(
        Fields.builder()
            .put("items", new Items(items))
            .put("count", items.size())
            .put("status", ExecutionView.text(status))
            .put("runtime", ExecutionView.text(runtime))
            .build());
  }

  /// The name under which it holds jobs: a server's worker does so as its engine.
  private static String holder(Runtimes.Part part) {
    return part.kind().equals(POOL) ? part.name() : word(part.detail().get("engine"));
  }

  private static Fields json(Runtimes.Row row, long busy) {
    var part = row.part();
    return Fields.builder()
        .put("runtime_id", Long.toString(row.id()))
        .put("name", part.name())
        .put("kind", part.kind())
        .put("runtime", part.detail().get("runtime"))
        .put("uri", ExecutionView.text(part.uri()))
        .put("status", part.status())
        .put("capacity", part.capacity())
        .put("busy", busy)
        .put("version", part.detail().get("version"))
        .put("pool", part.detail().get("pool"))
        .put("labels", part.labels())
        .put("detail", part.detail())
        .put("heartbeat", Times.utc(row.heartbeat()))
        .put("created_at", Times.utc(row.createdAt()))
        .put("updated_at", Times.utc(row.updatedAt()))
        .build();
  }
}
