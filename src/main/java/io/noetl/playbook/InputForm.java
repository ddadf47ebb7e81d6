package io.noetl.playbook;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// A playbook's declared inputs as a JSON Schema of what its caller gives, for forms and for those
/// who check before they send.
final class InputForm {
  private static final String ADDITIONAL = "additional";
  private static final String PROPERTIES = "properties";
  private static final String REQUIRED = "required";

  private InputForm() {}

  /// `workload` is what the playbook has of itself: what stands there need not be given.
  static Fields of(DeclaredInputs inputs, Fields workload) {
    var form = Fields.builder();
    inputs.schemas().forEach((name, words) -> form.put(name, input(words, workload.get(name))));
    if (!inputs.additional()) {
      // What the workload has may be given, too; nothing is known of it.
      workload.forEach(
          (name, value) -> {
            if (!inputs.schemas().has(name)) {
              form.put(name, withDefault(Fields.EMPTY, value));
            }
          });
    }
    var needed =
        inputs.schemas().names().stream()
            .filter(name -> isNeeded(inputs.schemas().get(name)))
            .filter(name -> workload.get(name) == Null.NULL)
            .toList();
    return object(Fields.of("type", Text.of("object")), form.build(), needed, inputs.additional());
  }

  private static boolean isNeeded(Value words) {
    return words instanceof Fields schema && new InputSchema(schema).isRequired();
  }

  private static Fields input(Value words, Value preset) {
    return withDefault(schema((Fields) words), preset);
  }

  /// A template is no value that a caller could give: whatever he gives is data.
  private static Fields withDefault(Fields schema, Value preset) {
    boolean isKnown = preset != Null.NULL && !InputSchema.holdsTemplate(preset);
    return isKnown ? schema.with("default", preset) : schema;
  }

  /// JSON Schema says at a map what our words say at the property and for `additional`.
  private static Fields schema(Fields words) {
    var form = Fields.builder();
    words.forEach(
        (word, value) -> {
          switch (word) {
            case ADDITIONAL, PROPERTIES, REQUIRED -> {}
            case "items" -> form.put(word, schema((Fields) value));
            default -> form.put(word, value);
          }
        });
    boolean additional = words.get(ADDITIONAL) != Bool.FALSE;
    return words.get(PROPERTIES) instanceof Fields properties
        ? ofMap(form.build(), properties, additional)
        : form.build();
  }

  private static Fields ofMap(Fields bare, Fields properties, boolean additional) {
    var form = Fields.builder();
    List<String> needed = new ArrayList<>();
    properties.forEach(
        (name, words) -> {
          form.put(name, schema((Fields) words));
          if (isNeeded(words)) {
            needed.add(name);
          }
        });
    return object(bare, form.build(), needed, additional);
  }

  private static Fields object(
      Fields bare, Fields properties, List<String> needed, boolean additional) {
    var form = bare.toBuilder().put(PROPERTIES, properties);
    if (!needed.isEmpty()) {
      form.put(REQUIRED, new Items(needed.stream().<Value>map(Text::of).toList()));
    }
    return additional ? form.build() : form.put("additionalProperties", Bool.FALSE).build();
  }
}
