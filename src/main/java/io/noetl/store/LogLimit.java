package io.noetl.store;

/// What a step may print in one execution: so much, then one line that says it was cut.
public final class LogLimit {
  /// Enough to find out what a step did, little enough that a chatty iterator fills no disk.
  public static final int CHARACTERS_MAX = 1 << 20;

  public static final String CUT = "\n[the log was cut here: a step's log holds 1 MiB]\n";

  private LogLimit() {}

  /// The part of `text` to keep for a step that has printed `before` characters so far, kept or
  /// not; empty for none.
  public static String kept(long before, String text) {
    if (before > CHARACTERS_MAX) {
      return "";
    }
    long room = CHARACTERS_MAX - before;
    return text.length() <= room ? text : head(text, (int) room) + CUT;
  }

  private static String head(String text, int length) {
    boolean splits = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }
}
