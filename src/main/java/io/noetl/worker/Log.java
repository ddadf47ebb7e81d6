package io.noetl.worker;

/// What a job's tools print: its beginning is kept, the rest is only counted.
final class Log {
  private static final int KEPT_MAX = 64 << 10;

  private final StringBuilder kept = new StringBuilder();
  private long dropped;

  synchronized void add(String text) {
    int room = KEPT_MAX - kept.length();
    if (text.length() <= room) {
      kept.append(text);
    } else {
      int cut = room > 0 && Character.isHighSurrogate(text.charAt(room - 1)) ? room - 1 : room;
      kept.append(text, 0, cut);
      dropped += text.length() - cut;
    }
  }

  /// A line of the worker's own.
  synchronized void note(String text) {
    if (!kept.isEmpty() && kept.charAt(kept.length() - 1) != '\n') {
      add("\n");
    }
    add(text + "\n");
  }

  synchronized String text() {
    return dropped == 0
        ? kept.toString()
        : kept + "...\n[%d more characters not kept]\n".formatted(dropped);
  }
}
