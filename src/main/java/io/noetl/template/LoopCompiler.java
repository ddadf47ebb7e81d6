package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Turns `for` into closures.
final class LoopCompiler {
  private final StatementCompiler statements;
  private final ExpressionCompiler expressions;
  private final Locals locals;

  LoopCompiler(StatementCompiler statements, ExpressionCompiler expressions, Locals locals) {
    this.statements = statements;
    this.expressions = expressions;
    this.locals = locals;
  }

  /// A compiled loop. `first` and `end` bound the slots that each turn starts without, `last` those
  /// of everything inside.
  private record Body(Place target, Node filter, boolean filtered, Block block, Slots slots) {}

  private record Slots(int first, int end, int last, int loop, int weight) {}

  Block compile(Statement.For loop) {
    var over = expressions.compile(loop.loop().over());
    var body = body(loop);
    var otherwise = statements.scoped(loop.otherwise());
    int offset = loop.loop().offset();
    int height = loop.recursive() ? 2 * BodyHeight.of(loop.body()) : 0;
    return frame -> {
      var value = over.eval(frame);
      frame.at = offset;
      var turns = new Turns(body, otherwise, height, offset);
      turns.run(frame, Sequences.of(frame, value), 0);
    };
  }

  private Body body(Statement.For loop) {
    Set<String> names = new LinkedHashSet<>();
    names.add("loop");
    Assigned.collect(loop.loop().target(), names);
    names.addAll(Assigned.names(loop.body()));
    int before = expressions.compiled();
    int first = locals.open(names);
    int end = locals.count();
    var target = statements.place(loop.loop().target());
    var filter = expressions.compile(loop.loop().filter());
    boolean filtered =
        !(loop.loop().filter() instanceof Expression.Literal(_, var value) && value == Bool.TRUE);
    var block = statements.all(loop.body());
    int loopSlot = locals.own("loop");
    locals.close();
    int weight = 1 + expressions.compiled() - before;
    return new Body(
        target, filter, filtered, block, new Slots(first, end, locals.count(), loopSlot, weight));
  }

  /// The turns of one loop, at all its depths.
  private static final class Turns {
    private final Body body;
    private final Block otherwise;
    private final int height;
    private final int offset;

    private Turns(Body body, Block otherwise, int height, int offset) {
      this.body = body;
      this.otherwise = otherwise;
      this.height = height;
      this.offset = offset;
    }

    private void run(Frame frame, List<Value> values, int depth) {
      var list = body.filtered() ? filtered(frame, values) : values;
      if (list.isEmpty()) {
        otherwise.run(frame);
        return;
      }
      var loop = new Loop(list, depth, this::recurse);
      var slots = body.slots();
      for (int i = 0; i < list.size(); i++) {
        frame.at = offset;
        frame.step(slots.weight());
        frame.clear(slots.first(), slots.end());
        loop.turn(i);
        frame.slot(slots.loop(), loop);
        body.target().put(frame, list.get(i));
        body.block().run(frame);
      }
      frame.clear(slots.first(), slots.end());
    }

    private List<Value> filtered(Frame frame, List<Value> values) {
      List<Value> kept = new ArrayList<>();
      for (var value : values) {
        frame.step(1);
        frame.slot(body.slots().loop(), Access.ABSENT);
        body.target().put(frame, value);
        if (Truth.of(body.filter().eval(frame))) {
          kept.add(value);
        }
      }
      return kept;
    }

    /// `loop(children)`: the same loop over other values, one level deeper.
    private String recurse(Frame frame, Loop loop, Value over) {
      if (height == 0) {
        throw frame.error("this loop is not recursive", "write `recursive` at its end");
      }
      frame.enter(height);
      var saved = frame.saved(body.slots().first(), body.slots().last());
      var values = over instanceof Undefined ? List.<Value>of() : Sequences.of(frame, over);
      var text = frame.capture(inner -> run(inner, values, loop.depth() + 1));
      frame.restore(body.slots().first(), saved);
      frame.leave(height);
      return text;
    }
  }
}
