package io.noetl.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What stands between the parentheses of a call; `spread` and `spreadNamed` hold the expression
/// after `*` and `**`, if there is one.
record Arguments(
    List<Expression> positional,
    Map<String, Expression> named,
    List<Expression> spread,
    List<Expression> spreadNamed) {
  static final Arguments NONE = of(List.of());

  static Arguments of(List<Expression> positional) {
    return new Arguments(positional, Map.of(), List.of(), List.of());
  }

  boolean isSpread() {
    return !spread.isEmpty() || !spreadNamed.isEmpty();
  }

  List<Expression> after(Expression first) {
    var all = new ArrayList<Expression>();
    all.add(first);
    all.addAll(positional);
    all.addAll(named.values());
    all.addAll(spread);
    all.addAll(spreadNamed);
    return all;
  }
}
