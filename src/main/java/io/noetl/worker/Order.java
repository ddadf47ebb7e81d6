package io.noetl.worker;

import io.noetl.value.Bool;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigInteger;

/// The order of values of one kind.
final class Order {
  private Order() {}

  /// Throws ClassCastException for values that have no order.
  static int compare(Value a, Value b) {
    if (a instanceof Text(var one) && b instanceof Text(var other)) {
      return one.compareTo(other);
    }
    if (a instanceof Items(var one) && b instanceof Items(var other)) {
      for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
        int order = compare(one.get(i), other.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(one.size(), other.size());
    }
    var one = number(a, b);
    var other = number(b, a);
    if (one instanceof Num.Real || other instanceof Num.Real) {
      return Double.compare(one.real(), other.real());
    }
    return whole(one).compareTo(whole(other));
  }

  private static Num number(Value value, Value other) {
    return switch (value) {
      case Num number -> number;
      case Bool truth -> Num.of(truth.isTrue() ? 1 : 0);
      default ->
          throw new ClassCastException(
              "a %s cannot be compared with a %s".formatted(value.kind(), other.kind()));
    };
  }

  private static BigInteger whole(Num number) {
    return number instanceof Num.Big(var big)
        ? big
        : BigInteger.valueOf(number instanceof Num.Int(var small) ? small : 0);
  }
}
