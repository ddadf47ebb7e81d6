package io.noetl.tool.sql;

import io.noetl.tool.Saver;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A save as its order says it: rows for a table, or statements with values.
///
/// `table` is empty where there are `statements`; `rows` are the maps of the data.
public record Save(
    List<Name> table,
    Mode mode,
    List<String> keys,
    List<String> statements,
    List<Value> params,
    List<Fields> rows,
    int rowsMax,
    boolean exactlyOnce) {

  private static final Set<String> TRANSACTION_WORDS =
      Set.of("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "PREPARE");

  /// What a failure of the database begins with: databases seldom name the table.
  public String where() {
    return table.isEmpty() ? "" : "table %s: ".formatted(table.getFirst().text());
  }

  /// `storage` is the word under which the saver is known; its SQL is as PostgreSQL has it.
  public static Save of(Saver.Order order, String storage) throws ToolFailure {
    var statements = Script.statements(order.spec().get("statement"));
    return of(order, storage, statements, Grammar.POSTGRES);
  }

  /// `statements` are those of the order, cut by `grammar`.
  public static Save of(Saver.Order order, String storage, List<String> statements, Grammar grammar)
      throws ToolFailure {
    var spec = order.spec();
    requireNoEnd(statements, grammar);
    var table = text(spec.get("table"));
    if (statements.isEmpty() && table.isBlank()) {
      throw invalid("'storage: %s' needs 'table' or 'statement'".formatted(storage));
    }
    var mode = Mode.of(text(spec.get("mode")));
    var keys = keys(spec.get("key"));
    boolean hasTable = statements.isEmpty();
    if (hasTable && mode.needsKey() && keys.isEmpty()) {
      throw invalid("'mode: %s' needs 'key'".formatted(text(spec.get("mode"))));
    }
    return new Save(
        hasTable ? List.of(Name.of(table, grammar).within(text(spec.get("schema")))) : List.of(),
        mode,
        keys,
        statements,
        spec.get("params") instanceof Items items ? items.list() : List.of(),
        hasTable ? rows(order.data()) : values(order.data(), spec.get("params")),
        rowsMax(spec.get("batch")),
        !isFalse(spec.get("exactly_once")));
  }

  /// The save and its mark belong to one transaction: it is ours to end.
  private static void requireNoEnd(List<String> statements, Grammar grammar) throws ToolFailure {
    for (var statement : statements) {
      var first =
          Lexer.read(statement, grammar).stream()
              .filter(lexeme -> lexeme.kind() == Lexeme.Kind.WORD)
              .findFirst()
              .map(word -> word.text(statement).toUpperCase(Locale.ROOT))
              .orElse("");
      if (TRANSACTION_WORDS.contains(first)) {
        throw invalid("a save is one transaction, so it cannot hold " + first);
      }
    }
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("save", message);
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : "";
  }

  private static boolean isFalse(Value value) {
    return value == Bool.FALSE || text(value).equalsIgnoreCase("false");
  }

  private static int rowsMax(Value batch) throws ToolFailure {
    return switch (batch) {
      case Null _ -> Integer.MAX_VALUE;
      case Num.Int(var rows) when rows > 0 -> (int) Math.min(rows, Integer.MAX_VALUE);
      default -> throw invalid("'batch' must be a number of rows, 1 or more");
    };
  }

  /// Column names: a list of them, or one text with commas.
  private static List<String> keys(Value value) {
    var names = new ArrayList<String>();
    switch (value) {
      case Text(var text) -> names.addAll(List.of(text.split(",", -1)));
      case Items items -> items.forEach(item -> names.addAll(keys(item)));
      default -> {}
    }
    return names.stream().map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private static List<Fields> rows(Value data) throws ToolFailure {
    return switch (data) {
      case Fields row -> List.of(row);
      case Items items -> {
        var rows = new ArrayList<Fields>(items.size());
        for (int i = 0; i < items.size(); i++) {
          if (!(items.get(i) instanceof Fields row)) {
            throw invalid(
                "'data' must be a map or a list of maps; item %d is a %s"
                    .formatted(i, items.get(i).kind()));
          }
          rows.add(row);
        }
        yield rows;
      }
      default -> throw invalid("'data' must be a map or a list of maps, is a " + data.kind());
    };
  }

  /// A statement runs for each map of the data; `params` that are a map are laid over it.
  private static List<Fields> values(Value data, Value params) {
    var over = params instanceof Fields fields ? fields : Fields.EMPTY;
    boolean isList =
        data instanceof Items items
            && items.size() > 0
            && items.list().stream().allMatch(Fields.class::isInstance);
    if (isList) {
      return ((Items) data).list().stream().map(row -> ((Fields) row).overlaid(over)).toList();
    }
    return List.of(data instanceof Fields row ? row.overlaid(over) : over);
  }
}
