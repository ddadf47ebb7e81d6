package io.noetl.playbook;

import io.noetl.playbook.Own.Shape;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;

/// The words of JSON Schema that [PlaybookSchema] needs.
final class Schemas {
  private Schemas() {}

  /// The keys of an object, each with a sentence.
  static final class Properties {
    private final Fields.Builder keys = Fields.builder();
    private final java.util.Set<String> known = new java.util.HashSet<>();

    /// Adds the key under each spelling; one that is there already stays.
    void add(String about, Fields schema, String... spellings) {
      for (var spelling : spellings) {
        if (known.add(spelling)) {
          var isSynonym = !spelling.equals(spellings[0]);
          var text = isSynonym ? "%s (the same as %s)".formatted(about, spellings[0]) : about;
          keys.put(spelling, described(text, schema));
        }
      }
    }

    /// With the sentence, and with null allowed: a key without a value is not there.
    private static Fields described(String about, Fields schema) {
      var described = Fields.builder().put("description", about);
      if (schema.has("$ref")) {
        // What stands beside a reference is ignored in draft 07.
        return described.put("anyOf", Items.of(schema, type("null"))).build();
      }
      return described.putAll(schema).putAll(withNull(schema.get("type"))).build();
    }

    private static Fields withNull(Value type) {
      return switch (type) {
        case Text one -> Fields.of("type", Items.of(one, Text.of("null")));
        case Items(var all) when !all.contains(Text.of("null")) -> {
          var more = new java.util.ArrayList<>(all);
          more.add(Text.of("null"));
          yield Fields.of("type", new Items(more));
        }
        default -> Fields.EMPTY;
      };
    }

    Fields build() {
      return keys.build();
    }
  }

  static Fields any() {
    return Fields.EMPTY;
  }

  static Fields type(String... types) {
    return Fields.of("type", types.length == 1 ? Text.of(types[0]) : texts(types));
  }

  static Fields choice(String... words) {
    return Fields.of("enum", texts(words));
  }

  static Fields reference(String name) {
    return Fields.of("$ref", Text.of("#/definitions/" + name));
  }

  static Fields list(Fields items) {
    return Fields.of("type", Text.of("array"), "items", items);
  }

  static Fields anyOf(Fields... schemas) {
    return Fields.of("anyOf", Items.of(schemas));
  }

  /// What a key of that shape may hold, a template or nothing included.
  static Fields shape(Shape shape) {
    return switch (shape) {
      case ANY -> any();
      case TEXT -> type("string", "number", "boolean", "null");
      case TEXTS -> type("string", "number", "boolean", "array", "null");
      case NUMBER -> type("number", "string", "null");
      case TRUTH -> type("boolean", "string", "null");
      case MAP -> type("object", "string", "null");
      case LIST -> type("array", "string", "null");
    };
  }

  private static Items texts(String... words) {
    return new Items(List.of(words).stream().<Value>map(Text::of).toList());
  }
}
