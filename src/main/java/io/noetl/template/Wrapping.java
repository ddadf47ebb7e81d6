package io.noetl.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// Lines of bounded width, broken as Python's `textwrap` does.
record Wrapping(int width, boolean breakWords, boolean atHyphens) {
  private static final String LETTER = "[^\\d\\W]";
  private static final String PUNCTUATED = "[\\w!\"'&.,?]";
  private static final Pattern CHUNK =
      Pattern.compile(
          "[\\t\\n\\x0b\\f\\r ]+|(?<="
              + PUNCTUATED
              + ")-{2,}(?=\\w)|[^\\t\\n\\x0b\\f\\r ]+?(?:-(?:(?<="
              + LETTER
              + "{2}-)|(?<="
              + LETTER
              + "-"
              + LETTER
              + "-))(?="
              + LETTER
              + "-?"
              + LETTER
              + ")|(?=[\\t\\n\\x0b\\f\\r ]|\\z)|(?<="
              + PUNCTUATED
              + ")(?=-{2,}\\w))",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern PLAIN_CHUNK =
      Pattern.compile("[\\t\\n\\x0b\\f\\r ]+|[^\\t\\n\\x0b\\f\\r ]+");

  List<String> lines(Frame frame, String line) {
    var chunks = chunks(frame, line);
    List<String> lines = new ArrayList<>();
    while (!chunks.isEmpty()) {
      if (!lines.isEmpty() && isBlank(chunks.peek())) {
        chunks.pop();
      }
      List<String> parts = parts(chunks);
      if (!parts.isEmpty() && isBlank(parts.getLast())) {
        parts.removeLast();
      }
      if (!parts.isEmpty()) {
        lines.add(String.join("", parts));
      }
    }
    return lines;
  }

  private Deque<String> chunks(Frame frame, String line) {
    Deque<String> chunks = new ArrayDeque<>();
    var pattern = atHyphens ? CHUNK : PLAIN_CHUNK;
    var matcher = pattern.matcher(new PaidText(frame, line));
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) {
        chunks.add(matcher.group());
      }
    }
    return chunks;
  }

  private static boolean isBlank(String chunk) {
    return chunk.chars().allMatch(Strings::isSpace);
  }

  private List<String> parts(Deque<String> chunks) {
    List<String> parts = new ArrayList<>();
    int length = 0;
    while (!chunks.isEmpty() && length + chunks.element().length() <= width) {
      length += chunks.element().length();
      parts.add(chunks.pop());
    }
    if (!chunks.isEmpty() && chunks.element().length() > width) {
      breakWord(chunks, parts, width - length);
    }
    return parts;
  }

  private void breakWord(Deque<String> chunks, List<String> parts, int room) {
    if (!breakWords) {
      if (parts.isEmpty()) {
        parts.add(chunks.pop());
      }
      return;
    }
    var chunk = chunks.pop();
    int end = room;
    if (atHyphens && chunk.length() > room) {
      int hyphen = chunk.lastIndexOf('-', room - 1);
      if (hyphen > 0 && chunk.substring(0, hyphen).chars().anyMatch(c -> c != '-')) {
        end = hyphen + 1;
      }
    }
    if (end > 0) {
      parts.add(chunk.substring(0, end));
    }
    chunks.push(chunk.substring(Math.max(0, end)));
  }
}
