package io.noetl.worker;

import io.noetl.value.Json;
import io.noetl.value.Text;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// The ways in which a secret may be written where tools and templates put it: as it is, escaped
/// for JSON, Python, HTML and shells, percent-encoded, in base64 and as hexadecimal digits.
final class Spellings {
  private static final String UNRESERVED = "-._~";

  private final Set<String> all = new LinkedHashSet<>();
  private final String secret;

  private Spellings(String secret) {
    this.secret = secret;
  }

  static Set<String> of(String secret) {
    return new Spellings(secret).all();
  }

  private Set<String> all() {
    all.add(secret);
    if (!isPlain()) {
      addEscaped();
      addPercentEncoded();
    }
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    addHexadecimal(bytes);
    for (int before = 0; before < 3; before++) {
      addBase64(bytes, before);
    }
    return all;
  }

  /// Whether no escaping changes it.
  private boolean isPlain() {
    return secret
        .chars()
        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_'));
  }

  private void addEscaped() {
    var json = inJson(secret);
    all.add(json);
    all.add(inJson(json)); // JSON in a text of JSON.
    all.add(ascii(json));
    for (var function : Python.values()) {
      var python = inPython(function);
      all.add(python);
      all.add(python.replace("\\'", "'")); // Between double quotes.
    }
    all.add(secret.replace("'", "'\\''"));
    var html = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    all.add(html);
    all.add(html.replace("\"", "&#34;").replace("'", "&#39;"));
    all.add(html.replace("\"", "&quot;").replace("'", "&#x27;"));
    all.add(html.replace("\"", "&quot;").replace("'", "&#39;"));
  }

  private static String inJson(String text) {
    var quoted = Json.write(Text.of(text));
    return quoted.substring(1, quoted.length() - 1);
  }

  /// As Python's `json.dumps` writes what is not ASCII.
  private static String ascii(String json) {
    var ascii = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c < 128) {
        ascii.append(c);
      } else {
        ascii.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return ascii.toString();
  }

  /// The functions of Python that write a text with escapes.
  private enum Python {
    REPR,
    ASCII,
    BYTES
  }

  /// As Python writes it between single quotes.
  private String inPython(Python function) {
    var escaped = new StringBuilder();
    secret
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\'' -> escaped.append("\\'");
                default -> appendInPython(escaped, c, function);
              }
            });
    return escaped.toString();
  }

  private static void appendInPython(StringBuilder escaped, int c, Python function) {
    boolean isControl = c < 32 || c == 127;
    if (!isControl && (c < 128 || function == Python.REPR)) {
      escaped.appendCodePoint(c);
    } else if (function == Python.BYTES) {
      for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
        escaped.append("\\x").append(HexFormat.of().toHexDigits(each));
      }
    } else if (c < 256) {
      escaped.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
    } else if (c < 65_536) {
      escaped.append("\\u").append(HexFormat.of().toHexDigits((short) c));
    } else {
      escaped.append("\\U").append(HexFormat.of().toHexDigits(c));
    }
  }

  private void addPercentEncoded() {
    for (var safe : new String[] {UNRESERVED, UNRESERVED + "/", UNRESERVED + "!'()*", "-._*"}) {
      var encoded = percentEncoded(safe);
      all.add(encoded);
      all.add(encoded.replace("%20", "+"));
      var lower = lowerCodes(encoded);
      all.add(lower);
      all.add(lower.replace("%20", "+"));
    }
  }

  private String percentEncoded(String safe) {
    var encoded = new StringBuilder();
    for (byte each : secret.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      if (c < 128 && (Character.isLetterOrDigit(c) || safe.indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
      }
    }
    return encoded.toString();
  }

  private static String lowerCodes(String encoded) {
    var lower = new StringBuilder(encoded);
    for (int at = lower.indexOf("%"); at >= 0; at = lower.indexOf("%", at + 3)) {
      lower.replace(at, at + 3, lower.substring(at, at + 3).toLowerCase(Locale.ROOT));
    }
    return lower.toString();
  }

  private void addHexadecimal(byte[] bytes) {
    var digits = HexFormat.of().formatHex(bytes);
    all.add(digits);
    all.add(digits.toUpperCase(Locale.ROOT));
  }

  /// The part that is the same whatever stands before and after the secret, when it begins `before`
  /// bytes (of three) into what is encoded: so the secret is found within `user:password` too.
  private void addBase64(byte[] bytes, int before) {
    var padded = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, padded, before, bytes.length);
    int from = (before * 8 + 5) / 6;
    int to = padded.length * 8 / 6;
    all.add(Base64.getEncoder().encodeToString(padded).substring(from, to));
    all.add(Base64.getUrlEncoder().encodeToString(padded).substring(from, to));
  }
}
