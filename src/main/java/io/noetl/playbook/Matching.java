package io.noetl.playbook;

import java.util.regex.Pattern;

/// Whether a text has something in it that a pattern matches. The pattern is the playbook's and the
/// text anybody's, and some patterns take for ever with some texts: so each look at a character is
/// counted.
enum Matching {
  FOUND,
  NOT_FOUND,
  TOO_COSTLY;

  /// About a tenth of a second.
  private static final long LOOKS_MAX = 20_000_000;

  static Matching of(String pattern, String text) {
    try {
      boolean isFound = Pattern.compile(pattern).matcher(new Counted(text)).find();
      return isFound ? FOUND : NOT_FOUND;
    } catch (TooMany | StackOverflowError _) {
      return TOO_COSTLY; // Java's matcher recurses over repeated groups.
    }
  }

  private static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    private TooMany() {
      super("", null, false, false);
    }
  }

  private static final class Counted implements CharSequence {
    private final String text;
    private long looks;

    private Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > LOOKS_MAX) {
        throw new TooMany();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
