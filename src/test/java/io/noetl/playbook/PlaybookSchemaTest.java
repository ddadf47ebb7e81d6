package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The schema takes what the parser takes. Only the words that it uses are understood here.
class PlaybookSchemaTest {
  private static final Fields SCHEMA = PlaybookSchema.schema();

  @Test
  void everyValidPlaybookFitsTheSchema() throws IOException {
    for (var folder : List.of("valid", "alike")) {
      for (var name : Vectors.in(folder)) {
        assertThat(flaws(SCHEMA, document(folder, name), name)).isEmpty();
      }
    }
  }

  @Test
  void unknownKeysDoNotFit() throws IOException {
    assertThat(flaws(SCHEMA, document("invalid", "unknown_keys"), ""))
        .contains("/metdata is not known");
    assertThat(flaws(SCHEMA, document("invalid", "unknown_tool"), "")).isNotEmpty();
  }

  @Test
  void everyKeyHasASentence() {
    var properties =
        (Fields) ((Fields) ((Fields) SCHEMA.get("definitions")).get("step")).get("properties");

    assertThat(properties.names()).contains("step", "next", "tool", "endpoint", "sql", "loop");
    properties.forEach(
        (name, schema) ->
            assertThat(((Fields) schema).get("description")).as(name).isInstanceOf(Text.class));
  }

  private static Value document(String folder, String name) throws IOException {
    var source = new Source(name, Vectors.read(folder, name + ".yaml"));
    return YamlReader.read(new Problems(source)).orElseThrow().value();
  }

  private static List<String> flaws(Fields schema, Value value, String place) {
    List<String> flaws = new ArrayList<>();
    if (schema.get("$ref") instanceof Text(var reference)) {
      var name = reference.substring(reference.lastIndexOf('/') + 1);
      return flaws((Fields) ((Fields) SCHEMA.get("definitions")).get(name), value, place);
    }
    if (schema.has("type") && !hasType(schema.get("type"), value)) {
      flaws.add(place + " is " + Json.write(value) + ", not " + Json.write(schema.get("type")));
    }
    if (schema.get("enum") instanceof Items(var words) && !words.contains(value)) {
      flaws.add(place + " is none of " + Json.write(schema.get("enum")));
    }
    if (schema.get("anyOf") instanceof Items(var ways)
        && ways.stream().noneMatch(way -> flaws((Fields) way, value, place).isEmpty())) {
      ways.forEach(way -> flaws.addAll(flaws((Fields) way, value, place + "?")));
    }
    if (schema.get("items") instanceof Fields each && value instanceof Items(var list)) {
      list.forEach(item -> flaws.addAll(flaws(each, item, place + "[]")));
    }
    if (schema.get("required") instanceof Items(var names) && value instanceof Fields fields) {
      names.stream()
          .filter(name -> !fields.has(((Text) name).text()))
          .forEach(name -> flaws.add(place + " lacks " + name));
    }
    if (schema.get("properties") instanceof Fields properties && value instanceof Fields fields) {
      fields.forEach(
          (name, each) -> {
            if (properties.get(name) instanceof Fields known) {
              flaws.addAll(flaws(known, each, place + "/" + name));
            } else if (schema.get("additionalProperties") == Bool.FALSE) {
              flaws.add(place + "/" + name + " is not known");
            }
          });
    }
    return flaws;
  }

  private static boolean hasType(Value type, Value value) {
    if (type instanceof Items(var types)) {
      return types.stream().anyMatch(each -> hasType(each, value));
    }
    return switch (((Text) type).text()) {
      case "object" -> value instanceof Fields;
      case "array" -> value instanceof Items;
      case "string" -> value instanceof Text;
      case "boolean" -> value instanceof Bool;
      case "integer" -> value instanceof Num.Int || value instanceof Num.Big;
      case "number" -> value instanceof Num;
      case "null" -> value == Null.NULL;
      default -> false;
    };
  }
}
