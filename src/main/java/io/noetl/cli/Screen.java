package io.noetl.cli;

import java.util.List;

/// Lines of which the last few can be drawn again. On a plain console only those are written that
/// stay.
final class Screen {
  private static final int WIDTH_DEFAULT = 80;
  private static final String TO_START_OF_LINE = "\r";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Console console;
  private final int width;
  private int drawn;

  Screen(Console console) {
    this.console = console;
    this.width = width(console.env().getOrDefault("COLUMNS", ""));
  }

  boolean isLive() {
    return console.kind() == Console.Kind.TERMINAL;
  }

  /// Writes `lasting` for good and `live` below; the live lines of before are gone.
  void draw(List<String> lasting, List<String> live) {
    boolean isUnchanged = lasting.isEmpty() && live.isEmpty() && drawn == 0;
    if (isUnchanged || (!isLive() && lasting.isEmpty())) {
      return;
    }
    var text = new StringBuilder();
    if (drawn > 0) {
      text.append(TO_START_OF_LINE).append("\u001b[").append(drawn).append('A').append(CLEAR_BELOW);
    }
    lasting.forEach(line -> text.append(line).append('\n'));
    if (isLive()) {
      live.forEach(line -> text.append(cut(line)).append('\n'));
      drawn = live.size();
    }
    console.err().print(text);
    console.err().flush();
  }

  /// A live line must not be broken by the terminal: then its lines could not be counted.
  private String cut(String line) {
    int end = Math.min(line.length(), width - 1);
    return line.substring(0, end);
  }

  private static int width(String columns) {
    try {
      return Math.max(20, Integer.parseInt(columns));
    } catch (NumberFormatException e) {
      return WIDTH_DEFAULT;
    }
  }
}
