package io.noetl.playbook;

import io.noetl.playbook.Written.Entry;
import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads `inputs:`, a subset of JSON Schema for each input, or its type alone.
final class InputSchemaReader {
  static final List<String> TYPES =
      List.of("string", "number", "integer", "boolean", "array", "object", "null");

  /// Other words for types, as people write them.
  private static final Map<String, String> SYNONYMS =
      Map.of(
          "text", "string", "str", "string", "int", "integer", "float", "number", "bool", "boolean",
          "list", "array", "map", "object", "dict", "object");

  static final List<String> COUNTS = List.of("minLength", "maxLength", "minItems", "maxItems");
  private static final String CODE = "bad-input";
  private static final String DEFAULT = "default";
  private static final String REQUIRED = "required";
  private static final String ADDITIONAL = "additional";

  private final Reading reading;

  InputSchemaReader(Reading reading) {
    this.reading = reading;
  }

  /// What was declared, and the defaults that stood with it.
  record Read(DeclaredInputs inputs, Fields defaults) {
    static final Read NOTHING = new Read(DeclaredInputs.NONE, Fields.EMPTY);
  }

  /// `workload` are the values that the playbook has under the same names.
  Read read(Mapping map, Fields workload) {
    var schemas = Fields.builder();
    var defaults = Fields.builder();
    boolean additional = true;
    for (var entry : map.entries()) {
      if (entry.name().equals(ADDITIONAL) && entry.value().value() instanceof Bool truth) {
        additional = truth.isTrue();
        continue;
      }
      if (!IteratorReader.isName(entry.name())) {
        refuse(entry.key(), "`%s` cannot be the name of an input".formatted(entry.name()));
        continue;
      }
      var schema = input(entry, workload, defaults);
      schemas.put(entry.name(), schema);
      checkConstant(entry, schema, workload);
    }
    return new Read(new DeclaredInputs(schemas.build(), additional), defaults.build());
  }

  private Fields input(Entry entry, Fields workload, Fields.Builder defaults) {
    if (!(entry.value() instanceof Mapping map)) {
      return shortForm(entry);
    }
    var keys = new Keys(map, reading.problems());
    var preset = keys.peek(DEFAULT);
    keys.take(DEFAULT);
    var schema = schema(keys, "input `%s`".formatted(entry.name()));
    preset.ifPresent(
        each -> {
          reading.templates().check(each.value(), Names.NONE);
          if (workload.has(entry.name())) {
            var message = "the default of `%s` stands in the workload too".formatted(entry.name());
            reading.problems().error(each.key().spot(), "said-twice", message, "keep one of them");
          }
          defaults.put(entry.name(), each.value().value());
          checkDefault(entry.name(), each.value(), schema);
        });
    return schema;
  }

  /// `city: string`.
  private Fields shortForm(Entry entry) {
    if (entry.value() instanceof Scalar scalar && !scalar.text().isBlank()) {
      return type(scalar).map(type -> Fields.of("type", Text.of(type))).orElse(Fields.EMPTY);
    }
    reading.wrongShape(entry, "a type such as string, or a map");
    return Fields.EMPTY;
  }

  private Optional<String> type(Scalar scalar) {
    var word = scalar.text().strip();
    var type = SYNONYMS.getOrDefault(word, word);
    // YAML reads the word null as nothing.
    if (TYPES.contains(type) || scalar.value() == Null.NULL) {
      return Optional.of(scalar.value() == Null.NULL ? "null" : type);
    }
    var hint = Nearest.hint(word, TYPES);
    reading
        .problems()
        .error(
            scalar.spot(),
            CODE,
            "there is no type `%s`".formatted(word),
            hint.isEmpty() ? "types are: " + String.join(", ", TYPES) : hint);
    return Optional.empty();
  }

  private Fields schema(Keys keys, String owner) {
    var schema = Fields.builder();
    keys.take("type").ifPresent(entry -> types(entry).ifPresent(it -> schema.put("type", it)));
    keys.take("description", "desc")
        .flatMap(reading::text)
        .ifPresent(text -> schema.put("description", text));
    keys.take("enum").flatMap(reading::list).ifPresent(list -> schema.put("enum", list.value()));
    keys.take("pattern").flatMap(this::pattern).ifPresent(it -> schema.put("pattern", it));
    keys.take("format")
        .flatMap(entry -> reading.word(entry, CODE, InputFormat.names()))
        .ifPresent(word -> schema.put("format", word));
    for (var bound : List.of("minimum", "maximum")) {
      keys.take(bound).flatMap(this::number).ifPresent(it -> schema.put(bound, it));
    }
    for (var bound : COUNTS) {
      keys.take(bound)
          .flatMap(entry -> reading.whole(entry, CODE, 0, Integer.MAX_VALUE))
          .ifPresent(it -> schema.put(bound, it));
    }
    keys.take("items").ifPresent(entry -> schema.put("items", nested(entry)));
    var needed = required(keys, schema);
    keys.take("properties")
        .flatMap(reading::map)
        .ifPresent(map -> schema.put("properties", properties(map, needed)));
    keys.take(ADDITIONAL, "additionalProperties")
        .flatMap(reading::truth)
        .filter(additional -> !additional)
        .ifPresent(additional -> schema.put(ADDITIONAL, additional));
    refuseDefault(keys);
    keys.refuseRest(owner);
    return schema.build();
  }

  /// `required: true`; on an object also the names of the properties that are.
  private List<String> required(Keys keys, Fields.Builder schema) {
    var entry = keys.take(REQUIRED);
    if (entry.isPresent() && entry.get().value() instanceof Sequence) {
      return reading.texts(entry.get()).stream().map(Scalar::text).toList();
    }
    entry
        .flatMap(reading::truth)
        .filter(required -> required)
        .ifPresent(required -> schema.put(REQUIRED, required));
    return List.of();
  }

  private void refuseDefault(Keys keys) {
    keys.take(DEFAULT)
        .ifPresent(
            entry -> {
              var hint = "give the whole input a default";
              var message = "only an input has a default, not what is inside it";
              reading.problems().error(entry.key().spot(), CODE, message, hint);
            });
  }

  private Fields properties(Mapping map, List<String> needed) {
    var properties = Fields.builder();
    for (var entry : map.entries()) {
      var schema = nested(entry);
      boolean isNeeded = needed.contains(entry.name());
      properties.put(entry.name(), isNeeded ? schema.with(REQUIRED, Bool.TRUE) : schema);
    }
    return properties.build();
  }

  private Fields nested(Entry entry) {
    return entry.value() instanceof Mapping map
        ? schema(new Keys(map, reading.problems()), "`%s`".formatted(entry.name()))
        : shortForm(entry);
  }

  private Optional<Value> types(Entry entry) {
    if (entry.value() instanceof Sequence(_, var items)) {
      List<Value> types = new ArrayList<>();
      for (var item : items) {
        if (item instanceof Scalar scalar) {
          type(scalar).map(Text::of).ifPresent(types::add);
        } else {
          reading.wrongShape(entry, "a type, or a list of types");
        }
      }
      return types.isEmpty() ? Optional.empty() : Optional.of(new Items(types));
    }
    if (entry.value() instanceof Scalar scalar) {
      return type(scalar).map(Text::of);
    }
    reading.wrongShape(entry, "a type, or a list of types");
    return Optional.empty();
  }

  private Optional<String> pattern(Entry entry) {
    if (!(entry.value() instanceof Scalar scalar)) {
      reading.wrongShape(entry, "text");
      return Optional.empty();
    }
    try {
      return Optional.of(Pattern.compile(scalar.text()).pattern());
    } catch (PatternSyntaxException e) {
      var message = "`pattern` is no regular expression: " + e.getDescription();
      reading.problems().error(scalar.spot(), CODE, message, "");
      return Optional.empty();
    }
  }

  private Optional<Num> number(Entry entry) {
    var number = Reading.number(entry.value());
    if (number.isEmpty()) {
      reading.wrongShape(entry, "a number");
    }
    return number;
  }

  /// A default must be what it stands for; one with a template is looked at when it is rendered.
  private void checkDefault(String name, Written written, Fields schema) {
    if (InputSchema.holdsTemplate(written.value()) || written.value() == Null.NULL) {
      return;
    }
    var flaws = new InputFlaws();
    new InputSchema(schema).check(name, written.value(), flaws);
    for (var flaw : flaws.list()) {
      reading.problems().error(written.spot(), CODE, "the default does not fit: " + flaw, "");
    }
  }

  /// The same for a value that stands in the workload.
  private void checkConstant(Entry entry, Fields schema, Fields workload) {
    var value = workload.get(entry.name());
    if (value != Null.NULL && !InputSchema.holdsTemplate(value)) {
      var flaws = new InputFlaws();
      new InputSchema(schema).check(entry.name(), value, flaws);
      for (var flaw : flaws.list()) {
        refuse(entry.key(), "the value in the workload does not fit: " + flaw);
      }
    }
  }

  private void refuse(Scalar key, String message) {
    reading.problems().error(key.spot(), CODE, message, "");
  }
}
