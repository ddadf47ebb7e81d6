package io.noetl.server.http;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// The shape of a body or of an answer: what bodies are checked against, and what the OpenAPI
/// document says. Fields that it does not name are let through.
public record Form(String name, List<Field> fields) {
  /// Nothing is expected.
  public static final Form NONE = new Form("", List.of());

  public Form {
    fields = List.copyOf(fields);
  }

  public static Form of(String name, Field... fields) {
    return new Form(name, List.of(fields));
  }

  /// A list of such, page by page, under `key`.
  public Form page(String key) {
    return of(
        name + "Page",
        Field.list(key, "This page.").of(this).needed(),
        Field.text("next_cursor", "Where the next page begins; null at the end."));
  }

  /// All that is wrong with `body`.
  public List<Fault.Flaw> check(Fields body) {
    var flaws = new ArrayList<Fault.Flaw>();
    for (var field : fields) {
      var value = body.get(field.name());
      if (value == Null.NULL) {
        if (field.required()) {
          flaws.add(new Fault.Flaw(field.name(), field.kind().words(), "nothing"));
        }
      } else if (!field.kind().takes(value)) {
        flaws.add(new Fault.Flaw(field.name(), field.kind().words(), Kind.found(value)));
      } else if (value instanceof Text(var text) && isNoChoice(field, text)) {
        var expected = "one of " + String.join(", ", field.choices());
        flaws.add(new Fault.Flaw(field.name(), expected, Kind.found(value)));
      }
    }
    return flaws;
  }

  private static boolean isNoChoice(Field field, String text) {
    return !field.choices().isEmpty() && !field.choices().contains(text);
  }

  Fields schema() {
    var properties = Fields.builder();
    var required = new ArrayList<Value>();
    for (var field : fields) {
      properties.put(field.name(), schema(field));
      if (field.required()) {
        required.add(Text.of(field.name()));
      }
    }
    var schema = Fields.builder().put("type", "object").put("properties", properties.build());
    if (!required.isEmpty()) {
      schema.put("required", new Items(required));
    }
    return schema.build();
  }

  private static Fields schema(Field field) {
    var schema = field.required() ? field.kind().schema() : field.kind().nullableSchema();
    if (!field.choices().isEmpty()) {
      schema =
          schema.with("enum", new Items(field.choices().stream().<Value>map(Text::of).toList()));
    }
    if (!field.of().isEmpty() && field.kind() == Kind.LIST) {
      schema = schema.with("items", reference(field.of()));
    } else if (!field.of().isEmpty()) {
      schema = reference(field.of());
    }
    return schema.with("description", Text.of(field.about()));
  }

  static Fields reference(String form) {
    return Fields.of("$ref", Text.of("#/components/schemas/" + form));
  }
}
