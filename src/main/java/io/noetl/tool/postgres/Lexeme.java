package io.noetl.tool.postgres;

/// A piece of SQL text, from `start` to before `end`.
record Lexeme(Kind kind, int start, int end) {

  /// What a piece is, as far as it matters where statements end and values go.
  enum Kind {
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

  boolean isSymbol(String sql, char symbol) {
    return kind == Kind.SYMBOL && sql.charAt(start) == symbol;
  }

  boolean isWord(String sql, String word) {
    return kind == Kind.WORD
        && end - start == word.length()
        && sql.regionMatches(true, start, word, 0, word.length());
  }

  String text(String sql) {
    return sql.substring(start, end);
  }
}
