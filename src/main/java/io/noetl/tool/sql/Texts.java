package io.noetl.tool.sql;

import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Text;
import io.noetl.value.Value;

/// Values as texts that a database reads.
public final class Texts {
  private Texts() {}

  /// A text as it is, anything else as JSON.
  public static String plain(Value value) {
    return value instanceof Text(var text) ? text : Json.write(value);
  }

  /// For a column of JSON: a text that is JSON counts as what it says, any other is a JSON string.
  public static String json(Value value) {
    if (value instanceof Text(var text)) {
      try {
        Json.read(text);
        return text;
      } catch (JsonError e) {
        return Json.write(value);
      }
    }
    return Json.write(value);
  }
}
