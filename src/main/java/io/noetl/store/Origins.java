package io.noetl.store;

import io.noetl.broker.Origin;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Text;

/// An [Origin] as JSON.
final class Origins {
  private Origins() {}

  static Fields toFields(Origin origin) {
    var fields =
        Fields.builder()
            .put("execution", Long.toString(origin.execution()))
            .put("step", origin.step())
            .put("job", origin.job());
    if (origin.index() != -1) {
      fields.put("index", origin.index());
    }
    if (!origin.returnStep().isEmpty()) {
      fields.put("return_step", origin.returnStep());
    }
    return fields.build();
  }

  static Origin of(Fields fields) {
    return new Origin(
        Long.parseLong(text(fields, "execution")),
        text(fields, "step"),
        text(fields, "job"),
        fields.get("index") instanceof Num.Int(var index) ? (int) index : -1,
        text(fields, "return_step"));
  }

  private static String text(Fields fields, String name) {
    return fields.get(name) instanceof Text(var text) ? text : "";
  }
}
