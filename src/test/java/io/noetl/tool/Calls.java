package io.noetl.tool;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Num;

/// Calls for tests, written as JSON.
public final class Calls {
  private Calls() {}

  public static Fields fields(String json) {
    return (Fields) Json.read(json);
  }

  public static ToolCall of(String config, String inputs) {
    return new ToolCall("1/step/1", fields(config), fields(inputs), "", Fields.EMPTY, "step");
  }

  public static ToolCall python(String code, String inputs) {
    return python(code, inputs, "{}");
  }

  /// The code stands on line 10 of its playbook.
  public static ToolCall python(String code, String inputs, String context) {
    var config = Fields.of("code_line", Num.of(10));
    return new ToolCall("1/step/1", config, fields(inputs), code, fields(context), "step");
  }
}
