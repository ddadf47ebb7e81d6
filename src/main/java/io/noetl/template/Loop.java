package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.util.List;

/// The `loop` inside a `for`: where it stands, and a way to recurse.
final class Loop implements Callable {
  private final List<Value> list;
  private final int depth;
  private final Recursion recursion;
  private int index;
  private Value lastChanged = Access.ABSENT;

  @FunctionalInterface
  interface Recursion {
    String run(Frame frame, Loop loop, Value over);
  }

  Loop(List<Value> list, int depth, Recursion recursion) {
    this.list = list;
    this.depth = depth;
    this.recursion = recursion;
  }

  void turn(int turn) {
    index = turn;
  }

  int depth() {
    return depth;
  }

  @Override
  public String name() {
    return "loop";
  }

  @Override
  public Value call(Frame frame, Given given) {
    if (given.positional().size() != 1 || !given.named().isEmpty()) {
      throw frame.error("`loop` takes the list to go through");
    }
    return Text.of(recursion.run(frame, this, given.positional().getFirst()));
  }

  @Override
  public Value attribute(String name) {
    int size = list.size();
    return switch (name) {
      case "index" -> Num.of(index + 1);
      case "index0" -> Num.of(index);
      case "revindex" -> Num.of(size - index);
      case "revindex0" -> Num.of(size - index - 1);
      case "first" -> Bool.of(index == 0);
      case "last" -> Bool.of(index == size - 1);
      case "length" -> Num.of(size);
      case "depth" -> Num.of(depth + 1);
      case "depth0" -> Num.of(depth);
      case "previtem" -> index > 0 ? list.get(index - 1) : new Undefined("loop.previtem");
      case "nextitem" -> index < size - 1 ? list.get(index + 1) : new Undefined("loop.nextitem");
      case "cycle" -> new Callee.Function("cycle", new Builtin.Open(this::cycle));
      case "changed" -> new Callee.Function("changed", new Builtin.Open(this::changed));
      default -> new Undefined("loop." + name);
    };
  }

  private Value cycle(Frame frame, Value of, Given given) {
    if (given.positional().isEmpty()) {
      throw frame.error("`loop.cycle` needs something to go through");
    }
    return given.positional().get(index % given.positional().size());
  }

  private Value changed(Frame frame, Value of, Given given) {
    Value now = new Row(given.positional());
    boolean changed = lastChanged == Access.ABSENT || !Comparing.equal(frame, lastChanged, now);
    lastChanged = now;
    return Bool.of(changed);
  }
}
