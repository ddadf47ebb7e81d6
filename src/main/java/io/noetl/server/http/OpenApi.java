package io.noetl.server.http;

import io.noetl.secret.Permission;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The description of all routes as an OpenAPI 3.1 document.
public final class OpenApi {
  private static final Form FLAW =
      Form.of(
          "Flaw",
          Field.text("field", "The field or parameter.").needed(),
          Field.text("expected", "What it should be.").needed(),
          Field.text("found", "What it is.").needed());

  private static final Form PROBLEM =
      Form.of(
          "Problem",
          Field.text("type", "Names the kind of problem: urn:noetl:problem:CODE.").needed(),
          Field.text("title", "The kind in words.").needed(),
          Field.whole("status", "The HTTP status.").needed(),
          Field.text("detail", "What is wrong and what to do.").needed(),
          Field.text("instance", "The path that was asked for.").needed(),
          Field.text("code", "The kind as a short stable word.").needed(),
          Field.list("errors", "The fields that are wrong, all of them.").of(FLAW));

  private final List<Route> routes;
  private final String version;
  private final Map<String, Form> forms = new LinkedHashMap<>();

  private OpenApi(List<Route> routes, String version) {
    this.routes = routes;
    this.version = version;
  }

  /// The document for these routes; `more` are the forms that their forms refer to.
  public static Fields document(List<Route> routes, List<Form> more, String version) {
    var document = new OpenApi(routes, version);
    document.add(FLAW);
    document.add(PROBLEM);
    more.forEach(document::add);
    return document.build();
  }

  private void add(Form form) {
    if (!form.name().isEmpty()) {
      var known = forms.put(form.name(), form);
      if (known != null && !known.equals(form)) {
        throw new IllegalStateException("two forms are called " + form.name());
      }
    }
  }

  private Fields build() {
    var paths = new LinkedHashMap<String, Fields>();
    for (var route : routes) {
      add(route.body());
      add(route.answer().form());
      var known = paths.getOrDefault(route.path(), Fields.EMPTY);
      var verb = route.verb().name().toLowerCase(Locale.ROOT);
      paths.put(route.path(), known.with(verb, operation(route)));
    }
    return Fields.builder()
        .put("openapi", "3.1.0")
        .put("info", info())
        .put("servers", Items.of(Fields.of("url", Text.of("/"))))
        .put("security", Items.of(Fields.of("token", Items.EMPTY)))
        .put("tags", tags())
        .put("paths", Fields.copyOf(paths))
        .put("components", components())
        .build();
  }

  private Fields info() {
    return Fields.builder()
        .put("title", "NoETL")
        .put("version", version)
        .put("description", "Playbooks: register, start, watch and steer them.")
        .put(
            "license",
            Fields.of("name", Text.of("Apache-2.0"), "identifier", Text.of("Apache-2.0")))
        .build();
  }

  private Items tags() {
    return new Items(
        routes.stream()
            .map(Route::theme)
            .distinct()
            .<Value>map(theme -> Fields.of("name", Text.of(theme)))
            .toList());
  }

  private Fields components() {
    var schemas = Fields.builder();
    forms.forEach((name, form) -> schemas.put(name, form.schema()));
    var token =
        Fields.builder()
            .put("type", "http")
            .put("scheme", "bearer")
            .put("description", "A token of `noetl token create`; not needed on loopback.")
            .build();
    return Fields.builder()
        .put("schemas", schemas.build())
        .put("securitySchemes", Fields.of("token", token))
        .build();
  }

  private static Fields operation(Route route) {
    var operation =
        Fields.builder()
            .put("operationId", id(route))
            .put("tags", Items.of(Text.of(route.theme())))
            .put("summary", route.summary())
            .put("x-permission", word(route));
    if (route.permission().isEmpty()) {
      operation.put("security", Items.EMPTY);
    }
    if (!route.parameters().isEmpty()) {
      operation.put(
          "parameters",
          new Items(route.parameters().stream().<Value>map(OpenApi::parameter).toList()));
    }
    if (!route.body().name().isEmpty()) {
      operation.put("requestBody", body(route.body()));
    }
    return operation.put("responses", answers(route)).build();
  }

  /// The permission that it needs: `read`; `public` for none.
  public static String word(Route route) {
    return route
        .permission()
        .map(Permission::name)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .orElse("public");
  }

  /// The verb and the path in words: `getApiExecutionsId`.
  private static String id(Route route) {
    var id = new StringBuilder(route.verb().name().toLowerCase(Locale.ROOT));
    boolean isFirst = true;
    for (int c : route.path().chars().toArray()) {
      if (Character.isLetterOrDigit(c)) {
        id.append(isFirst ? Character.toUpperCase((char) c) : (char) c);
        isFirst = false;
      } else {
        isFirst = true;
      }
    }
    return id.toString();
  }

  private static Fields parameter(Parameter parameter) {
    var schema = parameter.kind().schema();
    if (!parameter.choices().isEmpty()) {
      var choices = parameter.choices().stream().<Value>map(Text::of).toList();
      schema = schema.with("enum", new Items(choices));
    }
    return Fields.builder()
        .put("name", parameter.name())
        .put("in", parameter.place().name().toLowerCase(Locale.ROOT))
        .put("required", parameter.required())
        .put("description", parameter.about())
        .put("schema", schema)
        .build();
  }

  private static Fields body(Form form) {
    boolean isNeeded = form.fields().stream().anyMatch(Field::required);
    return Fields.builder()
        .put("required", isNeeded)
        .put("content", content(Reply.JSON, Form.reference(form.name())))
        .build();
  }

  private static Fields answers(Route route) {
    var answer = route.answer();
    var schema =
        answer.form().name().isEmpty() ? Fields.EMPTY : Form.reference(answer.form().name());
    var good = Fields.builder().put("description", answer.about());
    if (!answer.type().isEmpty()) {
      good.put("content", content(answer.type(), schema));
    }
    var problem =
        Fields.builder()
            .put("description", "A problem.")
            .put("content", content(Reply.PROBLEM, Form.reference(PROBLEM.name())))
            .build();
    return Fields.of(Integer.toString(answer.status()), good.build(), "default", problem);
  }

  private static Fields content(String type, Fields schema) {
    return Fields.of(type, Fields.of("schema", schema));
  }
}
