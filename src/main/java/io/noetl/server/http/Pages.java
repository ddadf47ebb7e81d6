package io.noetl.server.http;

import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files of the web interface, from the program's resources; any path that is no file is the
/// page itself, which knows its own paths. Without them a sentence stands at `/`.
public final class Pages {
  /// Names that cannot lead out of the directory.
  private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+");

  private static final String INDEX = "/index.html";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final String root;

  /// `root` is a directory of resources, such as `/ui`.
  public Pages(String root) {
    this.root = root;
  }

  Reply find(String path) {
    var file = path.equals("/") ? INDEX : path;
    var bytes = SAFE.matcher(file).matches() ? read(file) : Optional.<byte[]>empty();
    if (bytes.isPresent()) {
      return reply(file, bytes.get());
    }
    boolean isFile = file.substring(file.lastIndexOf('/') + 1).contains(".");
    var index = isFile && !file.equals(INDEX) ? Optional.<byte[]>empty() : read(INDEX);
    if (index.isPresent()) {
      return reply(INDEX, index.get());
    }
    if (path.equals("/")) {
      var message = "NoETL is running, without a web interface. Its API: /api/openapi.json";
      return Reply.json(Fields.of("message", Text.of(message)));
    }
    throw Fault.of(404, "not-found", "there is no '%s'".formatted(Fault.shortened(path)));
  }

  private Optional<byte[]> read(String file) {
    try (var in = Pages.class.getResourceAsStream(root + file)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Built files have their content in their names and may be kept; the page may not.
  private static Reply reply(String file, byte[] bytes) {
    var ending = file.substring(file.lastIndexOf('.') + 1);
    var type = TYPES.getOrDefault(ending, "application/octet-stream");
    boolean isKept = file.startsWith("/assets/");
    return new Reply.Raw(
        200,
        type,
        ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
        Map.of("Cache-Control", isKept ? "public, max-age=31536000, immutable" : "no-cache"));
  }
}
