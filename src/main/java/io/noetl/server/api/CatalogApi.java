package io.noetl.server.api;

import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookRef;
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
import io.noetl.store.Store.CatalogEntry;
import io.noetl.store.Store.CatalogLine;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The shelf of playbooks: registering, listing, finding.
public final class CatalogApi {
  private static final String THEME = "Catalog";

  private static final Form REGISTRATION =
      Form.of(
          "Registration",
          Field.text("content", "The playbook's text (YAML)."),
          Field.text("content_base64", "The same in base64, in place of `content`."),
          Field.text("resource_type", "Playbook.").oneOf("Playbook", "playbook"));

  private static final Form REGISTERED =
      Form.of(
          "Registered",
          Field.text("status", "success").needed(),
          Field.text("message", "What was done.").needed(),
          Field.text("path", "Where it stands.").needed(),
          Field.whole("version", "Its version; that of before if nothing changed.").needed(),
          Field.text("kind", "Playbook").needed(),
          Field.list("warnings", "What is odd about it.").needed());

  private static final Form ENTRY =
      Form.of(
          "CatalogEntry",
          Field.text("path", "Where it stands.").needed(),
          Field.whole("version", "Its version.").needed(),
          Field.text("kind", "Playbook").needed(),
          Field.text("content", "Its text."),
          Field.text("created_at", "When it was registered.").needed());

  private static final Form WHOLE =
      Form.of(
          "Playbook",
          Field.text("path", "Where it stands.").needed(),
          Field.whole("version", "Its version.").needed(),
          Field.text("kind", "Playbook").needed(),
          Field.text("content", "Its text.").needed(),
          Field.text("created_at", "When it was registered.").needed(),
          Field.list("problems", "What is wrong or odd about it today.").needed(),
          Field.text("name", "Its name; it and what follows are absent if it is not valid."),
          Field.map("meta", "Its metadata."),
          Field.map("payload", "Its metadata and workload."),
          Field.any(
              "inputs", "What a caller may give, as a JSON Schema; null if it declares none."),
          Runs.FIELD);

  private static final Form PLAYBOOK =
      Form.of(
          "PlaybookLine",
          Field.text("id", "Its path.").needed(),
          Field.text("path", "Its path.").needed(),
          Field.text("name", "Its name.").needed(),
          Field.text("kind", "Playbook").needed(),
          Field.whole("version", "Its version.").needed(),
          Field.text("description", "What it is for."),
          Field.map("labels", "The labels in its metadata."),
          Field.text("status", "What its metadata say, else active.").needed(),
          Field.whole("tasks_count", "How many steps it has.").needed(),
          Field.text("created_at", "When this version was registered.").needed(),
          Field.text("updated_at", "The same.").needed(),
          Runs.FIELD);

  private static final Form CONTENT =
      Form.of("PlaybookContent", Field.text("content", "The playbook's text (YAML).").needed());

  private final Parts parts;
  private final Shelf shelf;

  CatalogApi(Parts parts, Shelf shelf) {
    this.parts = parts;
    this.shelf = shelf;
  }

  static List<Form> forms() {
    return Stream.concat(Stream.of(ENTRY, PLAYBOOK), Runs.forms().stream()).toList();
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/catalog/register")
            .needs(Permission.OPERATE)
            .in(THEME)
            .says("Registers a playbook: a new version, unless its text is that of the latest.")
            .takes(REGISTRATION)
            .answers(REGISTERED)
            .does(this::register),
        Route.get("/api/catalog/list")
            .needs(Permission.READ)
            .in(THEME)
            .says("All versions of all playbooks, newest first.")
            .takes(Parameter.query("resource_type", Kind.TEXT, "Playbook."))
            .takes(Parameter.query("content", Kind.TRUTH, "Whether to give the texts (true)."))
            .takes(Paging.parameters())
            .answers(ENTRY.page("entries"))
            .does(this::list),
        Route.get("/api/catalog/resource")
            .needs(Permission.READ)
            .in(THEME)
            .says("All versions of one path, newest first.")
            .takes(Parameter.query("resource_path", Kind.TEXT, "The path.").needed())
            .takes(Paging.parameters())
            .answers(ENTRY.page("entries"))
            .does(this::versions),
        playbooks("/api/catalog/playbooks"),
        playbooks("/api/playbooks"),
        Route.get("/api/catalog/playbooks/search")
            .needs(Permission.READ)
            .in(THEME)
            .says("The latest versions whose path, name or description contains the text.")
            .takes(
                Parameter.query("q", Kind.TEXT, "The text; letter case does not matter."),
                Labels.parameter(),
                figures())
            .takes(Paging.parameters())
            .answers(PLAYBOOK.page("items"))
            .does(this::search),
        playbook("/api/catalog/playbook"),
        playbook("/api/catalog/playbook/fallback"),
        Route.get("/api/catalog/playbook/content")
            .needs(Permission.READ)
            .in(THEME)
            .says("The text of a playbook.")
            .takes(named())
            .answers(CONTENT)
            .does(this::content),
        Route.put("/api/catalog/playbook/content")
            .needs(Permission.OPERATE)
            .in(THEME)
            .says("Stores a new text under a path; the text must name that path itself.")
            .takes(Parameter.query("playbook_id", Kind.TEXT, "The path.").needed())
            .takes(CONTENT)
            .answers(REGISTERED)
            .does(this::replace));
  }

  private Route playbooks(String path) {
    return Route.get(path)
        .needs(Permission.READ)
        .in(THEME)
        .says("What playbooks there are: all versions, newest first, without their texts.")
        .takes(
            Parameter.query("latest", Kind.TRUTH, "Only the latest version of each (false)."),
            Labels.parameter(),
            figures())
        .takes(Paging.parameters())
        .answers(PLAYBOOK.page("items"))
        .does(this::playbooks);
  }

  private Route playbook(String path) {
    return Route.get(path)
        .needs(Permission.READ)
        .in(THEME)
        .says("One playbook, read: metadata, workload, inputs, problems, and the text.")
        .takes(named())
        .takes(figures())
        .answers(WHOLE)
        .does(this::playbook);
  }

  private static Parameter figures() {
    return Parameter.query(
        "figures", Kind.TRUTH, "Whether to say how the newest executions went (false).");
  }

  private static Parameter[] named() {
    return new Parameter[] {
      Parameter.query("playbook_id", Kind.TEXT, "The path, that of its file, or its last part.")
          .needed(),
      Parameter.query("version", Kind.TEXT, "A number, or latest.")
    };
  }

  private Reply register(Request request) {
    return Reply.json(register(text(request.body()), ""));
  }

  private static String text(Body body) {
    if (body.has("content")) {
      return body.text("content");
    }
    if (!body.has("content_base64")) {
      throw Fault.body("content", "the playbook's text", "nothing");
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(body.text("content_base64"));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw Fault.body("content_base64", "base64", "something else");
    }
  }

  private Reply replace(Request request) {
    return Reply.json(register(request.body().text("content"), request.text("playbook_id")));
  }

  /// `path` is what the text must call itself; empty for anything.
  private Fields register(String content, String path) {
    return switch (PlaybookParser.parse(path.isEmpty() ? "playbook" : path, content)) {
      case PlaybookParser.Invalid(var problems) ->
          throw Refusals.invalid("the playbook is not valid", content, problems);
      case PlaybookParser.Valid(var playbook, var warnings) -> {
        if (!path.isEmpty() && !playbook.path().equals(path)) {
          throw Fault.body("content", "metadata.path " + path, playbook.path());
        }
        var ref = parts.playbooks().register(playbook, content).ref();
        yield Fields.builder()
            .put("status", "success")
            .put("message", "'%s' is registered as version %d".formatted(ref.path(), ref.version()))
            .put("path", ref.path())
            .put("version", ref.version())
            .put("kind", "Playbook")
            .put("warnings", Refusals.problems(content, warnings))
            .build();
      }
    };
  }

  private Reply list(Request request) {
    boolean withText = request.truth("content", true);
    var all = parts.store().catalog().list("");
    var page =
        Paging.cut(all, request).stream()
            .map(it -> withText ? entry(it).with("content", Text.of(it.content())) : entry(it))
            .toList();
    return Paging.reply("entries", page, request, all.size());
  }

  private Reply versions(Request request) {
    var path = shelf.find(request.text("resource_path"), 0).path();
    var all = parts.store().catalog().list(path);
    var page =
        Paging.cut(all, request).stream()
            .map(it -> entry(it).with("content", Text.of(it.content())))
            .toList();
    return Paging.reply("entries", page, request, all.size());
  }

  private Reply playbooks(Request request) {
    var lines = request.truth("latest", false) ? latest() : parts.store().catalog().lines();
    return page(labelled(lines, request), request);
  }

  private Reply page(List<CatalogLine> all, Request request) {
    var cut = Paging.cut(all, request);
    var runs = runs(cut.stream().map(it -> it.ref().path()), request);
    var page = cut.stream().map(it -> withRuns(line(it), it.ref().path(), runs)).toList();
    return Paging.reply("items", page, request, all.size());
  }

  private List<CatalogLine> labelled(List<CatalogLine> lines, Request request) {
    var labels = Labels.of(request);
    if (labels.isAny()) {
      return lines;
    }
    var wanted = new HashSet<>(parts.store().catalog().lines(labels));
    return lines.stream().filter(wanted::contains).toList();
  }

  /// By path, each read once, since the versions of a playbook share them; none if nobody asks.
  private Map<String, Fields> runs(Stream<String> paths, Request request) {
    if (!request.truth("figures", false)) {
      return Map.of();
    }
    var runs = new Runs(parts.store().executions(), parts.store().now());
    return paths.distinct().collect(Collectors.toMap(path -> path, runs::of));
  }

  private static Fields withRuns(Fields json, String path, Map<String, Fields> runs) {
    var found = runs.get(path);
    return found == null ? json : json.with("runs", found);
  }

  private List<CatalogLine> latest() {
    var seen = new HashSet<String>();
    return parts.store().catalog().lines().stream()
        .filter(it -> seen.add(it.ref().path()))
        .toList();
  }

  private Reply search(Request request) {
    var wanted = request.text("q").toLowerCase(Locale.ROOT);
    var found =
        labelled(latest(), request).stream().filter(it -> matches(it.ref(), wanted)).toList();
    return page(found, request);
  }

  private boolean matches(PlaybookRef ref, String wanted) {
    return contains(ref.path(), wanted)
        || shelf
            .playbook(ref)
            .filter(it -> contains(it.name(), wanted) || contains(description(it), wanted))
            .isPresent();
  }

  private static boolean contains(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private Reply playbook(Request request) {
    var entry = found(request);
    var problems = Refusals.problems(entry.content(), shelf.parsed(entry).problems());
    var whole = entry(entry).with("content", Text.of(entry.content())).with("problems", problems);
    var json = withRuns(whole, entry.path(), runs(Stream.of(entry.path()), request));
    return Reply.json(
        shelf
            .playbook(entry)
            .map(
                it ->
                    json.with("name", Text.of(it.name()))
                        .with("meta", it.metadata())
                        .with("payload", payload(it))
                        .with("inputs", it.inputForm().<Value>map(form -> form).orElse(Null.NULL)))
            .orElse(json));
  }

  private static Fields payload(Playbook playbook) {
    return Fields.of("metadata", playbook.metadata(), "workload", playbook.workload());
  }

  private Reply content(Request request) {
    var entry = found(request);
    return Reply.json(
        Fields.builder()
            .put("path", entry.path())
            .put("version", entry.version())
            .put("content", entry.content())
            .build());
  }

  /// What a client has put after the id is none of it.
  private CatalogEntry found(Request request) {
    var path = request.text("playbook_id");
    var bare = path.endsWith("/content") ? path.substring(0, path.length() - 8) : path;
    return shelf.find(bare, version(request.text("version")));
  }

  /// 0 for the latest.
  static int version(String text) {
    if (text.isEmpty() || text.equals("latest")) {
      return 0;
    }
    try {
      int version = Integer.parseInt(text);
      if (version > 0) {
        return version;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw Fault.parameter("version", "a whole number above 0, or latest", text);
  }

  private static Fields entry(CatalogEntry entry) {
    return entry(entry.line());
  }

  private static Fields entry(CatalogLine line) {
    return Fields.builder()
        .put("path", line.ref().path())
        .put("version", line.ref().version())
        .put("kind", "Playbook")
        .put("created_at", Times.utc(line.createdAt()))
        .build();
  }

  private Fields line(CatalogLine line) {
    var path = line.ref().path();
    var playbook = shelf.playbook(line.ref());
    return entry(line)
        .with("id", Text.of(path))
        .with("name", Text.of(playbook.map(Playbook::name).orElse(path)))
        .with("description", playbook.<Value>map(it -> Text.of(description(it))).orElse(Null.NULL))
        .with("labels", playbook.map(Shelf::labels).orElse(Fields.EMPTY))
        .with("status", playbook.map(CatalogApi::status).orElse(Text.of("invalid")))
        .with("tasks_count", Num.of(playbook.map(it -> it.steps().size()).orElse(0)))
        .with("updated_at", Text.of(Times.utc(line.createdAt())));
  }

  private static String description(Playbook playbook) {
    return playbook.metadata().get("description") instanceof Text(var text) ? text : "";
  }

  private static Value status(Playbook playbook) {
    return playbook.metadata().get("status") instanceof Text status ? status : Text.of("active");
  }
}
