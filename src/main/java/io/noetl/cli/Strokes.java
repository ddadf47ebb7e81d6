package io.noetl.cli;

import java.time.Duration;
import java.time.Instant;

/// How the lines of progress look: a mark, the step, a bar for iterators, the time.
final class Strokes {
  private static final int NAME_WIDTH = 28;
  private static final int BAR_WIDTH = 20;
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final String[] SPINNER_ASCII = {"|", "/", "-", "\\"};

  private final boolean unicode;
  private final boolean coloured;

  Strokes(Console console) {
    unicode = console.isUnicode();
    coloured = console.hasColours();
  }

  String ended(Visit visit) {
    return switch (visit.end()) {
      case COMPLETED, NONE -> line(good(), visit, visit.time(Instant.EPOCH)) + counts(visit);
      case FAILED -> line(bad(), visit, visit.time(Instant.EPOCH)) + why(visit);
      case HANDLED -> line(odd(), visit, visit.time(Instant.EPOCH)) + why(visit) + " (handled)";
      case CANCELLED -> line(odd(), visit, visit.time(Instant.EPOCH)) + "  cancelled";
    };
  }

  String retry(Visit visit, long delayMillis) {
    return "%s %s  attempt %d in %s"
        .formatted(
            odd(), name(visit), visit.attempt(), Times.words(Duration.ofMillis(delayMillis)));
  }

  /// A line without colour, since it may be cut.
  String running(Visit visit, int frame, Instant now) {
    var spinner = unicode ? SPINNER : SPINNER_ASCII;
    var line = line(spinner[frame % spinner.length], visit, visit.time(now));
    var attempt = visit.attempt() > 1 ? "  attempt " + visit.attempt() : "";
    return line + bar(visit) + attempt;
  }

  String more(int count) {
    return "  ... and " + count + " more";
  }

  private static String line(String mark, Visit visit, Duration time) {
    var words = Times.words(time);
    return mark + " " + name(visit) + " ".repeat(Math.max(1, 11 - words.length())) + words;
  }

  private static String name(Visit visit) {
    var name = visit.name();
    return name + " ".repeat(Math.max(0, NAME_WIDTH - name.length()));
  }

  private static String counts(Visit visit) {
    if (visit.total() < 0) {
      return "";
    }
    var failed = visit.failed() > 0 ? ", " + visit.failed() + " failed" : "";
    return "  " + visit.succeeded() + "/" + visit.total() + failed;
  }

  private String bar(Visit visit) {
    if (visit.total() <= 0) {
      return "";
    }
    int done = visit.succeeded() + visit.failed();
    int full = (int) ((long) BAR_WIDTH * Math.min(done, visit.total()) / visit.total());
    return "  "
        + (unicode ? "█" : "#").repeat(full)
        + (unicode ? "░" : ".").repeat(BAR_WIDTH - full)
        + counts(visit);
  }

  private static String why(Visit visit) {
    return visit.failure().map(it -> "  " + firstLine(it.message())).orElse("");
  }

  static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  String good() {
    return coloured(unicode ? "✓" : "ok", "32");
  }

  String bad() {
    return coloured(unicode ? "✗" : "failed", "31");
  }

  private String odd() {
    return coloured("!", "33");
  }

  private String coloured(String text, String colour) {
    return coloured ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }
}
