package io.noetl.playbook;

import io.noetl.playbook.Problem.Severity;
import io.noetl.playbook.Written.Spot;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/// Says what is wrong with text that is not YAML, in words for people who do not know its grammar.
final class YamlSyntax {
  /// How much of a long line is shown.
  private static final int SHOWN_MAX = 100;

  private record Advice(String message, String hint) {}

  private YamlSyntax() {}

  static Problem problem(Source source, YAMLException e) {
    return switch (e) {
      case ReaderException reader -> unreadable(source, reader);
      case MarkedYAMLException marked when marked.getProblemMark() != null ->
          marked(source, marked);
      default ->
          new Problem(
              Severity.ERROR,
              source.place(new Spot(1, 1)),
              "yaml-syntax",
              String.valueOf(e.getMessage()),
              "");
    };
  }

  private static Problem marked(Source source, MarkedYAMLException e) {
    var spot = spot(e.getProblemMark());
    var context = e.getContextMark() == null ? spot : spot(e.getContextMark());
    var isUnquoted = hasBareTemplate(source.line(spot.line()));
    if (!isUnquoted && hasBareTemplate(source.line(context.line()))) {
      isUnquoted = true;
      spot = context;
    }
    if (isUnquoted) {
      var line = source.line(spot.line());
      var column = line.codePointCount(0, bareTemplate(line)) + 1;
      return new Problem(
          Severity.ERROR,
          source.place(new Spot(spot.line(), column)),
          "unquoted-template",
          "a text that begins with a template needs quotes" + shown(line, column),
          "quote the template: \"{{ ... }}\"");
    }
    if (isNeverEnding(e)) {
      spot = context;
    }
    var advice = advice(e, context);
    var shown = shown(source.line(spot.line()), spot.column());
    return new Problem(
        Severity.ERROR, source.place(spot), "yaml-syntax", advice.message() + shown, advice.hint());
  }

  private static Problem unreadable(Source source, ReaderException e) {
    int line = 1;
    int column = 1;
    int[] points = source.text().codePoints().limit(e.getPosition()).toArray();
    for (int point : points) {
      line += point == '\n' ? 1 : 0;
      column = point == '\n' ? 1 : column + 1;
    }
    return new Problem(
        Severity.ERROR,
        source.place(new Spot(line, column)),
        "yaml-syntax",
        "the character U+%04X is not allowed here".formatted(e.getCodePoint()),
        "remove it, or write it as an escape in double quotes");
  }

  private static Advice advice(MarkedYAMLException e, Spot context) {
    var problem = String.valueOf(e.getProblem());
    if (problem.contains("(TAB)")) {
      return new Advice("a tab cannot stand here", "indent with spaces");
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return new Advice(
          "a key and its value cannot stand here",
          "quote a text that has `: ` in it, and check the indentation");
    }
    if (problem.contains("that cannot start any token")) {
      int from = problem.indexOf('\'');
      var sign = from >= 0 && from + 1 < problem.length() ? problem.charAt(from + 1) : '?';
      return new Advice("a text cannot begin with `%s`".formatted(sign), "quote the text");
    }
    if (isNeverEnding(e)) {
      var message = "what begins here never ends";
      return new Advice(message, "close the quote or bracket");
    }
    if (problem.startsWith("could not find expected ':'")) {
      return new Advice(
          "a key in line %d has no `:` after it".formatted(context.line()),
          "write `key: value`, or indent the text that belongs to the line before");
    }
    if (problem.startsWith("expected <block end>")) {
      return new Advice(
          "this does not fit into what begins in line %d".formatted(context.line()),
          "check the indentation, and that quotes are closed");
    }
    if (problem.contains("escape character") || problem.contains("escape sequence")) {
      return new Advice(
          "a backslash in double quotes begins an escape that YAML does not know",
          "use single quotes, or write the backslash twice");
    }
    return new Advice("this is not YAML: " + problem, "");
  }

  private static boolean isNeverEnding(MarkedYAMLException e) {
    return String.valueOf(e.getProblem()).contains("unexpected end of stream");
  }

  private static boolean hasBareTemplate(String line) {
    return bareTemplate(line) >= 0;
  }

  /// Where `{{` or `{%` begins a value without quotes, or -1.
  private static int bareTemplate(String line) {
    int at = 0;
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '-')) {
      at++;
    }
    if (opens(line, at)) {
      return at;
    }
    int colon = line.indexOf(": ");
    if (colon < 0) {
      return -1;
    }
    at = colon + 2;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return opens(line, at) ? at : -1;
  }

  private static boolean opens(String line, int at) {
    return line.startsWith("{{", at) || line.startsWith("{%", at);
  }

  /// The line, and below it a caret under the column.
  private static String shown(String line, int column) {
    int at =
        Math.min(
            line.length(),
            line.offsetByCodePoints(
                0, Math.min(column - 1, line.codePointCount(0, line.length()))));
    int from = Math.max(0, at - SHOWN_MAX / 2);
    var part = line.substring(from, Math.min(line.length(), from + SHOWN_MAX)).replace('\t', ' ');
    return "\n    %s\n    %s^".formatted(part, " ".repeat(at - from));
  }

  private static Spot spot(Mark mark) {
    return new Spot(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
