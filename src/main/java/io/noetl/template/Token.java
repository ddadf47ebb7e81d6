package io.noetl.template;

/// A piece of a template's source; `text` of a [Kind#TEXT] is what the literal stands for.
record Token(Kind kind, String text, int offset) {

  enum Kind {
    /// What stands outside all braces.
    DATA,
    OUTPUT_BEGIN,
    OUTPUT_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    TEXT,
    WHOLE,
    REAL,
    OPERATOR,
    END
  }

  boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /// This token as messages call it.
  String described() {
    return switch (kind) {
      case DATA -> "text";
      case TEXT -> "the text '" + text + "'";
      case END -> "the end of the template";
      case OUTPUT_BEGIN, OUTPUT_END, BLOCK_BEGIN, BLOCK_END, NAME, WHOLE, REAL, OPERATOR ->
          "`" + text + "`";
    };
  }
}
