package io.noetl.template;

import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Sorting by keys.
final class Ordering {
  private record Keyed(Value key, Value value) {}

  private Ordering() {}

  /// The list sorted by what `key` gives; equal ones keep their order.
  static List<Value> sorted(
      Frame frame, List<Value> list, UnaryOperator<Value> key, boolean reverse) {
    int size = list.size();
    frame.step(size * (long) (64 - Long.numberOfLeadingZeros(size)) / 8 + 1);
    List<Keyed> keyed = new ArrayList<>(size);
    for (var value : list) {
      keyed.add(new Keyed(key.apply(value), value));
    }
    if (size == 1) {
      return list;
    }
    keyed.sort((a, b) -> reverse ? compare(frame, b, a) : compare(frame, a, b));
    List<Value> sorted = new ArrayList<>(size);
    keyed.forEach(each -> sorted.add(each.value()));
    return sorted;
  }

  private static int compare(Frame frame, Keyed first, Keyed second) {
    if (first.key() instanceof Num.Real(var a) && second.key() instanceof Num.Real(var b)) {
      return a == b ? 0 : Double.compare(a, b);
    }
    return Comparing.compare(frame, first.key(), second.key(), Operator.LESS);
  }

  /// The key under which letters of both cases are the same.
  static Value ignoringCase(Value value) {
    return Native.bare(value) instanceof Text(var text)
        ? Text.of(text.toLowerCase(Locale.ROOT))
        : value;
  }
}
