package io.noetl.template;

import io.noetl.template.Expression.Link;
import io.noetl.value.Bool;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns expressions into closures.
final class ExpressionCompiler {
  private final Locals locals;
  private final CallCompiler calls;
  private int compiled;

  ExpressionCompiler(Locals locals) {
    this.locals = locals;
    this.calls = new CallCompiler(this, locals);
  }

  /// How many expressions it has compiled: a measure of what a turn of a loop costs.
  int compiled() {
    return compiled;
  }

  Node[] all(List<Expression> expressions) {
    return expressions.stream().map(this::compile).toArray(Node[]::new);
  }

  Node compile(Expression expression) {
    compiled++;
    return switch (expression) {
      case Expression.Literal literal -> constant(literal.value());
      case Expression.Name name -> name(name.name());
      case Expression.Body _ -> Frame::body;
      case Expression.Attribute attribute -> attribute(attribute);
      case Expression.Item item -> item(item);
      case Expression.Slice slice -> slice(slice);
      case Expression.Call call -> calls.call(call);
      case Expression.Filter filter -> calls.filter(filter);
      case Expression.Test test -> calls.test(test);
      case Expression.Listing listing -> listing(listing);
      case Expression.Row row -> row(row);
      case Expression.Mapping mapping -> mapping(mapping);
      case Expression.Sign sign -> sign(sign);
      case Expression.Not not -> not(not);
      case Expression.Chain chain -> chain(chain);
      case Expression.Concat concat -> concat(concat);
      case Expression.And and -> and(and);
      case Expression.Or or -> or(or);
      case Expression.Choice choice -> choice(choice);
    };
  }

  private static Node constant(Value value) {
    return _ -> value;
  }

  Node name(String name) {
    var slots = locals.find(name);
    var function = Functions.ALL.find(name);
    if (function.isPresent()) {
      var value = new Callee.Function(name, function.get());
      return frame -> orElse(load(frame, slots, name), value);
    }
    return slots.length == 0 ? frame -> frame.find(name) : frame -> load(frame, slots, name);
  }

  private static Value load(Frame frame, int[] slots, String name) {
    for (int slot : slots) {
      var value = frame.slot(slot);
      if (value != Access.ABSENT) {
        return value;
      }
    }
    return frame.find(name);
  }

  private static Value orElse(Value value, Value otherwise) {
    return value instanceof Undefined ? otherwise : value;
  }

  private Node attribute(Expression.Attribute attribute) {
    var of = compile(attribute.of());
    var name = attribute.name();
    var absent = new Undefined(Paths.text(attribute));
    return frame -> Access.attribute(of.eval(frame), name, absent);
  }

  private Node item(Expression.Item item) {
    var of = compile(item.of());
    var key = compile(item.key());
    var absent = new Undefined(Paths.text(item));
    return frame -> Access.item(frame, of.eval(frame), key.eval(frame), absent);
  }

  private Node slice(Expression.Slice slice) {
    var of = compile(slice.of());
    var from = compile(slice.from());
    var to = compile(slice.to());
    var step = compile(slice.step());
    int offset = slice.offset();
    return frame -> {
      var value = of.eval(frame);
      var first = from.eval(frame);
      var end = to.eval(frame);
      var stride = step.eval(frame);
      frame.at = offset;
      return Access.slice(frame, value, first, end, stride);
    };
  }

  private Node listing(Expression.Listing listing) {
    var items = all(listing.items());
    return items.length == 0 ? constant(Items.EMPTY) : frame -> new Items(evaluated(frame, items));
  }

  private Node row(Expression.Row row) {
    var items = all(row.items());
    return frame -> new Row(evaluated(frame, items));
  }

  static List<Value> evaluated(Frame frame, Node[] nodes) {
    var values = new Value[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      values[i] = nodes[i].eval(frame);
    }
    return Arrays.asList(values);
  }

  private Node mapping(Expression.Mapping mapping) {
    var keys = all(mapping.keys());
    var values = all(mapping.values());
    int offset = mapping.offset();
    return frame -> {
      List<Table.Entry> entries = new ArrayList<>(keys.length);
      for (int i = 0; i < keys.length; i++) {
        entries.add(new Table.Entry(Native.bare(keys[i].eval(frame)), values[i].eval(frame)));
      }
      frame.at = offset;
      return Sequences.map(frame, entries);
    };
  }

  private Node sign(Expression.Sign sign) {
    var of = compile(sign.of());
    int offset = sign.offset();
    boolean negative = sign.negative();
    return frame -> {
      var value = Native.bare(of.eval(frame));
      frame.at = offset;
      if (!Comparing.isNumber(value)) {
        throw Operands.unfit(frame, "a number after the sign", value);
      }
      var number = Comparing.number(value);
      return negative ? Arithmetic.negated(frame, number) : number;
    };
  }

  private Node not(Expression.Not not) {
    var of = compile(not.of());
    return frame -> Bool.of(!Truth.of(of.eval(frame)));
  }

  private Node chain(Expression.Chain chain) {
    var first = compile(chain.first());
    var operands = all(chain.links().stream().map(Link::operand).toList());
    var operators = chain.links().stream().map(Link::operator).toArray(Operator[]::new);
    int[] offsets = chain.links().stream().mapToInt(Link::offset).toArray();
    boolean comparison = operators[0].isComparison();
    if (operators.length == 1) {
      return comparison
          ? comparison(first, operators[0], operands[0], offsets[0])
          : arithmetic(first, operators[0], operands[0], offsets[0]);
    }
    return comparison
        ? frame -> compared(frame, first, new Steps(operators, operands, offsets))
        : frame -> computed(frame, first, new Steps(operators, operands, offsets));
  }

  private static final class Steps {
    private final Operator[] operators;
    private final Node[] operands;
    private final int[] offsets;

    Steps(Operator[] operators, Node[] operands, int[] offsets) {
      this.operators = operators;
      this.operands = operands;
      this.offsets = offsets;
    }
  }

  private static Node comparison(Node left, Operator operator, Node right, int offset) {
    return frame -> {
      var first = left.eval(frame);
      var second = right.eval(frame);
      frame.at = offset;
      return Bool.of(Comparing.test(frame, operator, first, second));
    };
  }

  private static Node arithmetic(Node left, Operator operator, Node right, int offset) {
    return frame -> {
      var first = left.eval(frame);
      var second = right.eval(frame);
      frame.at = offset;
      return Arithmetic.apply(frame, operator, first, second);
    };
  }

  private static Value computed(Frame frame, Node first, Steps steps) {
    var value = first.eval(frame);
    for (int i = 0; i < steps.operators.length; i++) {
      var operand = steps.operands[i].eval(frame);
      frame.at = steps.offsets[i];
      value = Arithmetic.apply(frame, steps.operators[i], value, operand);
    }
    return value;
  }

  private static Value compared(Frame frame, Node first, Steps steps) {
    var left = first.eval(frame);
    for (int i = 0; i < steps.operators.length; i++) {
      var right = steps.operands[i].eval(frame);
      frame.at = steps.offsets[i];
      if (!Comparing.test(frame, steps.operators[i], left, right)) {
        return Bool.FALSE;
      }
      left = right;
    }
    return Bool.TRUE;
  }

  private Node concat(Expression.Concat concat) {
    var parts = all(concat.parts());
    int offset = concat.offset();
    return frame -> {
      var out = new StringBuilder();
      for (var part : parts) {
        var value = part.eval(frame);
        frame.at = offset;
        Printing.print(frame, value, out);
      }
      return Text.of(out.toString());
    };
  }

  private Node and(Expression.And and) {
    var parts = all(and.parts());
    return frame -> {
      Value value = Num.of(0);
      for (var part : parts) {
        value = part.eval(frame);
        if (!Truth.of(value)) {
          return value;
        }
      }
      return value;
    };
  }

  private Node or(Expression.Or or) {
    var parts = all(or.parts());
    return frame -> {
      Value value = Num.of(0);
      for (var part : parts) {
        value = part.eval(frame);
        if (Truth.of(value)) {
          return value;
        }
      }
      return value;
    };
  }

  private Node choice(Expression.Choice choice) {
    var test = compile(choice.test());
    var then = compile(choice.then());
    var otherwise = compile(choice.otherwise());
    return frame -> Truth.of(test.eval(frame)) ? then.eval(frame) : otherwise.eval(frame);
  }
}
