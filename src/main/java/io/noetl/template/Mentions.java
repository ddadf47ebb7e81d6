package io.noetl.template;

import java.util.ArrayDeque;
import java.util.List;

/// Whether statements mention a name anywhere.
final class Mentions {
  private Mentions() {}

  static boolean of(List<Statement> statements, String name) {
    return statements.stream().anyMatch(statement -> of(statement, name));
  }

  private static boolean of(Statement statement, String name) {
    return switch (statement) {
      case Statement.Data _ -> false;
      case Statement.Output(var value) -> of(value, name);
      case Statement.Assign(_, var value) -> of(value, name);
      case Statement.Capture(_, var value, var body) -> of(value, name) || of(body, name);
      case Statement.FilterBlock(var value, var body) -> of(value, name) || of(body, name);
      case Statement.With(var assigns, var body) ->
          assigns.stream().anyMatch(assign -> of(assign.value(), name)) || of(body, name);
      case Statement.Macro macro -> of(macro, name);
      case Statement.CallBlock(var caller, var call) -> of(caller, name) || of(call, name);
      case Statement.For(var loop, _, var body, var otherwise) ->
          of(loop.over(), name) || of(loop.filter(), name) || of(body, name) || of(otherwise, name);
      case Statement.If(var branches, var otherwise) ->
          branches.stream().anyMatch(branch -> of(branch.test(), name) || of(branch.body(), name))
              || of(otherwise, name);
    };
  }

  private static boolean of(Statement.Macro macro, String name) {
    return macro.parameters().stream()
            .flatMap(parameter -> parameter.fallback().stream())
            .anyMatch(fallback -> of(fallback, name))
        || of(macro.body(), name);
  }

  private static boolean of(Expression expression, String name) {
    var open = new ArrayDeque<Expression>();
    open.push(expression);
    while (!open.isEmpty()) {
      var next = open.pop();
      if (next instanceof Expression.Name(_, var found) && found.equals(name)) {
        return true;
      }
      next.children().forEach(open::push);
    }
    return false;
  }
}
