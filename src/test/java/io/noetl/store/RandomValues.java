package io.noetl.store;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Values of every kind, with those that tend to get lost: NaN, -0.0, whole numbers beyond 64 bits,
/// texts with NUL, with halves of surrogate pairs, and data that looks like a reference.
public final class RandomValues {
  private static final int DEPTH_MAX = 3;

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "ok",
          "with \"quotes\" and \\",
          "line\nbreak\ttab",
          "grüße",
          "日本語",
          "😀😀",
          "nul\0inside",
          "half\ud83d",
          "\ude00half",
          "null",
          "{{ x }}",
          "{\"payload\":\"x\"}",
          "\u2028",
          "\u007f\u001f",
          "1e5");

  private static final List<Double> REALS =
      List.of(
          0.0,
          -0.0,
          1.0,
          1.5,
          -2.25,
          1e10,
          1e300,
          1e-300,
          Double.MIN_VALUE,
          Double.MAX_VALUE,
          0.1 + 0.2,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY);

  private static final List<Long> LONGS =
      List.of(0L, 1L, -1L, 255L, 256L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE);

  private final RandomGenerator random;

  public RandomValues(RandomGenerator random) {
    this.random = random;
  }

  public Value value() {
    return value(DEPTH_MAX);
  }

  public Fields fields() {
    return fields(DEPTH_MAX - 1);
  }

  public String text() {
    return pick(TEXTS);
  }

  /// A text that every database keeps.
  String cleanText() {
    return Portable.cleaned(text());
  }

  /// A text that says something.
  String words() {
    return "word " + text();
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private Value value(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> Null.NULL;
      case 1 -> Bool.of(random.nextBoolean());
      case 2 -> Num.of(pick(LONGS));
      case 3 -> Num.of(BigInteger.TWO.pow(64 + random.nextInt(80)).negate());
      case 4 -> Num.of(pick(REALS));
      case 5 -> Text.of(text());
      case 6 -> items(depth - 1);
      default -> random.nextInt(5) == 0 ? reference() : fields(depth - 1);
    };
  }

  private Items items(int depth) {
    List<Value> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(depth));
    }
    return new Items(list);
  }

  private Fields fields(int depth) {
    var fields = Fields.builder();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.put(text(), value(depth));
    }
    return fields.build();
  }

  private static Fields reference() {
    return Fields.of("payload", Text.of("result/1"), "bytes", Num.of(70_000));
  }
}
