package io.noetl.value;

import java.util.HexFormat;

/// Writes a value as one line of JSON. Most of what is written is short: there the JSON library
/// needs longer to begin and to end than to write. [CompactTest] holds it against the library.
final class Compact {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final StringBuilder out = new StringBuilder(64);
  private int depth;

  private Compact() {}

  static String of(Value value) {
    var compact = new Compact();
    compact.write(value);
    return compact.out.toString();
  }

  private void write(Value value) {
    switch (value) {
      case Null _ -> out.append("null");
      case Bool truth -> out.append(truth.isTrue());
      case Num.Int(var number) -> out.append(number);
      case Num.Big(var number) -> out.append(number);
      case Num.Real(var number) -> out.append(number);
      case Text(var text) -> write(text);
      case Items items -> write(items);
      case Fields fields -> write(fields);
      case View view -> write(view.plain());
    }
  }

  private void write(Items items) {
    deeper();
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write(items.get(i));
    }
    out.append(']');
    depth--;
  }

  private void write(Fields fields) {
    deeper();
    char separator = '{';
    for (var entry : fields.asMap().entrySet()) {
      out.append(separator);
      write(entry.getKey());
      out.append(':');
      write(entry.getValue());
      separator = ',';
    }
    out.append(fields.isEmpty() ? "{}" : "}");
    depth--;
  }

  private void deeper() {
    if (++depth > Json.WRITTEN_DEPTH_MAX) {
      throw new JsonError(
          "cannot be written as JSON: nested more than %d levels deep"
              .formatted(Json.WRITTEN_DEPTH_MAX));
    }
  }

  private void write(String text) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(text, written, i);
        escape(c);
        written = i + 1;
      }
    }
    // Whole texts are copied at once, parts of them by the character.
    if (written == 0) {
      out.append(text);
    } else {
      out.append(text, written, text.length());
    }
    out.append('"');
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u").append(HEX.toHexDigits(c));
    }
  }
}
