package io.noetl.template;

import io.noetl.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/// Cuts a template into tokens: finds braces, comments and raw blocks, and trims white space where
/// a brace asks for it (`{{-`, `-%}`).
final class Lexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private boolean trimming;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> template(String source) {
    var lexer = new Lexer(source);
    lexer.scan();
    return lexer.tokens;
  }

  /// Tokens of a bare expression, without braces.
  static List<Token> expression(String source) {
    var lexer = new Lexer(source);
    var words = new Words(source, 0, "");
    words.scan();
    lexer.tokens.addAll(words.tokens());
    lexer.add(Kind.END, "", source.length());
    return lexer.tokens;
  }

  private void scan() {
    while (position < source.length()) {
      int brace = nextBrace(position);
      data(position, brace < 0 ? source.length() : brace, brace);
      if (brace < 0) {
        break;
      }
      position = brace;
      switch (source.charAt(brace + 1)) {
        case '#' -> comment();
        case '%' -> block();
        default -> braces("{{", "}}", Kind.OUTPUT_BEGIN, Kind.OUTPUT_END);
      }
    }
    add(Kind.END, "", source.length());
  }

  private int nextBrace(int from) {
    int at = source.indexOf('{', from);
    while (at >= 0 && at + 1 < source.length()) {
      if ("{%#".indexOf(source.charAt(at + 1)) >= 0) {
        return at;
      }
      at = source.indexOf('{', at + 1);
    }
    return -1;
  }

  /// Adds the text from `from` to `to`, trimmed as the braces on either side ask for.
  private void data(int from, int to, int brace) {
    boolean last = brace < 0;
    boolean trimEnd = !last && brace + 2 < source.length() && source.charAt(brace + 2) == '-';
    var text = source.substring(from, to);
    if (last && text.endsWith("\n")) {
      text = text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
    }
    text = trimming ? text.stripLeading() : text;
    text = trimEnd ? text.stripTrailing() : text;
    trimming = false;
    if (!text.isEmpty()) {
      add(Kind.DATA, normalized(text), from);
    }
  }

  private static String normalized(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private void comment() {
    int end = source.indexOf("#}", position + 2);
    if (end < 0) {
      throw TemplateError.at(position, "expected `#}` at the end of the comment");
    }
    trimming = end > position + 2 && source.charAt(end - 1) == '-';
    position = end + 2;
  }

  private void block() {
    int start = afterSign(position + 2);
    int word = afterSpace(start);
    if (source.startsWith("raw", word)) {
      int end = afterSpace(word + 3);
      boolean trim = end < source.length() && source.charAt(end) == '-';
      if (source.startsWith("%}", trim ? end + 1 : end)) {
        raw((trim ? end + 1 : end) + 2, trim);
        return;
      }
    }
    braces("{%", "%}", Kind.BLOCK_BEGIN, Kind.BLOCK_END);
  }

  /// What follows `{% raw %}`, up to its `{% endraw %}`, is data.
  private void raw(int from, boolean trim) {
    for (int at = source.indexOf("{%", from); at >= 0; at = source.indexOf("{%", at + 1)) {
      int word = afterSpace(afterSign(at + 2));
      if (!source.startsWith("endraw", word)) {
        continue;
      }
      int end = afterSpace(word + 6);
      int close = afterSign(end);
      if (source.startsWith("%}", close)) {
        trimming = trim;
        data(from, at, at);
        trimming = source.charAt(end) == '-';
        position = close + 2;
        return;
      }
    }
    throw TemplateError.at(position, "expected `{% endraw %}` after `{% raw %}`");
  }

  private void braces(String open, String close, Kind begin, Kind end) {
    add(begin, open, position);
    var words = new Words(source, afterSign(position + 2), close);
    int closing = words.scan();
    if (closing < 0) {
      throw TemplateError.at(
          source.length(), "expected `" + words.missing() + "`, found the end of the template");
    }
    tokens.addAll(words.tokens());
    trimming = source.charAt(closing) == '-';
    add(end, close, closing);
    position = afterSign(closing) + 2;
  }

  private int afterSign(int at) {
    return at < source.length() && (source.charAt(at) == '-' || source.charAt(at) == '+')
        ? at + 1
        : at;
  }

  private int afterSpace(int at) {
    int after = at;
    while (after < source.length() && Character.isWhitespace(source.charAt(after))) {
      after++;
    }
    return after;
  }

  private void add(Kind kind, String text, int offset) {
    tokens.add(new Token(kind, text, offset));
  }
}
