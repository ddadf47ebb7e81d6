package io.noetl.tool.secrets;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.charset.StandardCharsets;

/// What a provider has answered.
record Answer(int status, String body) {
  private static final int OK = 200;
  private static final int WORDS_MAX = 200;

  static Answer of(int status, byte[] body) {
    return new Answer(status, new String(body, StandardCharsets.UTF_8));
  }

  boolean isGood() {
    return status == OK;
  }

  /// The body as a map; an empty one if it is none.
  Fields json() {
    try {
      return Json.read(body) instanceof Fields fields ? fields : Fields.EMPTY;
    } catch (JsonError _) {
      return Fields.EMPTY;
    }
  }

  /// The text at the end of the path; empty if there is none.
  String text(String... path) {
    return find(path) instanceof Text(var text) ? text : "";
  }

  Value find(String... path) {
    Value value = json();
    for (var name : path) {
      value = value instanceof Fields fields ? fields.get(name) : Null.NULL;
    }
    return value;
  }

  /// What the provider says of an error, shortened; only what stands where errors stand, since a
  /// whole body might repeat what it was sent.
  String words() {
    var json = json();
    var words =
        switch (json.get("error")) {
          case Fields error -> joined(error, "code", "status", "message");
          case Text(var error) -> error;
          default ->
              json.get("errors") instanceof Items(var list)
                      && !list.isEmpty()
                      && list.getFirst() instanceof Text(var first)
                  ? first
                  : joined(json, "__type", "message", "Message");
        };
    var line = words.strip().replaceAll("\\s+", " ");
    return line.length() > WORDS_MAX ? line.substring(0, WORDS_MAX) + "..." : line;
  }

  private static String joined(Fields fields, String... names) {
    var joined = new StringBuilder();
    for (var name : names) {
      if (fields.get(name) instanceof Text(var text)) {
        joined.append(joined.isEmpty() ? "" : " ").append(text);
      }
    }
    return joined.toString();
  }

  /// Without what may be secret.
  @Override
  public String toString() {
    return "Answer[" + status + "]";
  }
}
