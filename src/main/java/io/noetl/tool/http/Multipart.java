package io.noetl.tool.http;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Value;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// A body of several parts: a field for each value; a map `{filename, content}` or `{filename,
/// content_b64}`, perhaps with `content_type`, is a file.
final class Multipart {
  private final String boundary = "noetl-" + UUID.randomUUID();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// What comes before that which stands in `out`.
  private final List<BodyPublisher> before = new ArrayList<>();

  String type() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /// A field for each value; a list is a field for each of its values.
  void addAll(Fields parts) {
    parts.forEach(
        (name, value) -> {
          if (value instanceof Items(var several)) {
            several.forEach(each -> add(name, each));
          } else {
            add(name, value);
          }
        });
  }

  private void add(String name, Value value) {
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

  /// A file whose content is read when it is sent.
  void addFile(String name, String filename, String type, BodyPublisher content) {
    head("name=\"%s\"; filename=\"%s\"".formatted(quoted(name), quoted(filename)), type);
    before.add(BodyPublishers.ofByteArray(out.toByteArray()));
    before.add(content);
    out.reset();
    out.writeBytes(utf8("\r\n"));
  }

  private void part(String disposition, String type, byte[] content) {
    head(disposition, type);
    out.writeBytes(content);
    out.writeBytes(utf8("\r\n"));
  }

  private void head(String disposition, String type) {
    var head = new StringBuilder("--").append(boundary).append("\r\n");
    head.append("Content-Disposition: form-data; ").append(disposition).append("\r\n");
    if (!type.isEmpty()) {
      head.append("Content-Type: ").append(quoted(type)).append("\r\n");
    }
    out.writeBytes(utf8(head.append("\r\n").toString()));
  }

  /// The whole, files among it.
  BodyPublisher body() {
    before.add(BodyPublishers.ofByteArray(bytes()));
    return BodyPublishers.concat(before.toArray(BodyPublisher[]::new));
  }

  /// The whole of a form without files that are read later.
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
