package io.noetl.tool.duckdb;

import io.noetl.tool.sql.Grammar;
import io.noetl.tool.sql.Lexeme;
import io.noetl.tool.sql.Lexer;

/// Makes line comments that begin with `#`, as playbooks have them, SQL's own.
final class Comments {
  /// Each is found by reading the text anew; a script has a few.
  private static final int COMMENTS_MAX = 1000;

  private Comments() {}

  static String inSql(String sql) {
    var text = sql;
    for (int i = 0; i < COMMENTS_MAX; i++) {
      int at = next(text);
      if (at < 0) {
        return text;
      }
      text = text.substring(0, at) + "--" + text.substring(at + 1);
    }
    return text;
  }

  /// The place of a `#` that stands first in its line, outside of any text; `#1` is DuckDB's word
  /// for the first column.
  private static int next(String sql) {
    if (sql.indexOf('#') < 0) {
      return -1;
    }
    boolean isFirst = true;
    for (var lexeme : Lexer.read(sql, Grammar.DUCKDB)) {
      if (isFirst && lexeme.isSymbol(sql, '#') && !isBeforeDigit(sql, lexeme)) {
        return lexeme.start();
      }
      isFirst =
          switch (lexeme.kind()) {
            case SPACE -> isFirst || sql.substring(lexeme.start(), lexeme.end()).contains("\n");
            default -> false;
          };
    }
    return -1;
  }

  private static boolean isBeforeDigit(String sql, Lexeme lexeme) {
    return lexeme.end() < sql.length() && Character.isDigit(sql.charAt(lexeme.end()));
  }
}
