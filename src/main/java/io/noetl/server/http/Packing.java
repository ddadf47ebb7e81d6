package io.noetl.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// Answers in gzip.
final class Packing {
  static final String GZIP = "gzip";
  private static final Pattern NEVER = Pattern.compile(";\\s*q=0(\\.0*)?\\s*$");

  private Packing() {}

  /// Whether a header `Accept-Encoding` says that gzip is welcome.
  static boolean isWelcome(String accepted) {
    for (var each : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      var coding = each.strip();
      if (coding.equals(GZIP) || coding.startsWith(GZIP + ";")) {
        return !NEVER.matcher(coding).find();
      }
    }
    return false;
  }

  static byte[] packed(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length / 4 + 100);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
