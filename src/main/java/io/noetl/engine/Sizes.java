package io.noetl.engine;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;

/// Tells small values from those that may be large, without writing them.
final class Sizes {
  private Sizes() {}

  /// Whether `value` may take more than `limit` bytes as JSON. Never says no wrongly: each
  /// character is counted as the most bytes that it can take.
  static boolean exceeds(Value value, int limit) {
    return count(value, limit) > limit;
  }

  private static long count(Value value, long limit) {
    return switch (value) {
      case Text(var text) -> text.length() * 6L + 2;
      case Num.Big(var number) -> number.bitLength() / 3 + 2;
      case Num _ -> 26;
      case Items(var list) -> {
        long size = 2;
        for (var item : list) {
          if (size > limit) {
            break;
          }
          size += 1 + count(item, limit - size);
        }
        yield size;
      }
      case Fields fields -> {
        long size = 2;
        for (var entry : fields.asMap().entrySet()) {
          if (size > limit) {
            break;
          }
          size += entry.getKey().length() * 6L + 4 + count(entry.getValue(), limit - size);
        }
        yield size;
      }
      default -> 5;
    };
  }
}
