package io.noetl.template;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// Equality, order and membership.
final class Comparing {
  private Comparing() {}

  static boolean test(Frame frame, Operator operator, Value left, Value right) {
    return switch (operator) {
      case EQUAL -> equal(frame, left, right);
      case UNEQUAL -> !equal(frame, left, right);
      case IN -> contains(frame, right, left);
      case NOT_IN -> !contains(frame, right, left);
      default -> ordered(frame, operator, left, right);
    };
  }

  private static boolean ordered(Frame frame, Operator operator, Value left, Value right) {
    if (isNan(left) || isNan(right)) {
      return false;
    }
    int order = compare(frame, left, right, operator);
    return switch (operator) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      default -> order >= 0;
    };
  }

  private static boolean isNan(Value value) {
    return value instanceof Num.Real(var number) && Double.isNaN(number);
  }

  static boolean equal(Frame frame, Value first, Value second) {
    if (first instanceof Text(var left) && second instanceof Text(var right)) {
      return left.equals(right);
    }
    if (first instanceof Num.Int(var left) && second instanceof Num.Int(var right)) {
      return left == right;
    }
    if (first == second) {
      return !isNan(first);
    }
    return equalData(frame, Native.bare(first), Native.bare(second));
  }

  private static boolean equalData(Frame frame, Value first, Value second) {
    if (isNumber(first) && isNumber(second)) {
      return !isNan(first) && !isNan(second) && compareNumbers(number(first), number(second)) == 0;
    }
    return switch (first) {
      case Items(var list) -> second instanceof Items(var other) && equalLists(frame, list, other);
      case Row row -> second instanceof Row other && equalLists(frame, row.list(), other.list());
      case Fields _, Table _ ->
          (second instanceof Fields || second instanceof Table) && equalMaps(frame, first, second);
      case Undefined _ -> second instanceof Undefined;
      default -> first.equals(second);
    };
  }

  private static boolean equalLists(Frame frame, List<Value> first, List<Value> second) {
    if (first.size() != second.size()) {
      return false;
    }
    frame.step(first.size() + 1L);
    for (int i = 0; i < first.size(); i++) {
      if (!equal(frame, first.get(i), second.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(Frame frame, Value first, Value second) {
    if (first instanceof Fields left && second instanceof Fields right) {
      return equalFields(frame, left, right);
    }
    return Keys.of(frame, first).equals(Keys.of(frame, second));
  }

  private static boolean equalFields(Frame frame, Fields first, Fields second) {
    if (first.size() != second.size()) {
      return false;
    }
    frame.step(first.size() + 1L);
    for (Map.Entry<String, Value> entry : first.asMap().entrySet()) {
      var other = second.getOr(entry.getKey(), Access.ABSENT);
      if (other == Access.ABSENT || !equal(frame, entry.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  /// The order of two values as `operator` needs it.
  static int compare(Frame frame, Value first, Value second, Operator operator) {
    if (first instanceof Num.Int(var left) && second instanceof Num.Int(var right)) {
      return Long.compare(left, right);
    }
    var left = Native.bare(first);
    var right = Native.bare(second);
    if (isNumber(left) && isNumber(right)) {
      return compareNumbers(number(left), number(right));
    }
    if (left instanceof Text(var a) && right instanceof Text(var b)) {
      return Chars.compare(a, b);
    }
    if (left instanceof Items(var a) && right instanceof Items(var b)) {
      return compareLists(frame, a, b, operator);
    }
    if (left instanceof Row a && right instanceof Row b) {
      return compareLists(frame, a.list(), b.list(), operator);
    }
    throw Operands.unfit(frame, operator, left, right);
  }

  private static int compareLists(
      Frame frame, List<Value> first, List<Value> second, Operator operator) {
    int shared = Math.min(first.size(), second.size());
    frame.step(shared + 1L);
    for (int i = 0; i < shared; i++) {
      if (!equal(frame, first.get(i), second.get(i))) {
        return compare(frame, first.get(i), second.get(i), operator);
      }
    }
    return first.size() - second.size();
  }

  static boolean isNumber(Value value) {
    return value instanceof Num || value instanceof Bool;
  }

  /// The number that `value` is; true is 1.
  static Num number(Value value) {
    return value instanceof Num number ? number : Num.of(value == Bool.TRUE ? 1 : 0);
  }

  static int compareNumbers(Num first, Num second) {
    if (first instanceof Num.Int(var left) && second instanceof Num.Int(var right)) {
      return Long.compare(left, right);
    }
    double left = first.real();
    double right = second.real();
    boolean exact = first instanceof Num.Real && second instanceof Num.Real;
    if (exact || left != right || Double.isInfinite(left)) {
      return left < right ? -1 : left > right ? 1 : left == right ? 0 : Double.compare(left, right);
    }
    return decimal(first).compareTo(decimal(second));
  }

  private static BigDecimal decimal(Num number) {
    return switch (number) {
      case Num.Int(var whole) -> BigDecimal.valueOf(whole);
      case Num.Big(var whole) -> new BigDecimal(whole);
      case Num.Real(var real) -> new BigDecimal(real);
    };
  }

  /// Whether `needle` is an entry of a list, a key of a map or a part of a text.
  static boolean contains(Frame frame, Value hay, Value needle) {
    return switch (Native.bare(hay)) {
      case Text(var text) -> containsText(frame, text, Native.bare(needle));
      case Items(var list) -> containsEntry(frame, list, needle);
      case Row row -> containsEntry(frame, row.list(), needle);
      case Fields fields -> Native.bare(needle) instanceof Text(var name) && fields.has(name);
      case Table table -> table.entries().containsKey(Keys.of(frame, needle));
      case Undefined _ -> false;
      case Value other -> throw Operands.unfit(frame, Operator.IN, needle, other);
    };
  }

  private static boolean containsText(Frame frame, String text, Value needle) {
    if (needle instanceof Text(var part)) {
      Chars.paySearch(frame, text, part);
      return text.contains(part);
    }
    throw Operands.unfit(frame, Operator.IN, needle, Text.of(text));
  }

  private static boolean containsEntry(Frame frame, List<Value> list, Value needle) {
    frame.step(list.size() / 8);
    for (int i = 0; i < list.size(); i++) {
      if (equal(frame, list.get(i), needle)) {
        return true;
      }
    }
    return false;
  }
}
