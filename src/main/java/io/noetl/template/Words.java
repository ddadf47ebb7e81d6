package io.noetl.template;

import io.noetl.template.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// Cuts the inside of braces into names, numbers, texts and operators.
final class Words {
  private static final String[] OPERATORS = {
    "**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}",
    ">", "<", "=", ".", ":", "|", ",", ";"
  };

  private static final Pattern NUMBER =
      Pattern.compile(
          "0[bB](?:_?[01])++|0[oO](?:_?[0-7])++|0[xX](?:_?[0-9a-fA-F])++"
              + "|\\d(?:_?\\d)*+(\\.\\d(?:_?\\d)*+)?([eE][+-]?\\d(?:_?\\d)*+)?");

  private final String source;
  private final String close;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private final Deque<String> open = new ArrayDeque<>();

  /// `close` ends the words where no bracket is open; empty where the end of the source does.
  Words(String source, int position, String close) {
    this.source = source;
    this.position = position;
    this.close = close;
  }

  List<Token> tokens() {
    return tokens;
  }

  /// What is missing at the end of the source.
  String missing() {
    return open.isEmpty() ? close : open.element();
  }

  /// The offset of what closes the words (its sign included), or -1 at the end of the source.
  int scan() {
    while (true) {
      skipSpace();
      if (position >= source.length()) {
        return -1;
      }
      if (open.isEmpty() && !close.isEmpty() && closes()) {
        return position;
      }
      word();
    }
  }

  private void skipSpace() {
    while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
      position++;
    }
  }

  private boolean closes() {
    return source.startsWith(close, position)
        || source.startsWith("-" + close, position)
        || (close.equals("%}") && source.startsWith("+%}", position));
  }

  private void word() {
    char first = source.charAt(position);
    if (first == '\'' || first == '"') {
      text(first);
    } else if (first >= '0' && first <= '9') {
      number();
    } else if (Character.isUnicodeIdentifierStart(source.codePointAt(position)) || first == '_') {
      name();
    } else {
      operator();
    }
  }

  private void text(char quote) {
    int end = position + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw TemplateError.at(position, "expected " + quote + " at the end of the text");
    }
    add(Kind.TEXT, Escapes.decoded(source.substring(position + 1, end)), end + 1);
  }

  private void number() {
    var number = NUMBER.matcher(source).region(position, source.length());
    if (!number.lookingAt()) {
      throw TemplateError.at(position, "expected a number");
    }
    boolean afterDot = position > 0 && source.charAt(position - 1) == '.';
    boolean real = number.group(1) != null || number.group(2) != null;
    int end = number.end();
    if (real && afterDot) {
      // `rows.0.1` is two items, not one real number.
      end = wholeEnd();
      real = false;
    }
    add(real ? Kind.REAL : Kind.WHOLE, source.substring(position, end).replace("_", ""), end);
  }

  private int wholeEnd() {
    int end = position;
    while (end < source.length() && Character.isDigit(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private void name() {
    int end = position;
    while (end < source.length() && Character.isUnicodeIdentifierPart(source.codePointAt(end))) {
      end += Character.charCount(source.codePointAt(end));
    }
    add(Kind.NAME, source.substring(position, end), end);
  }

  private void operator() {
    for (var operator : OPERATORS) {
      if (source.startsWith(operator, position)) {
        balance(operator);
        add(Kind.OPERATOR, operator, position + operator.length());
        return;
      }
    }
    throw unexpected();
  }

  private void balance(String operator) {
    switch (operator) {
      case "(" -> open.push(")");
      case "[" -> open.push("]");
      case "{" -> open.push("}");
      case ")", "]", "}" -> close(operator);
      default -> {}
    }
  }

  private void close(String bracket) {
    if (open.isEmpty()) {
      var hint = bracket.equals("}") && !close.isEmpty() ? "close with `" + close + "`" : "";
      throw TemplateError.at(position, "`%s` closes nothing".formatted(bracket), hint);
    }
    var expected = open.pop();
    if (!expected.equals(bracket)) {
      throw TemplateError.at(position, "expected `%s`, found `%s`".formatted(expected, bracket));
    }
  }

  private TemplateError unexpected() {
    int character = source.codePointAt(position);
    var hint =
        switch (character) {
          case '&' -> "use `and`";
          case '!' -> "use `not`";
          case '?' -> "use `a if condition else b`";
          default -> "";
        };
    var message = "unexpected character `%s`".formatted(Character.toString(character));
    return TemplateError.at(position, message, hint);
  }

  private void add(Kind kind, String text, int end) {
    tokens.add(new Token(kind, text, position));
    position = end;
  }
}
