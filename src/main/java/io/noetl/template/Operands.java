package io.noetl.template;

import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;

/// Messages about operands that an operator cannot work on.
final class Operands {
  private Operands() {}

  static TemplateError unfit(Frame frame, Operator operator, Value left, Value right) {
    if (left instanceof Undefined undefined) {
      return frame.undefined(undefined);
    }
    if (right instanceof Undefined undefined) {
      return frame.undefined(undefined);
    }
    return frame.error(
        "`%s` does not work between %s and %s"
            .formatted(operator.sign(), named(left), named(right)),
        hint(operator, left, right));
  }

  static TemplateError unfit(Frame frame, String what, Value operand) {
    if (operand instanceof Undefined undefined) {
      return frame.undefined(undefined);
    }
    return frame.error("expected %s, found %s".formatted(what, named(operand)));
  }

  /// The kind of a value with its article: `a number`.
  static String named(Value value) {
    return switch (value.kind()) {
      case "null" -> "none";
      case "text" -> "text";
      case "bytes" -> "bytes";
      case "undefined" -> "an undefined value";
      case String kind -> "a " + kind;
    };
  }

  private static String hint(Operator operator, Value left, Value right) {
    boolean text = left instanceof Text || right instanceof Text;
    boolean number = left instanceof Num || right instanceof Num;
    if (text && operator == Operator.ADD) {
      return "`~` joins values of any kind as text";
    }
    if (text && number && operator.isComparison() && operator != Operator.IN) {
      return "make the text a number first: `| int` or `| float`";
    }
    return "";
  }
}
