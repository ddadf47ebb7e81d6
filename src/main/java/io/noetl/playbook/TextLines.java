package io.noetl.playbook;

import io.noetl.playbook.Written.Mapping;
import io.noetl.playbook.Written.Scalar;
import io.noetl.playbook.Written.Sequence;
import io.noetl.playbook.Written.Spot;
import io.noetl.playbook.Written.Style;
import java.util.Arrays;
import java.util.List;

/// The lines of a text, to find on which one a piece of YAML ends; indexes count code points.
final class TextLines {
  private final int[] points;
  private final int[] starts;

  TextLines(String text) {
    points = text.codePoints().toArray();
    var found = new int[points.length + 1];
    int lines = 1;
    for (int i = 0; i < points.length; i++) {
      if (isBreak(i)) {
        found[lines++] = i + 1;
      }
    }
    starts = Arrays.copyOf(found, lines);
  }

  /// What YAML takes for the end of a line.
  private boolean isBreak(int at) {
    return switch (points[at]) {
      case '\n', '\u0085', '\u2028', '\u2029' -> true;
      case '\r' -> at + 1 == points.length || points[at + 1] != '\n';
      default -> false;
    };
  }

  /// The number, from 1, of the last line that holds something of `written`.
  int last(Written written) {
    int end = Math.clamp(end(written) - 1L, 0, points.length);
    int at = Arrays.binarySearch(starts, end);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /// The index after the last character of it.
  private int end(Written written) {
    return switch (written) {
      case Scalar scalar -> end(scalar);
      case Sequence(var spot, var items) -> closed(spot, end(items));
      case Mapping(var spot, var entries) -> {
        int end = 0;
        for (var entry : entries) {
          // What an alias stands for ends before its key does.
          end = Math.max(end, Math.max(end(entry.key()), end(entry.value())));
        }
        yield closed(spot, end);
      }
    };
  }

  private int end(List<Written> items) {
    int end = 0;
    for (var item : items) {
      end = Math.max(end, end(item));
    }
    return end;
  }

  /// For YAML the blank lines behind a block belong to it; for people they do not.
  private int end(Scalar scalar) {
    int end = Math.min(scalar.span().end(), points.length);
    while (end > scalar.span().start() && Character.isWhitespace(points[end - 1])) {
      end--;
    }
    return end;
  }

  /// `end`, or where the bracket that began at `spot` is closed.
  private int closed(Spot spot, int end) {
    int line = Math.min(spot.line(), starts.length);
    int begin = Math.min(starts[line - 1] + spot.column() - 1, points.length);
    if (begin == points.length || (points[begin] != '{' && points[begin] != '[')) {
      return Math.max(begin, end);
    }
    int closing = points[begin] == '{' ? '}' : ']';
    for (int at = Math.max(begin + 1, end); at < points.length; at++) {
      if (points[at] == closing) {
        return at + 1;
      }
      if (points[at] == '#') {
        at = endOfLine(at);
      }
    }
    return Math.max(begin, end);
  }

  private int endOfLine(int from) {
    int at = from;
    while (at < points.length - 1 && !isBreak(at)) {
      at++;
    }
    return at;
  }

  /// The line on which the text of a scalar, or of the first item of a list, begins.
  static int first(Written written) {
    return switch (written) {
      case Scalar scalar -> {
        var style = scalar.span().style();
        boolean isBlock = style == Style.LITERAL || style == Style.FOLDED;
        yield scalar.spot().line() + (isBlock ? 1 : 0);
      }
      case Sequence(_, var items) when !items.isEmpty() -> first(items.getFirst());
      default -> written.spot().line();
    };
  }
}
