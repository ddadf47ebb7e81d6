package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns filters, tests and calls into closures.
final class CallCompiler {
  private static final Node ABSENT = _ -> Access.ABSENT;

  private final ExpressionCompiler expressions;
  private final Locals locals;

  CallCompiler(ExpressionCompiler expressions, Locals locals) {
    this.expressions = expressions;
    this.locals = locals;
  }

  /// Arguments, still to be evaluated.
  @FunctionalInterface
  interface GivenNode {
    Given eval(Frame frame);
  }

  /// What is called, under which name and where.
  private record Site(int offset, String name, Node of) {}

  Node filter(Expression.Filter filter) {
    var builtin = Filters.ALL.find(filter.name());
    if (builtin.isEmpty()) {
      return failing(
          filter.offset(),
          "unknown filter `%s`".formatted(filter.name()),
          Filters.hint(filter.name()));
    }
    var site = new Site(filter.offset(), filter.name(), expressions.compile(filter.of()));
    return builtin(site, builtin.get(), filter.arguments());
  }

  Node test(Expression.Test test) {
    var builtin = Tests.ALL.find(test.name());
    if (builtin.isEmpty()) {
      return failing(
          test.offset(), "unknown test `%s`".formatted(test.name()), Tests.hint(test.name()));
    }
    var site = new Site(test.offset(), test.name(), expressions.compile(test.of()));
    var node = builtin(site, builtin.get(), test.arguments());
    return frame -> Bool.of(Truth.of(node.eval(frame)));
  }

  private static Node failing(int offset, String message, String hint) {
    return _ -> {
      throw TemplateError.at(offset, message, hint);
    };
  }

  private Node builtin(Site site, Builtin builtin, Arguments arguments) {
    if (builtin instanceof Builtin.Fixed fixed && !arguments.isSpread()) {
      return fixed(site, fixed, arguments);
    }
    var given = given(arguments);
    var of = site.of();
    int offset = site.offset();
    var name = site.name();
    return frame -> {
      var value = of.eval(frame);
      var values = given.eval(frame);
      frame.at = offset;
      return builtin.call(frame, name, value, values);
    };
  }

  private Node fixed(Site site, Builtin.Fixed builtin, Arguments arguments) {
    var signature = builtin.signature();
    var misfit =
        signature.misfit(site.name(), arguments.positional().size(), arguments.named().keySet());
    if (!misfit.isEmpty()) {
      return failing(site.offset(), misfit, "");
    }
    List<Node> positional = List.of(expressions.all(arguments.positional()));
    var nodes = signature.bound(positional, named(arguments), ABSENT).toArray(new Node[0]);
    var of = site.of();
    int offset = site.offset();
    var body = builtin.body();
    return frame -> {
      var value = of.eval(frame);
      var values = new Value[nodes.length];
      for (int i = 0; i < nodes.length; i++) {
        values[i] = nodes[i].eval(frame);
      }
      frame.at = offset;
      return body.apply(frame, value, new Args(frame, signature, values));
    };
  }

  private Map<String, Node> named(Arguments arguments) {
    Map<String, Node> named = new LinkedHashMap<>();
    arguments.named().forEach((name, value) -> named.put(name, expressions.compile(value)));
    return named;
  }

  GivenNode given(Arguments arguments) {
    var positional = expressions.all(arguments.positional());
    var named = named(arguments);
    var spread = expressions.all(arguments.spread());
    var spreadNamed = expressions.all(arguments.spreadNamed());
    if (spread.length + spreadNamed.length == 0 && named.isEmpty()) {
      return frame ->
          positional.length == 0
              ? Given.NOTHING
              : new Given(ExpressionCompiler.evaluated(frame, positional), Map.of());
    }
    return frame -> {
      List<Value> values = new ArrayList<>(ExpressionCompiler.evaluated(frame, positional));
      for (var node : spread) {
        values.addAll(Sequences.of(frame, node.eval(frame)));
      }
      Map<String, Value> namedValues = new LinkedHashMap<>();
      named.forEach((name, node) -> namedValues.put(name, node.eval(frame)));
      for (var node : spreadNamed) {
        for (var entry : Sequences.entries(frame, node.eval(frame))) {
          namedValues.put(Keys.text(entry.key()), entry.value());
        }
      }
      return new Given(values, namedValues);
    };
  }

  Node call(Expression.Call call) {
    return switch (call.callee()) {
      case Expression.Name name -> named(call, name.name());
      case Expression.Attribute attribute -> method(call, attribute);
      case Expression callee -> {
        var of = expressions.compile(callee);
        var given = given(call.arguments());
        yield frame -> {
          var value = of.eval(frame);
          var values = given.eval(frame);
          frame.at = call.offset();
          return Callee.call(frame, value, values);
        };
      }
    };
  }

  /// The call of a macro that is given `caller` besides its own arguments.
  Node callWith(Expression.Call call, Callable caller) {
    var callee = expressions.compile(call.callee());
    var given = given(call.arguments());
    return frame -> {
      var value = callee.eval(frame);
      var values = given.eval(frame);
      frame.at = call.offset();
      Map<String, Value> named = new LinkedHashMap<>(values.named());
      named.put("caller", caller);
      return Callee.call(frame, value, new Given(values.positional(), named));
    };
  }

  /// A function is found even where a variable from outside has its name.
  private Node named(Expression.Call call, String name) {
    var function = Functions.ALL.find(name);
    int offset = call.callee().offset();
    if (locals.find(name).length == 0 && function.isPresent()) {
      return builtin(new Site(offset, name, ABSENT), function.get(), call.arguments());
    }
    var of = expressions.name(name);
    var given = given(call.arguments());
    return frame -> {
      var value = of.eval(frame);
      var values = given.eval(frame);
      frame.at = offset;
      return Callee.callNamed(frame, name, value, values);
    };
  }

  private Node method(Expression.Call call, Expression.Attribute attribute) {
    var of = expressions.compile(attribute.of());
    var name = attribute.name();
    var given = given(call.arguments());
    int offset = attribute.offset() + 1;
    if (Changes.NAMES.contains(name)) {
      var place = place(attribute.of());
      return frame -> {
        var value = of.eval(frame);
        var values = given.eval(frame);
        frame.at = offset;
        return Changes.apply(frame, place, value, new Changes.Call(name, values));
      };
    }
    return frame -> {
      var value = of.eval(frame);
      var values = given.eval(frame);
      frame.at = offset;
      return Callee.method(frame, value, name, values);
    };
  }

  /// Where a change of `expression`'s value is kept: in the template's own variable that it leads
  /// to. What comes from outside never changes.
  private Place place(Expression expression) {
    return switch (expression) {
      case Expression.Name name -> Place.ofSlots(locals.find(name.name()));
      case Expression.Attribute attribute ->
          inner(attribute.of(), expression, _ -> Text.of(attribute.name()));
      case Expression.Item item -> inner(item.of(), expression, expressions.compile(item.key()));
      default -> Place.NOWHERE;
    };
  }

  private Place inner(Expression of, Expression whole, Node key) {
    var outer = place(of);
    if (outer == Place.NOWHERE || Paths.names(whole).isEmpty()) {
      return Place.NOWHERE;
    }
    var container = expressions.compile(of);
    return (frame, value) -> Place.put(frame, outer, container.eval(frame), key.eval(frame), value);
  }
}
