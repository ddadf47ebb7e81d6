package io.noetl.template;

import io.noetl.value.Num;
import io.noetl.value.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Dotted paths in expressions: `workload.city`, `rows[0].name`.
final class Paths {
  private Paths() {}

  /// An expression as messages name it.
  static String text(Expression expression) {
    return switch (expression) {
      case Expression.Name name -> name.name();
      case Expression.Attribute attribute -> text(attribute.of()) + "." + attribute.name();
      case Expression.Item item -> text(item.of()) + "[" + key(item.key()) + "]";
      case Expression.Slice slice -> text(slice.of()) + "[:]";
      case Expression.Call call -> text(call.callee()) + "()";
      case Expression.Filter filter -> text(filter.of()) + "|" + filter.name();
      default -> "(...)";
    };
  }

  private static String key(Expression key) {
    return switch (key) {
      case Expression.Literal(_, Text(var text)) -> "'" + text + "'";
      case Expression.Literal(_, Num number) -> Printing.number(number);
      default -> text(key);
    };
  }

  /// The names on the way, as far as they stand in the source: `a.b['c'][0].d` gives `a, b, c`.
  /// Empty for what does not begin with a name.
  static List<String> names(Expression expression) {
    List<String> names = new ArrayList<>();
    var current = expression;
    while (true) {
      switch (current) {
        case Expression.Name name -> {
          names.add(name.name());
          Collections.reverse(names);
          return names;
        }
        case Expression.Attribute attribute -> {
          names.add(attribute.name());
          current = attribute.of();
        }
        case Expression.Item(_, var of, Expression.Literal(_, Text(var text))) -> {
          names.add(text);
          current = of;
        }
        case Expression.Item item -> {
          names.clear();
          current = item.of();
        }
        case Expression.Slice slice -> {
          names.clear();
          current = slice.of();
        }
        default -> {
          return List.of();
        }
      }
    }
  }
}
