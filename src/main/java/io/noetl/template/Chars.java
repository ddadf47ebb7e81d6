package io.noetl.template;

/// Text counted in characters (code points), as templates count.
final class Chars {
  private Chars() {}

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Whether each character takes one place, so that places and characters are the same.
  static boolean isFlat(String text) {
    return length(text) == text.length();
  }

  /// The character at `index`, which must be inside.
  static String at(String text, int index) {
    if (isFlat(text)) {
      return String.valueOf(text.charAt(index));
    }
    return Character.toString(text.codePointAt(text.offsetByCodePoints(0, index)));
  }

  static String cut(String text, int from, int to) {
    if (isFlat(text)) {
      return text.substring(from, to);
    }
    int start = text.offsetByCodePoints(0, from);
    return text.substring(start, text.offsetByCodePoints(start, to - from));
  }

  /// The order of characters, not of their halves.
  static int compare(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean halves = Character.isSurrogate(left) != Character.isSurrogate(right);
        return halves ? (Character.isSurrogate(left) ? 1 : -1) : left - right;
      }
    }
    return a.length() - b.length();
  }

  /// The place of a character in characters, of what is `index` in places.
  static int counted(String text, int index) {
    return index <= 0 ? index : text.codePointCount(0, index);
  }

  /// Pays for a search of `needle` in `text`, whose worst case is their product.
  static void paySearch(Frame frame, String text, String needle) {
    long turns = Math.max(0, text.length() - needle.length() + 1);
    frame.step(1 + text.length() / 64 + turns * Math.max(1, needle.length()) / 1024);
  }
}
