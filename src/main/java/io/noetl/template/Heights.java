package io.noetl.template;

import java.util.ArrayDeque;

/// How deeply expressions are nested, found without recursion.
final class Heights {
  private record Level(Expression expression, int depth) {}

  private Heights() {}

  /// The expression, if a recursion over it is safe.
  static Expression checked(Expression expression) {
    of(expression);
    return expression;
  }

  static int of(Expression expression) {
    int height = 0;
    var open = new ArrayDeque<Level>();
    open.push(new Level(expression, 1));
    while (!open.isEmpty()) {
      var level = open.pop();
      if (level.depth() > Tokens.NESTING_MAX) {
        throw Tokens.tooDeep(level.expression().offset());
      }
      height = Math.max(height, level.depth());
      for (var child : level.expression().children()) {
        open.push(new Level(child, level.depth() + 1));
      }
    }
    return height;
  }
}
