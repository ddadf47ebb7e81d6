package io.noetl.template;

import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Operations on text that methods and filters share, as Python does them.
final class Strings {
  private Strings() {}

  static boolean isSpace(int code) {
    return Character.isWhitespace(code) || Character.isSpaceChar(code);
  }

  /// Which ends of a text to strip.
  enum Ends {
    LEFT,
    RIGHT,
    BOTH
  }

  /// Without the characters of `chars` (white space where empty) at its ends.
  static String strip(String text, String chars, Ends ends) {
    int from = 0;
    int to = text.length();
    while (ends != Ends.RIGHT && from < to && strips(text.codePointAt(from), chars)) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (ends != Ends.LEFT && from < to && strips(text.codePointBefore(to), chars)) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  private static boolean strips(int code, String chars) {
    return chars.isEmpty() ? isSpace(code) : chars.indexOf(code) >= 0;
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String capitalized(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.offsetByCodePoints(0, 1);
    return upper(text.substring(0, first)) + lower(text.substring(first));
  }

  /// Each letter after something that is no letter is upper case, the others lower case.
  static String titled(String text) {
    var out = new StringBuilder(text.length());
    boolean inside = false;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int code = text.codePointAt(at);
      out.appendCodePoint(inside ? Character.toLowerCase(code) : Character.toTitleCase(code));
      inside = Character.isUpperCase(code) || Character.isLowerCase(code);
    }
    return out.toString();
  }

  static String swapped(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            code ->
                out.append(
                    Character.isUpperCase(code)
                        ? lower(Character.toString(code))
                        : upper(Character.toString(code))));
    return out.toString();
  }

  /// Parts between runs of white space; at most `limit` cuts unless negative.
  static List<Value> words(String text, int limit) {
    List<Value> words = new ArrayList<>();
    int at = afterSpace(text, 0);
    while (at < text.length()) {
      if (limit >= 0 && words.size() == limit) {
        words.add(Text.of(strip(text.substring(at), "", Ends.RIGHT)));
        break;
      }
      int end = at;
      while (end < text.length() && !isSpace(text.charAt(end))) {
        end++;
      }
      words.add(Text.of(text.substring(at, end)));
      at = afterSpace(text, end);
    }
    return words;
  }

  private static int afterSpace(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  static List<Value> split(String text, String separator, int limit) {
    List<Value> parts = new ArrayList<>();
    int at = 0;
    for (int next = text.indexOf(separator);
        next >= 0 && (limit < 0 || parts.size() < limit);
        next = text.indexOf(separator, at)) {
      parts.add(Text.of(text.substring(at, next)));
      at = next + separator.length();
    }
    parts.add(Text.of(text.substring(at)));
    return parts;
  }

  static List<Value> splitFromRight(String text, String separator, int limit) {
    List<Value> parts = new ArrayList<>();
    int end = text.length();
    for (int next = text.lastIndexOf(separator);
        next >= 0 && (limit < 0 || parts.size() < limit);
        next =
            end < separator.length() ? -1 : text.lastIndexOf(separator, end - separator.length())) {
      parts.add(Text.of(text.substring(next + separator.length(), end)));
      end = next;
    }
    parts.add(Text.of(text.substring(0, end)));
    return parts.reversed();
  }

  static List<Value> wordsFromRight(String text, int limit) {
    if (limit < 0) {
      return words(text, limit);
    }
    List<Value> words = new ArrayList<>();
    int end = strip(text, "", Ends.RIGHT).length();
    while (end > 0) {
      if (words.size() == limit) {
        words.add(Text.of(strip(text.substring(0, end), "", Ends.LEFT)));
        break;
      }
      int from = end;
      while (from > 0 && !isSpace(text.charAt(from - 1))) {
        from--;
      }
      words.add(Text.of(text.substring(from, end)));
      end = strip(text.substring(0, from), "", Ends.RIGHT).length();
    }
    return words.reversed();
  }

  static List<String> lines(String text, boolean keepEnds) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && !isLineEnd(text.charAt(end))) {
        end++;
      }
      int next = end;
      if (next < text.length()) {
        next += text.startsWith("\r\n", next) ? 2 : 1;
      }
      lines.add(text.substring(at, keepEnds ? next : end));
      at = next;
    }
    return lines;
  }

  private static boolean isLineEnd(char c) {
    return "\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(c) >= 0;
  }

  /// How a text stands in a wider field.
  enum Align {
    LEFT,
    RIGHT,
    CENTER
  }

  static String padded(Frame frame, String text, int width, String fill, Align align) {
    int missing = width - Chars.length(text);
    if (missing <= 0) {
      return text;
    }
    if (Chars.length(fill) != 1) {
      throw frame.error("expected one character to fill with");
    }
    int left =
        switch (align) {
          case LEFT -> 0;
          case RIGHT -> missing;
          case CENTER -> missing / 2 + (missing & width & 1);
        };
    return Arithmetic.repeat(frame, fill, left)
        + text
        + Arithmetic.repeat(frame, fill, missing - left);
  }

  /// The places of `part`, at most `limit` unless negative, replaced.
  static String replaced(Frame frame, String text, String part, String by, int limit) {
    Chars.paySearch(frame, text, part);
    var out = new StringBuilder();
    int at = 0;
    int done = 0;
    int next = text.indexOf(part);
    while (next >= 0 && (limit < 0 || done < limit)) {
      frame.grow(by.length() + 1L);
      out.append(text, at, next).append(by);
      done++;
      at = next + part.length();
      if (part.isEmpty()) {
        if (next == text.length()) {
          return out.toString();
        }
        out.append(text.charAt(next));
        at = next + 1;
      }
      next = text.indexOf(part, at);
    }
    frame.grow(text.length());
    return out.append(text, at, text.length()).toString();
  }

  static int count(String text, String part) {
    if (part.isEmpty()) {
      return Chars.length(text) + 1;
    }
    int count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }
}
