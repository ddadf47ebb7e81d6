package io.noetl.tool.http;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The body of a request in the form that its content type names; JSON unless it names another.
final class Content {
  static final Content NONE = new Content("", new byte[0]);

  private final String type;
  private final byte[] bytes;

  private Content(String type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  String type() {
    return type;
  }

  byte[] bytes() {
    return bytes;
  }

  static Content of(Value body, String type) {
    var word = type.toLowerCase(Locale.ROOT);
    if (word.startsWith("application/x-www-form-urlencoded")) {
      return text(type, body instanceof Fields form ? Urls.form(form) : Requests.text(body));
    }
    if (word.startsWith("multipart/") && body instanceof Fields parts) {
      return multipart(parts);
    }
    if (type.isEmpty()) {
      return text("application/json", Json.write(body));
    }
    boolean isWritten =
        body instanceof Text(var text) && (!word.contains("json") || looksLikeJson(text));
    return text(type, isWritten ? Requests.text(body) : Json.write(body));
  }

  /// Text that is JSON already is not quoted once more.
  private static boolean looksLikeJson(String text) {
    var start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  private static Content text(String type, String text) {
    return new Content(type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Content multipart(Fields parts) {
    var multipart = new Multipart();
    multipart.addAll(parts);
    return new Content(multipart.type(), multipart.bytes());
  }
}
