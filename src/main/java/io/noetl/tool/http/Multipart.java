package io.noetl.tool.http;

import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/// A body of several parts: a field for each value; a map `{filename, content}` or `{filename,
/// content_b64}`, perhaps with `content_type`, is a file.
final class Multipart {
  private final String boundary = "noetl-" + UUID.randomUUID();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  String type() {
    return "multipart/form-data; boundary=" + boundary;
  }

  void add(String name, Value value) {
    boolean isFile =
        value instanceof Fields file
            && file.has("filename")
            && (file.has("content") || file.has("content_b64"));
    if (isFile) {
      addFile(name, (Fields) value);
    } else {
      part("name=\"%s\"".formatted(quoted(name)), "", utf8(Requests.text(value)));
    }
  }

  private void addFile(String name, Fields file) {
    var disposition =
        "name=\"%s\"; filename=\"%s\""
            .formatted(quoted(name), quoted(Requests.text(file.get("filename"))));
    var type =
        file.has("content_type")
            ? Requests.text(file.get("content_type"))
            : "application/octet-stream";
    var content =
        file.has("content_b64")
            ? Base64.getMimeDecoder().decode(Requests.text(file.get("content_b64")))
            : utf8(Requests.text(file.get("content")));
    part(disposition, type, content);
  }

  private void part(String disposition, String type, byte[] content) {
    var head = new StringBuilder("--").append(boundary).append("\r\n");
    head.append("Content-Disposition: form-data; ").append(disposition).append("\r\n");
    if (!type.isEmpty()) {
      head.append("Content-Type: ").append(quoted(type)).append("\r\n");
    }
    out.writeBytes(utf8(head.append("\r\n").toString()));
    out.writeBytes(content);
    out.writeBytes(utf8("\r\n"));
  }

  byte[] bytes() {
    out.writeBytes(utf8("--" + boundary + "--\r\n"));
    return out.toByteArray();
  }

  /// No name may end its quotes or its line.
  private static String quoted(String text) {
    return text.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
