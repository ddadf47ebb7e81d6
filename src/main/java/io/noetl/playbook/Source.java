package io.noetl.playbook;

import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Spot;

/// The text of a playbook and the name of its file: turns spots into places.
record Source(String file, String text) {

  Place place(Spot spot) {
    return new Place(file, spot.line(), spot.column());
  }

  /// The place of the character at `offset` of a scalar's text.
  Place place(Scalar scalar, int offset) {
    var span = scalar.span();
    int start = text.offsetByCodePoints(0, span.start());
    int end = text.offsetByCodePoints(start, span.end() - span.start());
    int at = new ScalarWalk(text, start, end, scalar.text()).rawIndex(span.style(), offset);
    return new Place(file, lineOf(scalar.spot(), start, at), columnOf(at));
  }

  /// Line `number` (from 1) without its end.
  String line(int number) {
    int start = 0;
    for (int line = 1; line < number; line++) {
      int next = text.indexOf('\n', start);
      if (next < 0) {
        return "";
      }
      start = next + 1;
    }
    int end = text.indexOf('\n', start);
    var line = text.substring(start, end < 0 ? text.length() : end);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  /// The text between two indexes that count code points.
  String slice(int start, int end) {
    int from = text.offsetByCodePoints(0, start);
    return text.substring(from, text.offsetByCodePoints(from, end - start));
  }

  private int lineOf(Spot spot, int start, int at) {
    int line = spot.line();
    for (int i = start; i < at; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  private int columnOf(int at) {
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    return text.codePointCount(lineStart, at) + 1;
  }
}
