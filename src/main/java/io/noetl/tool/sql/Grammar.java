package io.noetl.tool.sql;

import io.noetl.tool.sql.Grammar.Trait;

/// How a database writes SQL, as far as it matters where statements end and values go.
public enum Grammar {
  POSTGRES(
      Trait.NESTED_COMMENTS,
      Trait.DOLLAR_QUOTES,
      Trait.ESCAPE_STRINGS,
      Trait.SLICES,
      Trait.QUESTION_OPERATORS),
  DUCKDB(Trait.NESTED_COMMENTS, Trait.DOLLAR_QUOTES, Trait.ESCAPE_STRINGS, Trait.SLICES),
  H2(Trait.NESTED_COMMENTS, Trait.DOLLAR_QUOTES),
  MYSQL(Trait.BACKSLASHES, Trait.BACKQUOTES, Trait.HASH_COMMENTS),
  ORACLE(Trait.Q_QUOTES),
  SNOWFLAKE(Trait.DOLLAR_QUOTES, Trait.BACKSLASHES, Trait.PATHS),
  SQLITE(Trait.BACKQUOTES, Trait.BRACKETS),
  SQL_SERVER(Trait.NESTED_COMMENTS, Trait.BRACKETS),
  OTHER(Trait.BACKQUOTES);

  enum Trait {
    /// `/* /* */ */` is one comment.
    NESTED_COMMENTS,
    /// `$tag$..$tag$` is a string.
    DOLLAR_QUOTES,
    /// A backslash in `E'..'` takes the next character with it.
    ESCAPE_STRINGS,
    /// It does so in every string.
    BACKSLASHES,
    /// Names may stand in backquotes.
    BACKQUOTES,
    /// Names may stand in brackets.
    BRACKETS,
    /// A comment may begin with `#`.
    HASH_COMMENTS,
    /// `q'[..]'` is a string.
    Q_QUOTES,
    /// `list[1:n]` has a colon that begins no placeholder.
    SLICES,
    /// So has `column:field`.
    PATHS,
    /// Operators may have question marks, and the driver wants these twice.
    QUESTION_OPERATORS
  }

  /// A bit for each.
  private final int traits;

  Grammar(Trait... traits) {
    int bits = 0;
    for (var trait : traits) {
      bits |= 1 << trait.ordinal();
    }
    this.traits = bits;
  }

  boolean has(Trait trait) {
    return (traits & 1 << trait.ordinal()) != 0;
  }
}
