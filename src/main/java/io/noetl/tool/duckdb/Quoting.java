package io.noetl.tool.duckdb;

/// Texts as literals.
final class Quoting {
  private Quoting() {}

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
