package io.noetl.template;

import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Encoded text, on its way to `b64encode`, `hash` or back to text.
final class Bytes implements Native {
  private static final Map<String, Charset> CHARSETS =
      Map.of(
          "utf8", StandardCharsets.UTF_8,
          "ascii", StandardCharsets.US_ASCII,
          "usascii", StandardCharsets.US_ASCII,
          "latin1", StandardCharsets.ISO_8859_1,
          "iso88591", StandardCharsets.ISO_8859_1,
          "utf16le", StandardCharsets.UTF_16LE,
          "utf16be", StandardCharsets.UTF_16BE);

  private final byte[] bytes;

  Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  int size() {
    return bytes.length;
  }

  static Charset charset(Frame frame, String name) {
    var known = CHARSETS.get(name.toLowerCase(java.util.Locale.ROOT).replaceAll("[-_ ]", ""));
    if (known == null) {
      throw frame.error("unknown encoding `%s`".formatted(name), "use utf-8, ascii or latin-1");
    }
    return known;
  }

  @Override
  public Value attribute(String name) {
    return new Undefined(name);
  }

  @Override
  public Value plain() {
    return Text.of(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public String kind() {
    return "bytes";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    boolean doubles = has('\'') && !has('"');
    char quote = doubles ? '"' : '\'';
    var out = new StringBuilder("b").append(quote);
    for (byte each : bytes) {
      int code = each & 0xff;
      switch (code) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (code == quote) {
            out.append('\\').append(quote);
          } else if (code >= ' ' && code < 0x7f) {
            out.append((char) code);
          } else {
            out.append("\\x").append(Character.forDigit(code >> 4, 16));
            out.append(Character.forDigit(code & 15, 16));
          }
        }
      }
    }
    return out.append(quote).toString();
  }

  private boolean has(char c) {
    for (byte each : bytes) {
      if (each == c) {
        return true;
      }
    }
    return false;
  }
}
