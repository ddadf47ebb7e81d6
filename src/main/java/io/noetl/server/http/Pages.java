package io.noetl.server.http;

import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files of the web interface, from the program's resources; any path that is no file is the
/// page itself, which knows its own paths (paths of playbooks are among them), save below
/// `/assets`. Without them a sentence stands at `/`.
public final class Pages {
  /// Names that cannot lead out of the directory, with an ending: what has none is no file.
  private static final Pattern SAFE =
      Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/[A-Za-z0-9_-][A-Za-z0-9._-]*\\.[a-z0-9]+");

  private static final String INDEX = "/index.html";
  private static final String ASSETS = "/assets/";

  /// A file beside another with this added to its name is the same in gzip.
  private static final String PACKED = ".gz";

  private static final String BYTES = "application/octet-stream";
  private static final int MARK_BYTES = 16;

  /// No file of ours has a longer name; to match one costs a little stack for each of its parts.
  private static final int NAME_MAX = 500;

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

  private final Files files;

  /// Where the files are; gives nothing for what is no file.
  interface Files {
    @Nullable InputStream open(String path);
  }

  /// `root` is a directory of resources, such as `/ui`.
  public Pages(String root) {
    this(path -> Pages.class.getResourceAsStream(root + path));
  }

  Pages(Files files) {
    this.files = files;
  }

  /// `path` as it was sent; `headers` gives a header of the request, empty for none.
  Reply find(String path, UnaryOperator<String> headers) {
    if (isTrick(Addresses.decoded(path, false))) {
      throw nothing(path);
    }
    return file(path.equals("/") ? INDEX : path, headers)
        .or(() -> path.startsWith(ASSETS) ? Optional.empty() : file(INDEX, headers))
        .orElseGet(() -> without(path));
  }

  /// What no page of ours is called, and a careless look-up could follow somewhere.
  private static boolean isTrick(String path) {
    return path.contains("\\")
        || path.chars().anyMatch(Character::isISOControl)
        || Arrays.stream(path.split("/", -1)).anyMatch(it -> it.equals("..") || it.equals("."));
  }

  private Reply without(String path) {
    if (!path.equals("/")) {
      throw nothing(path);
    }
    var message =
        "NoETL is running without its web interface (mvn package with Node.js 20.19 or newer"
            + " builds it in); its API is described at /api/openapi.json";
    return Reply.json(Fields.of("message", Text.of(message)));
  }

  private static Fault nothing(String path) {
    return Fault.of(404, "not-found", "there is no '%s'".formatted(Fault.shortened(path)));
  }

  private Optional<Reply> file(String file, UnaryOperator<String> headers) {
    if (file.length() > NAME_MAX || !SAFE.matcher(file).matches()) {
      return Optional.empty();
    }
    var packed =
        Packing.isWelcome(headers.apply("Accept-Encoding"))
            ? read(file + PACKED)
            : Optional.<byte[]>empty();
    return packed
        .map(bytes -> reply(file, bytes, Map.of("Content-Encoding", Packing.GZIP), headers))
        .or(() -> read(file).map(bytes -> reply(file, bytes, Map.of(), headers)));
  }

  private Optional<byte[]> read(String file) {
    try (var in = files.open(file)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Built files have their content in their names and may be kept; of the others the browser asks
  /// whether they are still the same.
  private static Reply reply(
      String file, byte[] bytes, Map<String, String> coding, UnaryOperator<String> headers) {
    var sent = new LinkedHashMap<>(coding);
    if (file.startsWith(ASSETS)) {
      sent.put("Cache-Control", "public, max-age=31536000, immutable");
    } else {
      var mark = mark(bytes);
      sent.put("Cache-Control", "no-cache");
      sent.put("ETag", "W/" + mark);
      if (headers.apply("If-None-Match").contains(mark)) {
        sent.remove("Content-Encoding");
        return new Reply.Unchanged(sent);
      }
    }
    var type = TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), BYTES);
    return new Reply.Raw(200, type, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), sent);
  }

  /// What differs when the content does.
  private static String mark(byte[] bytes) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, MARK_BYTES) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
