package io.noetl.playbook;

import java.util.Optional;
import java.util.regex.Pattern;

/// How far the thing at a problem's place goes, so that an editor can underline it: a quoted text,
/// else a word, else one character; never beyond its line.
public final class Underlines {
  /// What words of playbooks are made of, besides letters and digits.
  private static final String IN_WORDS = "_-./$@";

  /// What YAML takes for the end of a line: problems' places count by it.
  private static final Pattern BREAK = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

  private final String[] lines;

  /// `text` is what the problems were found in.
  public Underlines(String text) {
    lines = BREAK.split(PlaybookParser.unmarked(text), -1);
  }

  /// The place behind it; nothing if the text has nothing at `begin`.
  public Optional<Place> end(Place begin) {
    if (begin.line() > lines.length) {
      return Optional.empty();
    }
    var line = lines[begin.line() - 1].stripTrailing();
    int before = begin.column() - 1;
    if (before >= line.codePointCount(0, line.length())) {
      return Optional.empty();
    }
    int at = line.offsetByCodePoints(0, before);
    int length = line.codePointCount(at, end(line, at));
    return Optional.of(new Place(begin.file(), begin.line(), begin.column() + length));
  }

  private static int end(String line, int at) {
    char first = line.charAt(at);
    if (first == '"' || first == '\'') {
      return endOfQuoted(line, at, first);
    }
    int end = at;
    while (end < line.length() && isWord(line.codePointAt(end))) {
      end += Character.charCount(line.codePointAt(end));
    }
    return end > at ? end : at + Character.charCount(line.codePointAt(at));
  }

  private static boolean isWord(int point) {
    return Character.isLetterOrDigit(point) || IN_WORDS.indexOf(point) >= 0;
  }

  /// A text that goes on in the next line is underlined to the end of this one.
  private static int endOfQuoted(String line, int at, char quote) {
    for (int i = at + 1; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote == '"') {
        i++;
      } else if (c == quote) {
        return i + 1;
      }
    }
    return line.length();
  }
}
