package io.noetl.playbook;

import io.noetl.template.Template;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.List;
import java.util.stream.Collectors;

/// What one input may be, in the words of JSON Schema that [InputSchemaReader] lets pass;
/// `required` and `additional` are truth values, at the input or property that they are about.
record InputSchema(Fields words) {
  /// Adds to `flaws` all that is wrong with `value`, which stands at `path`.
  void check(String path, Value value, InputFlaws flaws) {
    if (words.has("type") && types().stream().noneMatch(type -> hasType(type, value))) {
      flaws.add(path, typesInWords(), value);
      return;
    }
    if (words.get("enum") instanceof Items(var choices) && !choices.contains(value)) {
      flaws.add(path, "one of " + shown(choices), value);
    }
    switch (value) {
      case Text(var text) -> checkText(path, text, flaws);
      case Num number -> checkNumber(path, number, flaws);
      case Items(var list) -> checkList(path, list, flaws);
      case Fields fields -> checkProperties(path, fields, flaws);
      default -> {}
    }
  }

  boolean isRequired() {
    return words.get("required") == Bool.TRUE;
  }

  /// Whether null is one of the values that it may have; else null is the same as nothing.
  boolean takesNull() {
    return types().contains("null");
  }

  /// Settings come as text that was read as JSON: a number or truth that is to be a text is that
  /// text again, where it can only have been written in one way.
  Value coerced(Value value) {
    return switch (value) {
      case Num.Int _, Num.Big _, Bool _ when takesOnly("string") -> Text.of(Json.write(value));
      case Fields fields when words.get("properties") instanceof Fields properties ->
          coerced(fields, properties);
      default -> value;
    };
  }

  static Fields coerced(Fields settings, Fields schemas) {
    var coerced = settings.toBuilder();
    settings.forEach(
        (name, value) -> {
          if (schemas.get(name) instanceof Fields words) {
            coerced.put(name, new InputSchema(words).coerced(value));
          }
        });
    return coerced.build();
  }

  private boolean takesOnly(String type) {
    return types().stream().allMatch(each -> each.equals(type) || each.equals("null"))
        && types().contains(type);
  }

  private List<String> types() {
    return switch (words.get("type")) {
      case Text(var type) -> List.of(type);
      case Items(var types) -> types.stream().map(type -> ((Text) type).text()).toList();
      default -> List.of();
    };
  }

  private static boolean hasType(String type, Value value) {
    return switch (type) {
      case "string" -> value instanceof Text;
      case "number" -> value instanceof Num;
      case "integer" -> isWhole(value);
      case "boolean" -> value instanceof Bool;
      case "array" -> value instanceof Items;
      case "object" -> value instanceof Fields;
      case "null" -> value == Null.NULL;
      default -> true;
    };
  }

  private static boolean isWhole(Value value) {
    return value instanceof Num.Int
        || value instanceof Num.Big
        || value instanceof Num.Real(var real) && real == Math.rint(real);
  }

  private String typesInWords() {
    return types().stream().map(InputSchema::inWords).collect(Collectors.joining(" or "));
  }

  private static String inWords(String type) {
    return switch (type) {
      case "string" -> "a text";
      case "number" -> "a number";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "a map";
      default -> type;
    };
  }

  private static String shown(List<Value> choices) {
    return choices.stream().map(Json::write).collect(Collectors.joining(", "));
  }

  private void checkText(String path, String text, InputFlaws flaws) {
    int length = text.codePointCount(0, text.length());
    checkSize(path, new Size(length, "minLength", "maxLength", "characters"), text, flaws);
    if (words.get("pattern") instanceof Text(var pattern)) {
      checkPattern(path, text, pattern, flaws);
    }
    if (words.get("format") instanceof Text(var format) && !InputFormat.of(format).fits(text)) {
      flaws.add(path, InputFormat.of(format).words(), Text.of(text));
    }
  }

  private static void checkPattern(String path, String text, String pattern, InputFlaws flaws) {
    var expected =
        switch (Matching.of(pattern, text)) {
          case FOUND -> "";
          case NOT_FOUND -> "a text that matches " + pattern;
          case TOO_COSTLY ->
              "a shorter text (it takes too long to hold it against " + pattern + ")";
        };
    if (!expected.isEmpty()) {
      flaws.add(path, expected, Text.of(text));
    }
  }

  private void checkNumber(String path, Num number, InputFlaws flaws) {
    if (words.get("minimum") instanceof Num least && number.real() < least.real()) {
      flaws.add(path, "a number of at least " + Json.write(least), number);
    }
    if (words.get("maximum") instanceof Num most && number.real() > most.real()) {
      flaws.add(path, "a number of at most " + Json.write(most), number);
    }
  }

  private void checkList(String path, List<Value> list, InputFlaws flaws) {
    checkSize(path, new Size(list.size(), "minItems", "maxItems", "items"), "a list", flaws);
    if (words.get("items") instanceof Fields each) {
      var schema = new InputSchema(each);
      for (int i = 0; i < list.size() && !flaws.areEnough(); i++) {
        schema.check("%s[%d]".formatted(path, i), list.get(i), flaws);
      }
    }
  }

  private record Size(int size, String least, String most, String unit) {}

  private void checkSize(String path, Size size, String shown, InputFlaws flaws) {
    if (words.get(size.least()) instanceof Num.Int(var least) && size.size() < least) {
      flaws.add(path, "at least %d %s".formatted(least, size.unit()), found(size, shown));
    }
    if (words.get(size.most()) instanceof Num.Int(var most) && size.size() > most) {
      flaws.add(path, "at most %d %s".formatted(most, size.unit()), found(size, shown));
    }
  }

  private static String found(Size size, String shown) {
    return size.unit().equals("items")
        ? shown + " of " + size.size()
        : InputFlaws.shown(Text.of(shown));
  }

  private void checkProperties(String path, Fields fields, InputFlaws flaws) {
    if (words.get("properties") instanceof Fields properties) {
      checkAll(path + ".", fields, properties, words.get("additional") != Bool.FALSE, flaws);
    }
  }

  /// Checks the named values against their schemas; others are let pass where `additional` is so.
  static void checkAll(
      String prefix, Fields fields, Fields schemas, boolean additional, InputFlaws flaws) {
    schemas.forEach(
        (name, words) -> {
          var schema = new InputSchema((Fields) words);
          var value = fields.get(name);
          if (value != Null.NULL || (fields.has(name) && schema.takesNull())) {
            schema.check(prefix + name, value, flaws);
          } else if (schema.isRequired()) {
            var expected = schema.words().has("type") ? schema.typesInWords() : "a value";
            flaws.add(prefix + name, expected, "nothing");
          }
        });
    if (!additional) {
      for (var name : fields.names()) {
        if (!schemas.has(name)) {
          flaws.addUnknown(prefix + name, Nearest.hint(name, schemas.names()));
        }
      }
    }
  }

  /// Whether some text in it is a template.
  static boolean holdsTemplate(Value value) {
    return switch (value) {
      case Text(var text) -> Template.isTemplate(text);
      case Items(var list) -> list.stream().anyMatch(InputSchema::holdsTemplate);
      case Fields fields -> fields.asMap().values().stream().anyMatch(InputSchema::holdsTemplate);
      default -> false;
    };
  }
}
