package io.noetl.template;

import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Value;

/// The arguments of a builtin with a fixed signature, in its order.
final class Args {
  private final Frame frame;
  private final Signature signature;
  private final Value[] values;

  Args(Frame frame, Signature signature, Value[] values) {
    this.frame = frame;
    this.signature = signature;
    this.values = values;
  }

  /// Whether it is given and not none.
  boolean has(int index) {
    return values[index] != Access.ABSENT && values[index] != Null.NULL;
  }

  boolean isGiven(int index) {
    return values[index] != Access.ABSENT;
  }

  Value value(int index) {
    return values[index];
  }

  Value value(int index, Value otherwise) {
    return isGiven(index) ? values[index] : otherwise;
  }

  String text(int index) {
    return Printing.text(frame, values[index]);
  }

  String text(int index, String otherwise) {
    return has(index) ? text(index) : otherwise;
  }

  boolean truth(int index, boolean otherwise) {
    return isGiven(index) ? Truth.of(values[index]) : otherwise;
  }

  /// A whole number that fits an int.
  int whole(int index, int otherwise) {
    if (!has(index)) {
      return otherwise;
    }
    var value = Native.bare(values[index]);
    if (Comparing.isNumber(value)
        && Comparing.number(value) instanceof Num.Int(var number)
        && number == (int) number) {
      return (int) number;
    }
    throw Operands.unfit(frame, "a whole number for `%s`".formatted(name(index)), value);
  }

  private String name(int index) {
    return signature.names().get(index);
  }
}
