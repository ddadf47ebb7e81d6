package io.noetl.template;

import io.noetl.value.Null;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.Arrays;

/// One rendering under way: the names it sees, what it has set, the text so far, and what is left
/// of its budget. Every loop in this room pays for its turns here.
final class Frame {
  private static final Value[] NO_SLOTS = {};

  private final Scope scope;
  private final Ambient ambient;
  private long steps;
  private long chars;
  private int depth;
  private long draws;
  private int looks;
  private Value[] slots = NO_SLOTS;
  private StringBuilder out = new StringBuilder(0);
  private Value body = Null.NULL;

  /// The place in the source of what is being done, for errors.
  int at;

  Frame(Scope scope, Ambient ambient) {
    this.scope = scope;
    this.ambient = ambient;
    this.steps = ambient.budget().steps();
    this.chars = ambient.budget().chars();
    this.depth = ambient.budget().depth();
  }

  /// Makes room for the names that a template sets.
  void begin(int slotCount) {
    at = 0;
    if (slotCount > 0) {
      slots = new Value[slotCount];
      Arrays.fill(slots, Access.ABSENT);
    }
  }

  Value find(String name) {
    return scope.find(name);
  }

  Value slot(int index) {
    return slots[index];
  }

  void slot(int index, Value value) {
    slots[index] = value;
  }

  /// Forgets the names set in a block that is entered again.
  void clear(int from, int to) {
    Arrays.fill(slots, from, to, Access.ABSENT);
  }

  Value[] saved(int from, int to) {
    return Arrays.copyOfRange(slots, from, to);
  }

  void restore(int from, Value[] saved) {
    for (int i = 0; i < saved.length; i++) {
      slots[from + i] = saved[i];
    }
  }

  /// Pays for `count` steps.
  void step(long count) {
    steps -= count;
    if (steps < 0) {
      throw error("the template took more than %,d steps".formatted(ambient.budget().steps()));
    }
  }

  /// Pays for a look at one character: a part of a step.
  void look() {
    if ((++looks & 7) == 0) {
      step(1);
    }
  }

  /// Pays for `count` characters of new text, before they are made.
  void grow(long count) {
    chars -= count;
    if (chars < 0) {
      throw error("the template made more than %,d characters".formatted(ambient.budget().chars()));
    }
  }

  /// Enters something that can enter itself again, of `height` levels.
  void enter(int height) {
    depth -= height;
    if (depth < 0) {
      throw error(
          "macros or recursive loops are nested too deeply (more than %d levels)"
              .formatted(ambient.budget().depth()));
    }
  }

  void leave(int height) {
    depth += height;
  }

  Instant now() {
    return ambient.now();
  }

  /// 64 bits that look like chance, others at each call.
  long draw() {
    long mixed = ambient.seed() + 0x9E3779B97F4A7C15L * ++draws;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  void print(String text) {
    grow(text.length());
    out.append(text);
  }

  void print(Value value) {
    Printing.print(this, value, out);
  }

  /// What `block` prints, instead of printing it.
  String capture(Block block) {
    var outer = out;
    out = new StringBuilder();
    block.run(this);
    var text = out.toString();
    out = outer;
    return text;
  }

  /// The value that [Expression.Body] stands for.
  Value body() {
    return body;
  }

  void body(Value value) {
    body = value;
  }

  TemplateError error(String message) {
    return TemplateError.at(at, message);
  }

  TemplateError error(String message, String hint) {
    return TemplateError.at(at, message, hint);
  }

  /// The error for an operand that is needed and not defined.
  TemplateError undefined(Undefined operand) {
    return new TemplateError(at, "`%s` is undefined".formatted(operand.path()), true, "");
  }
}
