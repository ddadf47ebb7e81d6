package io.noetl.template;

import io.noetl.template.Statement.Branch;
import io.noetl.template.Statement.Target;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Turns statements into closures.
final class StatementCompiler {
  private final Locals locals = new Locals();
  private final ExpressionCompiler expressions = new ExpressionCompiler(locals);
  private final LoopCompiler loops = new LoopCompiler(this, expressions, locals);
  private final MacroCompiler macros = new MacroCompiler(this, expressions, locals);

  /// A whole template.
  Block template(List<Statement> statements) {
    locals.open(Assigned.names(statements));
    var block = all(statements);
    locals.close();
    return block;
  }

  /// A template that is one expression.
  Node expression(Expression expression) {
    return expressions.compile(expression);
  }

  int slotCount() {
    return locals.count();
  }

  /// The statements in a scope of their own.
  Block scoped(List<Statement> statements) {
    int first = locals.open(Assigned.names(statements));
    int end = locals.count();
    var block = all(statements);
    locals.close();
    return first == end
        ? block
        : frame -> {
          frame.clear(first, end);
          block.run(frame);
        };
  }

  Block all(List<Statement> statements) {
    var blocks = statements.stream().map(this::compile).toArray(Block[]::new);
    if (blocks.length == 1) {
      return blocks[0];
    }
    return frame -> {
      for (var block : blocks) {
        block.run(frame);
      }
    };
  }

  private Block compile(Statement statement) {
    return switch (statement) {
      case Statement.Data(var text) -> frame -> frame.print(text);
      case Statement.Output(var value) -> output(value);
      case Statement.If conditional -> conditional(conditional);
      case Statement.For loop -> loops.compile(loop);
      case Statement.Assign(var target, var value) -> assign(target, value);
      case Statement.Capture capture -> capture(capture);
      case Statement.With with -> with(with);
      case Statement.Macro macro -> macros.macro(macro);
      case Statement.CallBlock call -> macros.callBlock(call);
      case Statement.FilterBlock filter -> filterBlock(filter);
    };
  }

  private Block output(Expression value) {
    var node = expressions.compile(value);
    int offset = value.offset();
    return frame -> {
      var evaluated = node.eval(frame);
      frame.at = offset;
      frame.print(evaluated);
    };
  }

  private Block conditional(Statement.If conditional) {
    var tests = expressions.all(conditional.branches().stream().map(Branch::test).toList());
    var bodies =
        conditional.branches().stream().map(branch -> all(branch.body())).toArray(Block[]::new);
    var otherwise = all(conditional.otherwise());
    return frame -> {
      for (int i = 0; i < tests.length; i++) {
        if (Truth.of(tests[i].eval(frame))) {
          bodies[i].run(frame);
          return;
        }
      }
      otherwise.run(frame);
    };
  }

  private Block assign(Target target, Expression value) {
    var node = expressions.compile(value);
    var place = place(target);
    return frame -> place.put(frame, node.eval(frame));
  }

  /// Where a target keeps its value. Its names belong to the scope opened last.
  Place place(Target target) {
    return switch (target) {
      case Target.Name(_, var name) -> {
        int slot = locals.own(name);
        yield (frame, value) -> frame.slot(slot, value);
      }
      case Target.Row(int offset, var targets) -> {
        var places = targets.stream().map(this::place).toArray(Place[]::new);
        yield (frame, value) -> {
          frame.at = offset;
          unpack(frame, places, value);
        };
      }
      case Target.Attribute attribute -> attribute(attribute);
    };
  }

  private static void unpack(Frame frame, Place[] places, Value value) {
    var values = Sequences.of(frame, value);
    if (values.size() != places.length) {
      throw frame.error(
          "expected %d values for as many names, found %d".formatted(places.length, values.size()));
    }
    for (int i = 0; i < places.length; i++) {
      places[i].put(frame, values.get(i));
    }
  }

  private Place attribute(Target.Attribute attribute) {
    var namespace = expressions.name(attribute.namespace());
    return (frame, value) -> {
      frame.at = attribute.offset();
      if (!(namespace.eval(frame) instanceof Namespace found)) {
        throw frame.error(
            "`%s` is no namespace".formatted(attribute.namespace()),
            "make one first: `{%% set %s = namespace() %%}`".formatted(attribute.namespace()));
      }
      Exit.checkDepth(frame, value);
      found.put(attribute.name(), value);
    };
  }

  private Block capture(Statement.Capture capture) {
    var body = scoped(capture.body());
    var value = expressions.compile(capture.value());
    var place = place(capture.target());
    return frame -> {
      frame.body(Text.of(frame.capture(body)));
      place.put(frame, value.eval(frame));
    };
  }

  private Block filterBlock(Statement.FilterBlock filter) {
    var body = scoped(filter.body());
    var value = expressions.compile(filter.value());
    return frame -> {
      frame.body(Text.of(frame.capture(body)));
      frame.print(value.eval(frame));
    };
  }

  /// The values are those from outside the block.
  private Block with(Statement.With with) {
    var values = expressions.all(with.assigns().stream().map(Statement.Assign::value).toList());
    Set<String> names = new LinkedHashSet<>();
    with.assigns().forEach(assign -> Assigned.collect(assign.target(), names));
    names.addAll(Assigned.names(with.body()));
    int first = locals.open(names);
    int end = locals.count();
    List<Place> places = new ArrayList<>();
    with.assigns().forEach(assign -> places.add(place(assign.target())));
    var body = all(with.body());
    locals.close();
    return frame -> {
      var evaluated = ExpressionCompiler.evaluated(frame, values);
      frame.clear(first, end);
      for (int i = 0; i < places.size(); i++) {
        places.get(i).put(frame, evaluated.get(i));
      }
      body.run(frame);
    };
  }
}
