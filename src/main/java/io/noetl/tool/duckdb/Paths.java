package io.noetl.tool.duckdb;

import io.noetl.tool.sql.Grammar;
import io.noetl.tool.sql.Lexeme;
import io.noetl.tool.sql.Lexer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Makes the relative paths in a statement absolute, where they stand as texts: DuckDB itself would
/// begin at the directory in which the process was started.
///
/// `reads` is where files to read are looked for, `writes` where those of COPY and EXPORT go (a
/// directory or the beginning of a URL).
record Paths(String reads, String writes) {
  /// Words before a file that is read: `FROM 'x.parquet'`.
  private static final Set<String> READING = Set.of("from", "join");

  /// Functions whose first argument is a file, or a list of files.
  private static final List<String> FUNCTIONS =
      List.of("read_", "glob", "parquet_", "sniff_csv", "query_file");

  static Paths of(Path root, String writes) {
    return new Paths(root.toString(), writes.isEmpty() ? root.toString() : writes);
  }

  String in(String sql) {
    var reader = new Reader(sql, this);
    return reader.read();
  }

  /// Whether the text is a path that a root can be put before.
  private static boolean isRelative(String path) {
    return !path.isEmpty()
        && !path.startsWith("/")
        && !path.startsWith("\\")
        && !path.startsWith("~")
        && !path.contains("://")
        && !path.startsWith(":")
        && !(path.length() > 1 && path.charAt(1) == ':');
  }

  private static String below(String root, String path) {
    return root.endsWith("/") ? root + path : root + "/" + path;
  }

  private static final class Reader {
    private final String sql;
    private final Paths paths;
    private final List<Lexeme> lexemes;
    private final StringBuilder out = new StringBuilder();
    private String first = "";

    /// The word before, or a symbol; within the list of a function's first argument that function.
    private String before = "";

    private String function = "";

    private Reader(String sql, Paths paths) {
      this.sql = sql;
      this.paths = paths;
      lexemes = Lexer.read(sql, Grammar.DUCKDB);
    }

    private String read() {
      for (var lexeme : lexemes) {
        var text = lexeme.text(sql);
        switch (lexeme.kind()) {
          case SPACE, COMMENT -> out.append(text);
          case WORD -> {
            out.append(text);
            word(text.toLowerCase(Locale.ROOT));
          }
          case QUOTED -> {
            out.append(text.startsWith("'") ? quoted(text) : text);
            before = "'";
          }
          case NUMBER, NUMBERED -> {
            out.append(text);
            before = "1";
          }
          case SYMBOL -> {
            out.append(text);
            symbol(text);
          }
        }
      }
      return out.toString();
    }

    private void word(String word) {
      first = first.isEmpty() ? word : first;
      before = word;
    }

    private void symbol(String symbol) {
      switch (symbol) {
        case "(" -> function = FUNCTIONS.stream().anyMatch(before::startsWith) ? before : "";
        case ")", "]", "=" -> function = "";
        case "," -> function = before.equals("'") && isInList ? function : "";
        default -> {}
      }
      isInList = symbol.equals("[") || isInList && !symbol.equals("]");
      before = symbol;
    }

    private boolean isInList;

    private String quoted(String literal) {
      var path = literal.substring(1, Math.max(1, literal.length() - 1));
      var root = root();
      return root.isEmpty() || !isRelative(path)
          ? literal
          : "'" + below(root.replace("'", "''"), path) + "'";
    }

    /// Where the path that stands here begins; empty if it is none.
    private String root() {
      if (first.equals("copy") && before.equals("to")
          || first.equals("export") && before.equals("database")) {
        return paths.writes;
      }
      boolean isFile =
          READING.contains(before)
              || !function.isEmpty()
              || first.equals("attach") && (before.equals("attach") || before.equals("database"))
              || first.equals("attach") && before.equals("exists")
              || first.equals("import") && before.equals("database");
      return isFile ? paths.reads : "";
    }
  }
}
