package io.noetl.tool.sql;

import io.noetl.tool.sql.Grammar.Trait;
import io.noetl.tool.sql.Lexeme.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Cuts SQL into pieces by the rules of a [Grammar] for strings, quoted names, comments and words.
/// What has no end goes on to the end of the text.
public final class Lexer {
  private final String sql;
  private final Grammar grammar;
  private final List<Lexeme> lexemes = new ArrayList<>();
  private int at;

  private Lexer(String sql, Grammar grammar) {
    this.sql = sql;
    this.grammar = grammar;
  }

  /// By PostgreSQL's rules.
  public static List<Lexeme> read(String sql) {
    return read(sql, Grammar.POSTGRES);
  }

  public static List<Lexeme> read(String sql, Grammar grammar) {
    var lexer = new Lexer(sql, grammar);
    while (lexer.at < sql.length()) {
      int start = lexer.at;
      var kind = lexer.next();
      lexer.lexemes.add(new Lexeme(kind, start, lexer.at));
    }
    return lexer.lexemes;
  }

  /// The first word of a statement in upper case; empty if it begins otherwise.
  public static String firstWord(String sql, Grammar grammar) {
    for (var lexeme : read(sql, grammar)) {
      switch (lexeme.kind()) {
        case SPACE, COMMENT -> {}
        case WORD -> {
          return lexeme.text(sql).toUpperCase(Locale.ROOT);
        }
        case SYMBOL -> {
          if (!lexeme.isSymbol(sql, '(')) {
            return "";
          }
        }
        case QUOTED, NUMBER, NUMBERED -> {
          return "";
        }
      }
    }
    return "";
  }

  private Kind next() {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c)) {
      return whileTrue(Kind.SPACE, Character::isWhitespace);
    }
    if (sql.startsWith("--", at) || c == '#' && grammar.has(Trait.HASH_COMMENTS)) {
      return whileTrue(Kind.COMMENT, it -> it != '\n');
    }
    if (sql.startsWith("/*", at)) {
      return blockComment();
    }
    if (isQuote(c)) {
      return quoted(c == '[' ? ']' : c, hasEscapes(c));
    }
    if (c == '$') {
      return dollar();
    }
    if (grammar.has(Trait.Q_QUOTES) && beginsAlternative()) {
      return alternative();
    }
    if (startsWord(c)) {
      return whileTrue(Kind.WORD, Lexer::continuesWord);
    }
    if (isDigit(c)) {
      return whileTrue(Kind.NUMBER, it -> continuesWord(it) && it != '$' || it == '.');
    }
    at++;
    return Kind.SYMBOL;
  }

  private boolean isQuote(char c) {
    return switch (c) {
      case '\'', '"' -> true;
      case '`' -> grammar.has(Trait.BACKQUOTES);
      case '[' -> grammar.has(Trait.BRACKETS);
      default -> false;
    };
  }

  private boolean hasEscapes(char quote) {
    return switch (quote) {
      case '\'' ->
          grammar.has(Trait.BACKSLASHES)
              || grammar.has(Trait.ESCAPE_STRINGS) && followsEscapePrefix();
      // In MySQL these are strings, too.
      case '"' -> grammar.has(Trait.BACKSLASHES) && grammar.has(Trait.BACKQUOTES);
      default -> false;
    };
  }

  private Kind whileTrue(Kind kind, CharPredicate test) {
    while (at < sql.length() && test.holds(sql.charAt(at))) {
      at++;
    }
    return kind;
  }

  @FunctionalInterface
  private interface CharPredicate {
    boolean holds(char c);
  }

  private Kind blockComment() {
    int depth = 0;
    while (at < sql.length()) {
      if (sql.startsWith("/*", at) && (depth == 0 || grammar.has(Trait.NESTED_COMMENTS))) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          break;
        }
      } else {
        at++;
      }
    }
    return Kind.COMMENT;
  }

  /// In `E'..'` a backslash takes the next character with it.
  private boolean followsEscapePrefix() {
    if (lexemes.isEmpty() || lexemes.getLast().end() != at) {
      return false;
    }
    return lexemes.getLast().isWord(sql, "e");
  }

  private Kind quoted(char quote, boolean hasEscapes) {
    at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\' && hasEscapes) {
        at = Math.min(at + 2, sql.length());
      } else if (c != quote) {
        at++;
      } else if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        at += 2;
      } else {
        at++;
        break;
      }
    }
    return Kind.QUOTED;
  }

  /// `q'[..]'`, also with other brackets or any other character for them.
  private boolean beginsAlternative() {
    return sql.regionMatches(true, at, "q'", 0, 2) && at + 2 < sql.length();
  }

  private Kind alternative() {
    char open = sql.charAt(at + 2);
    int bracket = "[{(<".indexOf(open);
    char close = bracket < 0 ? open : "]})>".charAt(bracket);
    int end = sql.indexOf(close + "'", at + 3);
    at = end < 0 ? sql.length() : end + 2;
    return Kind.QUOTED;
  }

  /// `$1`, the begin of `$$..$$` or `$tag$..$tag$`, or just a dollar.
  private Kind dollar() {
    if (at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
      at++;
      return whileTrue(Kind.NUMBERED, Lexer::isDigit);
    }
    int close = grammar.has(Trait.DOLLAR_QUOTES) ? at + 1 : sql.length();
    while (close < sql.length() && isInTag(sql.charAt(close))) {
      close++;
    }
    if (close == sql.length() || sql.charAt(close) != '$') {
      at++;
      return Kind.SYMBOL;
    }
    var tag = sql.substring(at, close + 1);
    int end = sql.indexOf(tag, close + 1);
    at = end < 0 ? sql.length() : end + tag.length();
    return Kind.QUOTED;
  }

  private static boolean isInTag(char c) {
    return c != '$' && continuesWord(c);
  }

  static boolean startsWord(char c) {
    return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80;
  }

  static boolean continuesWord(char c) {
    return startsWord(c) || isDigit(c) || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
