package io.noetl.tool.http;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Reads the body of a response: JSON as data, other text as text, anything else as base64.
final class Bodies {
  private static final int BYTES_MAX = 32 << 20;
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([\\w.:-]+)", Pattern.CASE_INSENSITIVE);

  private Bodies() {}

  /// `{data}`, or `{data, encoding: base64}`.
  static Fields read(HttpHeaders headers, InputStream body, Watch watch)
      throws IOException, ToolFailure {
    var in = body;
    if (headers.firstValue("content-encoding").orElse("").equalsIgnoreCase("gzip")) {
      in = new GZIPInputStream(new ByteArrayInputStream(bounded(body)));
    }
    return decode(bounded(in), headers.firstValue("content-type").orElse(""), watch);
  }

  private static byte[] bounded(InputStream in) throws IOException, ToolFailure {
    var bytes = in.readNBytes(BYTES_MAX + 1);
    if (bytes.length > BYTES_MAX) {
      throw ToolFailure.error(
          "response_too_large",
          "the response is larger than 32 MiB: ask for less, page by page (paginate), or write"
              + " it to a file (download)");
    }
    return bytes;
  }

  private static Fields decode(byte[] bytes, String type, Watch watch) {
    var text = text(bytes, type, watch);
    if (text.isEmpty()) {
      if (type.startsWith("text/") || type.contains("json") || type.contains("charset")) {
        watch.log(
            "the body says it is '%s' and is not: it is given in base64 (encoding: base64)%n"
                .formatted(type));
      }
      return Fields.of(
          "data",
          Text.of(Base64.getEncoder().encodeToString(bytes)),
          "encoding",
          Text.of("base64"));
    }
    return Fields.of("data", data(text.get(), type.toLowerCase(Locale.ROOT)));
  }

  private static Value data(String text, String type) {
    var start = text.stripLeading();
    boolean mayBeJson = type.contains("json") || start.startsWith("{") || start.startsWith("[");
    if (mayBeJson && !start.isEmpty()) {
      try {
        return Json.read(text);
      } catch (JsonError e) {
        return Text.of(text);
      }
    }
    return Text.of(text);
  }

  private static Optional<String> text(byte[] bytes, String type, Watch watch) {
    try {
      return Optional.of(
          charset(type, watch).newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Charset charset(String type, Watch watch) {
    var named = CHARSET.matcher(type);
    try {
      return named.find() ? Charset.forName(named.group(1)) : StandardCharsets.UTF_8;
    } catch (IllegalArgumentException e) {
      watch.log("nobody knows the charset of '%s': the body is read as UTF-8%n".formatted(type));
      return StandardCharsets.UTF_8;
    }
  }
}
