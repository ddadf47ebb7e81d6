package io.noetl.tool.sql;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.sql.Grammar.Trait;
import io.noetl.tool.sql.Lexeme.Kind;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// A statement as a prepared one is sent, every placeholder a `?` as JDBC has it, and the values
/// for them in order. `text` is what the author wrote.
public record Query(String text, String jdbc, List<Value> values) {
  public Query {
    values = List.copyOf(values);
  }

  /// The statements of a script with their values. `?` takes the next value of the list, from one
  /// statement to the next; `$1` the first of it; `:name` the value of that name. Without a list
  /// `?` is PostgreSQL's operator.
  public static List<Query> of(List<String> statements, Values values) throws ToolFailure {
    return of(statements, values, Grammar.POSTGRES);
  }

  public static List<Query> of(List<String> statements, Values values, Grammar grammar)
      throws ToolFailure {
    var queries = new ArrayList<Query>();
    int used = 0;
    boolean isNumbered = false;
    for (var statement : statements) {
      var reader = new Reader(statement, values, grammar, used);
      queries.add(reader.read());
      used = reader.used;
      isNumbered |= reader.isNumbered;
    }
    if (used < values.list().size() && !isNumbered) {
      throw invalid(
          "there are %d values in 'params', but %d placeholders"
              .formatted(values.list().size(), used));
    }
    return queries;
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("params", message);
  }

  private static final class Reader {
    private final String text;
    private final Values values;
    private final Grammar grammar;
    private final List<Lexeme> lexemes;
    private final StringBuilder jdbc = new StringBuilder();
    private final List<Value> bound = new ArrayList<>();
    private int used;
    private int brackets;
    private final boolean isNumbered;

    private Reader(String text, Values values, Grammar grammar, int used) {
      this.text = text;
      this.values = values;
      this.grammar = grammar;
      this.used = used;
      lexemes = Lexer.read(text, grammar);
      isNumbered = lexemes.stream().anyMatch(it -> it.kind() == Kind.NUMBERED);
    }

    private Query read() throws ToolFailure {
      int i = 0;
      while (i < lexemes.size()) {
        i += take(i);
      }
      return new Query(text, jdbc.toString(), bound);
    }

    /// Copies or replaces what stands at `i`; how many lexemes that was.
    private int take(int i) throws ToolFailure {
      var lexeme = lexemes.get(i);
      if (lexeme.kind() == Kind.NUMBERED && !values.list().isEmpty()) {
        bind(numbered(lexeme));
        return 1;
      }
      if (lexeme.kind() == Kind.SYMBOL) {
        switch (text.charAt(lexeme.start())) {
          case '[', '{' -> brackets++;
          case ']', '}' -> brackets--;
          case '?' -> {
            return question(i);
          }
          case ':' -> {
            return colon(i);
          }
          default -> {}
        }
      }
      jdbc.append(text, lexeme.start(), lexeme.end());
      return 1;
    }

    private void bind(Value value) {
      jdbc.append('?');
      bound.add(value);
    }

    private Value numbered(Lexeme lexeme) throws ToolFailure {
      var digits = text.substring(lexeme.start() + 1, lexeme.end());
      int place = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
      if (place < 1 || place > values.list().size()) {
        throw invalid(
            "there is no value for $%s: 'params' has %d".formatted(digits, values.list().size()));
      }
      return values.list().get(place - 1);
    }

    /// `??`, `?|` and `?&` are operators; JDBC wants each of their question marks twice.
    private int question(int i) throws ToolFailure {
      if (!grammar.has(Trait.QUESTION_OPERATORS) && values.list().isEmpty()) {
        jdbc.append('?');
        return 1;
      }
      if (grammar.has(Trait.QUESTION_OPERATORS) && isOperator(i)) {
        return operator(i);
      }
      if (used == values.list().size()) {
        throw invalid("there are more placeholders than the %d values in 'params'".formatted(used));
      }
      bind(values.list().get(used++));
      return 1;
    }

    private boolean isOperator(int i) {
      return values.list().isEmpty() || isNumbered || next(i, '?') || next(i, '|') || next(i, '&');
    }

    private int operator(int i) {
      jdbc.append("??");
      return next(i, '?') ? 2 : 1;
    }

    private boolean next(int i, char symbol) {
      return i + 1 < lexemes.size()
          && lexemes.get(i + 1).isSymbol(text, symbol)
          && !(symbol == '|' && i + 2 < lexemes.size() && lexemes.get(i + 2).isSymbol(text, '|'));
    }

    /// `:name`, but neither `::type` nor `:=` nor the colon of a slice (`list[1:n]`).
    private int colon(int i) throws ToolFailure {
      boolean isCast = i + 1 < lexemes.size() && lexemes.get(i + 1).isSymbol(text, ':');
      if (isCast) {
        jdbc.append("::");
        return 2;
      }
      if (i + 1 < lexemes.size()
          && lexemes.get(i + 1).kind() == Kind.WORD
          && !isInSlice(i)
          && !isInPath(i)) {
        var name = lexemes.get(i + 1).text(text);
        if (values.named().has(name)) {
          bind(values.named().get(name));
          return 2;
        }
        if (brackets == 0) {
          throw invalid(
              "there is no value for :%s; there are: %s"
                  .formatted(name, String.join(", ", values.named().names())));
        }
      }
      jdbc.append(':');
      return 1;
    }

    private boolean isInSlice(int i) {
      return brackets > 0 && grammar.has(Trait.SLICES) && followsOperand(i);
    }

    private boolean isInPath(int i) {
      return grammar.has(Trait.PATHS) && followsOperand(i);
    }

    /// Whether a name, a value or a bracket ends right before `i`.
    private boolean followsOperand(int i) {
      if (i == 0) {
        return false;
      }
      var before = lexemes.get(i - 1);
      return switch (before.kind()) {
        case WORD, NUMBER, NUMBERED, QUOTED -> true;
        case SYMBOL -> before.isSymbol(text, ')') || before.isSymbol(text, ']');
        case SPACE, COMMENT -> false;
      };
    }
  }
}
