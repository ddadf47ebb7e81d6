package io.noetl.tool.sql;

import io.noetl.tool.sql.Lexeme.Kind;
import io.noetl.value.Items;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Splits a text into its statements, which semicolons end: not those within strings, comments,
/// parentheses or the body of a function (`BEGIN ATOMIC .. END`).
public final class Script {
  private final String sql;
  private final Grammar grammar;
  private final List<String> statements = new ArrayList<>();
  private int parentheses;
  private int blocks;
  private int pieces;
  private boolean creates;
  private boolean createsRoutine;

  private Script(String sql, Grammar grammar) {
    this.sql = sql;
    this.grammar = grammar;
  }

  /// The statements of a text, or of a list of texts, by PostgreSQL's rules.
  public static List<String> statements(Value command) {
    return switch (command) {
      case Text(var text) -> statements(text);
      case Items items -> items.list().stream().flatMap(it -> statements(it).stream()).toList();
      default -> List.of();
    };
  }

  public static List<String> statements(String sql) {
    return statements(sql, Grammar.POSTGRES);
  }

  /// The statements in order, without the space and the line comments around them.
  public static List<String> statements(String sql, Grammar grammar) {
    var script = new Script(sql, grammar);
    script.split();
    return script.statements;
  }

  private void split() {
    int begin = -1;
    int end = 0;
    for (var lexeme : Lexer.read(sql, grammar)) {
      if (lexeme.isSymbol(sql, ';') && parentheses == 0 && blocks == 0) {
        add(begin, end);
        begin = -1;
        pieces = 0;
        createsRoutine = false;
      } else if (!isLeftOut(lexeme)) {
        begin = begin < 0 ? lexeme.start() : begin;
        end = lexeme.end();
        follow(lexeme);
      }
    }
    add(begin, end);
  }

  private boolean isLeftOut(Lexeme lexeme) {
    return lexeme.kind() == Kind.SPACE
        || lexeme.kind() == Kind.COMMENT && !sql.startsWith("/*", lexeme.start());
  }

  private void add(int begin, int end) {
    if (begin >= 0 && pieces > 0) {
      statements.add(sql.substring(begin, end));
    }
  }

  private void follow(Lexeme lexeme) {
    if (lexeme.kind() == Kind.COMMENT) {
      return;
    }
    pieces++;
    if (lexeme.kind() == Kind.SYMBOL) {
      switch (sql.charAt(lexeme.start())) {
        case '(' -> parentheses++;
        case ')' -> parentheses = Math.max(0, parentheses - 1);
        default -> {}
      }
    } else if (lexeme.kind() == Kind.WORD) {
      followWord(lexeme);
    }
  }

  /// Only in a routine do `BEGIN` and `END` keep statements together; elsewhere they are statements
  /// of their own.
  private void followWord(Lexeme lexeme) {
    if (pieces == 1) {
      creates = lexeme.isWord(sql, "create");
    }
    boolean isEarly = pieces == 2 || pieces == 4;
    if (creates && isEarly && (lexeme.isWord(sql, "function") || lexeme.isWord(sql, "procedure"))) {
      createsRoutine = true;
    }
    if (!createsRoutine) {
      return;
    }
    if (lexeme.isWord(sql, "begin") || blocks > 0 && lexeme.isWord(sql, "case")) {
      blocks++;
    } else if (blocks > 0 && lexeme.isWord(sql, "end")) {
      blocks--;
    }
  }
}
