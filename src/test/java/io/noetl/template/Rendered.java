package io.noetl.template;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Value;

/// Short ways to render in tests; data are given as JSON.
final class Rendered {
  private Rendered() {}

  static Scope scope(String json) {
    return Scope.of((Fields) Json.read(json));
  }

  static Value value(String template, String json) {
    return Template.parse(template).render(scope(json), Ambients.PLAIN);
  }

  /// The native value, as JSON.
  static String json(String template, String json) {
    return Json.write(value(template, json));
  }

  static String json(String template) {
    return json(template, "{}");
  }

  static String text(String template, String json) {
    return Template.parse(template).renderText(scope(json), Ambients.PLAIN);
  }

  static String text(String template) {
    return text(template, "{}");
  }
}
