package io.noetl.playbook;

import io.noetl.playbook.Written.Style;

/// Walks along a scalar as it stands in the file and the text it means at the same time, to find
/// where a character of the text came from.
final class ScalarWalk {
  private final String source;
  private final String text;
  private final int end;
  private int raw;
  private int value;

  /// `start` and `end` delimit the scalar in `source`, quotes and block header included.
  ScalarWalk(String source, int start, int end, String text) {
    this.source = source;
    this.raw = start;
    this.end = end;
    this.text = text;
  }

  /// The index in the source of the character at `offset` of the text.
  int rawIndex(Style style, int offset) {
    switch (style) {
      case PLAIN -> walkFlow(offset, '\0');
      case SINGLE_QUOTED -> walkQuoted(offset, '\'');
      case DOUBLE_QUOTED -> walkQuoted(offset, '"');
      case LITERAL, FOLDED -> walkBlock(style, offset);
    }
    return Math.min(raw, end);
  }

  private void walkQuoted(int offset, char quote) {
    raw++;
    walkFlow(offset, quote);
    while (quote == '"' && raw < end && source.charAt(raw) == '\\' && isBreak(raw + 1)) {
      skipEscape();
    }
  }

  private void walkFlow(int offset, char quote) {
    while (value < offset && raw < end) {
      char c = source.charAt(raw);
      if (quote == '"' && c == '\\') {
        skipEscape();
      } else if (isBlankUntilBreak()) {
        skipFold();
      } else {
        raw += quote == '\'' && c == '\'' ? 2 : 1;
        value++;
      }
    }
  }

  private void skipEscape() {
    raw++;
    if (isBreak(raw)) {
      skipBreak();
      skipBlanks();
      while (isBreak(raw)) {
        skipBreak();
        skipBlanks();
        value++;
      }
      return;
    }
    char kind = raw < end ? source.charAt(raw) : ' ';
    int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    boolean isPair = digits == 8 && !source.startsWith("0000", raw + 1);
    raw += 1 + digits;
    value += isPair ? 2 : 1;
  }

  /// Line breaks in a flow scalar: one becomes a space, more become one break fewer.
  private void skipFold() {
    int breaks = 0;
    while (raw < end && (isBreak(raw) || isBlank(raw))) {
      if (isBreak(raw)) {
        skipBreak();
        breaks++;
      } else {
        raw++;
      }
    }
    value += Math.max(1, breaks - 1);
  }

  private void walkBlock(Style style, int offset) {
    skipLine();
    int indent = indentOfSource() - indentOfText();
    while (raw < end) {
      skipIndent(indent);
      while (raw < end && !isBreak(raw) && value < offset) {
        raw++;
        value++;
      }
      if (value >= offset || raw >= end) {
        return;
      }
      if (style == Style.LITERAL) {
        skipBreak();
        value++;
      } else {
        skipFoldedBreaks();
      }
    }
  }

  /// What stands for the breaks in the text is one space or a run of breaks; then content follows.
  private void skipFoldedBreaks() {
    while (raw < end && isBlankUntilBreak()) {
      skipBlanks();
      skipBreak();
    }
    if (value < text.length() && text.charAt(value) == ' ') {
      value++;
    }
    while (value < text.length() && text.charAt(value) == '\n') {
      value++;
    }
  }

  /// How far the first line that is not blank is indented in the file.
  private int indentOfSource() {
    int at = raw;
    int lineStart = raw;
    while (at < end && (source.charAt(at) == ' ' || isBreak(at))) {
      if (isBreak(at)) {
        lineStart = at + 1;
      }
      at++;
    }
    return at - lineStart;
  }

  private int indentOfText() {
    int at = 0;
    int lineStart = 0;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
      if (text.charAt(at) == '\n') {
        lineStart = at + 1;
      }
      at++;
    }
    return at - lineStart;
  }

  private void skipIndent(int indent) {
    for (int i = 0; i < indent && raw < end && source.charAt(raw) == ' '; i++) {
      raw++;
    }
  }

  private void skipLine() {
    while (raw < end && !isBreak(raw)) {
      raw++;
    }
    skipBreak();
  }

  private void skipBreak() {
    if (raw < end && source.charAt(raw) == '\r') {
      raw++;
    }
    if (raw < end && source.charAt(raw) == '\n') {
      raw++;
    }
  }

  private void skipBlanks() {
    while (raw < end && isBlank(raw)) {
      raw++;
    }
  }

  private boolean isBlankUntilBreak() {
    int at = raw;
    while (at < end && isBlank(at)) {
      at++;
    }
    return isBreak(at);
  }

  private boolean isBlank(int at) {
    return source.charAt(at) == ' ' || source.charAt(at) == '\t';
  }

  private boolean isBreak(int at) {
    return at < end && (source.charAt(at) == '\n' || source.charAt(at) == '\r');
  }
}
