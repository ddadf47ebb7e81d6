package io.noetl.template;

/// What a backslash in a text literal stands for, as in Python.
final class Escapes {
  private Escapes() {}

  static String decoded(String raw) {
    return raw.indexOf('\\') < 0 ? raw : decode(raw);
  }

  private static String decode(String raw) {
    var out = new StringBuilder(raw.length());
    int at = 0;
    while (at < raw.length()) {
      char c = raw.charAt(at);
      if (c != '\\' || at + 1 == raw.length()) {
        out.append(c);
        at++;
      } else {
        at = escape(raw, at + 1, out);
      }
    }
    return out.toString();
  }

  /// Appends what the escape whose letter stands at `at` means; returns the place after it.
  private static int escape(String raw, int at, StringBuilder out) {
    char letter = raw.charAt(at);
    int simple = "abfnrtv\\'\"\n".indexOf(letter);
    if (simple >= 0) {
      out.append(letter == '\n' ? "" : "\u0007\b\f\n\r\t\u000b\\'\"".substring(simple, simple + 1));
      return at + 1;
    }
    return switch (letter) {
      case 'x' -> code(raw, at, 2, out);
      case 'u' -> code(raw, at, 4, out);
      case 'U' -> code(raw, at, 8, out);
      default -> octal(raw, at, out);
    };
  }

  private static int code(String raw, int at, int digits, StringBuilder out) {
    int end = at + 1 + digits;
    if (end <= raw.length()) {
      try {
        int code = Integer.parseUnsignedInt(raw, at + 1, end, 16);
        if (Character.isValidCodePoint(code)) {
          out.appendCodePoint(code);
          return end;
        }
      } catch (NumberFormatException e) {
        out.append('\\').append(raw.charAt(at));
        return at + 1;
      }
    }
    out.append('\\').append(raw.charAt(at));
    return at + 1;
  }

  private static int octal(String raw, int at, StringBuilder out) {
    int end = at;
    int code = 0;
    while (end < raw.length() && end < at + 3 && raw.charAt(end) >= '0' && raw.charAt(end) <= '7') {
      code = code * 8 + raw.charAt(end) - '0';
      end++;
    }
    if (end == at) {
      out.append('\\').append(raw.charAt(at));
      return at + 1;
    }
    out.append((char) code);
    return end;
  }
}
