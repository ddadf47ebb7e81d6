package io.noetl.tool.sql;

/// A piece of SQL text, from `start` to before `end`.
public record Lexeme(Kind kind, int start, int end) {

  /// What a piece is, as far as it matters where statements end and values go.
  public enum Kind {
    SPACE,
    COMMENT,
    /// A string, a quoted name or text between dollars: nothing in it means anything.
    QUOTED,
    /// A keyword or a name.
    WORD,
    NUMBER,
    /// `$1`.
    NUMBERED,
    /// Any other single character.
    SYMBOL
  }

  public boolean isSymbol(String sql, char symbol) {
    return kind == Kind.SYMBOL && sql.charAt(start) == symbol;
  }

  public boolean isWord(String sql, String word) {
    return kind == Kind.WORD
        && end - start == word.length()
        && sql.regionMatches(true, start, word, 0, word.length());
  }

  public String text(String sql) {
    return sql.substring(start, end);
  }
}
