package io.noetl.template;

import io.noetl.template.Statement.Parameter;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Turns macros and call blocks into closures.
final class MacroCompiler {
  /// What a macro may be given besides its parameters, if its body mentions it.
  private static final List<String> EXTRAS = List.of("caller", "varargs", "kwargs");

  private final StatementCompiler statements;
  private final ExpressionCompiler expressions;
  private final Locals locals;

  MacroCompiler(StatementCompiler statements, ExpressionCompiler expressions, Locals locals) {
    this.statements = statements;
    this.expressions = expressions;
    this.locals = locals;
  }

  Block macro(Statement.Macro macro) {
    int slot = locals.own(macro.name());
    var value = value(macro);
    return frame -> frame.slot(slot, value);
  }

  private Macro value(Statement.Macro macro) {
    var parameters = macro.parameters();
    Set<String> names = new LinkedHashSet<>(parameters.stream().map(Parameter::name).toList());
    var extras = EXTRAS.stream().filter(name -> Mentions.of(macro.body(), name)).toList();
    names.addAll(extras);
    names.addAll(Assigned.names(macro.body()));
    int before = expressions.compiled();
    int first = locals.open(names);
    var slots = parameters.stream().map(each -> locals.own(each.name())).toList();
    Map<String, Integer> rest = new LinkedHashMap<>();
    for (var name : extras) {
      rest.put(name, locals.own(name));
    }
    List<Node> fallbacks = new ArrayList<>();
    for (var parameter : parameters) {
      fallbacks.add(
          parameter.fallback().isEmpty()
              ? _ -> Access.ABSENT
              : expressions.compile(parameter.fallback().getFirst()));
    }
    var body = statements.all(macro.body());
    locals.close();
    var signature = new Signature(parameters.stream().map(Parameter::name).toList(), 0);
    var shape = new Macro.Shape(signature, List.copyOf(fallbacks), slots, rest);
    int weight = 1 + expressions.compiled() - before;
    var cost = new Macro.Cost(weight, 2 + BodyHeight.of(macro.body()));
    return new Macro(macro.name(), shape, body, new Macro.Room(first, locals.count()), cost);
  }

  /// Calls a macro that finds the block's body under the name `caller`.
  Block callBlock(Statement.CallBlock block) {
    var caller = value(block.caller());
    var call = new CallCompiler(expressions, locals).callWith(block.call(), caller);
    return frame -> {
      Value value = call.eval(frame);
      frame.print(value);
    };
  }
}
