package io.noetl.server.api;

import io.noetl.playbook.GraphDrawing;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookParser;
import io.noetl.playbook.PlaybookSchema;
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
import io.noetl.store.Store.CatalogEntry;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;

/// The language of playbooks: checking texts, drawing them, its schema.
public final class LanguageApi {
  private static final String THEME = "Language";
  private static final String[] FORMATS = {"mermaid", "dot", "svg", "json"};
  private static final String NAME = "playbook";
  private static final Answer DRAWN =
      Answer.of("text/plain; charset=utf-8", "Mermaid, DOT, image/svg+xml, or application/json.");

  private static final Form TEXT =
      Form.of(
          "PlaybookText",
          Field.text("content", "The playbook's text (YAML).").needed(),
          Field.text("file", "What problems call it."));

  private static final Form VERDICT =
      Form.of(
          "Validation",
          Field.truth("valid", "Whether it can be registered.").needed(),
          Field.list(
                  "problems",
                  "All that is wrong or odd: severity, code, message, hint, file, line, column,"
                      + " end_line, end_column.")
              .needed(),
          Field.list("errors", "The errors among them, as sentences.").needed());

  private static final Form DRAWING =
      Form.of(
          "DrawingOrder",
          Field.text("content", "The playbook's text (YAML).").needed(),
          Field.text("format", "What to draw it as.").oneOf(FORMATS));

  private final Shelf shelf;

  LanguageApi(Shelf shelf) {
    this.shelf = shelf;
  }

  List<Route> routes() {
    return List.of(
        validate("/api/validate"),
        validate("/api/catalog/playbooks/validate"),
        Route.get("/api/schema")
            .needs(Permission.READ)
            .in(THEME)
            .says("The JSON Schema of playbooks, for editors.")
            .answers(Answer.json("A JSON Schema (draft 07)."))
            .does(_ -> Reply.json(PlaybookSchema.schema())),
        Route.post("/api/graph")
            .needs(Permission.READ)
            .in(THEME)
            .says("Draws a text's steps and transitions.")
            .takes(DRAWING)
            .answers(DRAWN)
            .does(this::drawText),
        Route.get("/api/graph")
            .needs(Permission.READ)
            .in(THEME)
            .says("Draws a registered playbook's steps and transitions.")
            .takes(Parameter.query("path", Kind.TEXT, "The playbook.").needed())
            .takes(Parameter.query("version", Kind.TEXT, "A number, or latest."))
            .takes(Parameter.query("format", Kind.TEXT, "What to draw.").oneOf(FORMATS))
            .answers(DRAWN)
            .does(this::drawRegistered));
  }

  private Route validate(String path) {
    return Route.post(path)
        .needs(Permission.READ)
        .in(THEME)
        .says("Says all that is wrong with a playbook, and where.")
        .takes(TEXT)
        .answers(VERDICT)
        .does(this::validate);
  }

  private Reply validate(Request request) {
    var body = request.body();
    var text = body.text("content");
    var parsed = PlaybookParser.parse(body.text("file", NAME), text);
    var errors =
        parsed.problems().stream()
            .filter(problem -> problem.isError())
            .<Value>map(problem -> Text.of(problem.toString()))
            .toList();
    return Reply.json(
        Fields.builder()
            .put("valid", parsed instanceof PlaybookParser.Valid)
            .put("problems", Refusals.problems(text, parsed.problems()))
            .put("errors", new Items(errors))
            .build());
  }

  private Reply drawText(Request request) {
    var text = request.body().text("content");
    return switch (PlaybookParser.parse(NAME, text)) {
      case PlaybookParser.Invalid(var problems) ->
          throw Refusals.invalid("the playbook is not valid", text, problems);
      case PlaybookParser.Valid(var playbook, _) ->
          draw(playbook, text, request.body().text("format", FORMATS[0]));
    };
  }

  private Reply drawRegistered(Request request) {
    var entry = shelf.find(request.text("path"), CatalogApi.version(request.text("version")));
    var format = request.text("format");
    return shelf
        .playbook(entry)
        .map(it -> draw(it, entry.content(), format.isEmpty() ? FORMATS[0] : format))
        .orElseThrow(() -> refused(entry));
  }

  /// Why today's parser refuses what was registered once.
  private Fault refused(CatalogEntry entry) {
    var problems = shelf.parsed(entry).problems();
    var message = "'%s' is not valid".formatted(entry.path());
    return Refusals.invalid(message, entry.content(), problems);
  }

  private static Reply draw(Playbook playbook, String text, String format) {
    return switch (format) {
      case "json" -> Reply.json(GraphDrawing.json(playbook, text));
      case "svg" -> Reply.text(200, "image/svg+xml", GraphDrawing.svg(playbook));
      case "dot" -> Reply.text(200, "text/plain; charset=utf-8", GraphDrawing.dot(playbook));
      default -> Reply.text(200, "text/plain; charset=utf-8", GraphDrawing.mermaid(playbook));
    };
  }
}
