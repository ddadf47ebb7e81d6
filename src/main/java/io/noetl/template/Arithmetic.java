package io.noetl.template;

import io.noetl.value.Items;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// Arithmetic as in Python: whole numbers of any size (up to a bound), `/` gives a real number,
/// `//` rounds down, `%` takes the sign of the divisor; texts and lists are added and repeated.
final class Arithmetic {
  /// About 20,000 digits: far beyond any sum of money, small enough to multiply at once.
  private static final int BITS_MAX = 1 << 16;

  /// Whole numbers up to here are exact as real ones.
  private static final long EXACT_MAX = 1L << 53;

  private Arithmetic() {}

  static Value apply(Frame frame, Operator operator, Value left, Value right) {
    if (left instanceof Num.Int(var a) && right instanceof Num.Int(var b)) {
      return whole(frame, operator, a, b);
    }
    var first = Native.bare(left);
    var second = Native.bare(right);
    if (Comparing.isNumber(first) && Comparing.isNumber(second)) {
      return numbers(frame, operator, Comparing.number(first), Comparing.number(second));
    }
    return switch (operator) {
      case ADD -> joined(frame, first, second);
      case MULTIPLY -> repeated(frame, first, second);
      case REMAINDER -> formatted(frame, first, second);
      default -> throw Operands.unfit(frame, operator, first, second);
    };
  }

  private static Value whole(Frame frame, Operator operator, long a, long b) {
    return switch (operator) {
      case ADD -> {
        long sum = a + b;
        yield ((a ^ sum) & (b ^ sum)) < 0 ? bigs(frame, operator, a, b) : Num.of(sum);
      }
      case SUBTRACT -> {
        long difference = a - b;
        yield ((a ^ b) & (a ^ difference)) < 0 ? bigs(frame, operator, a, b) : Num.of(difference);
      }
      case MULTIPLY -> {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        yield high == low >> 63 ? Num.of(low) : bigs(frame, operator, a, b);
      }
      case FLOOR_DIVIDE ->
          b == 0 || (a == Long.MIN_VALUE && b == -1)
              ? bigs(frame, operator, a, b)
              : Num.of(Math.floorDiv(a, b));
      case REMAINDER -> b == 0 ? bigs(frame, operator, a, b) : Num.of(Math.floorMod(a, b));
      case DIVIDE ->
          b != 0 && Math.abs(a) <= EXACT_MAX && Math.abs(b) <= EXACT_MAX
              ? Num.of((double) a / b)
              : bigs(frame, operator, a, b);
      default -> bigs(frame, operator, a, b);
    };
  }

  private static Value bigs(Frame frame, Operator operator, long a, long b) {
    return big(frame, operator, BigInteger.valueOf(a), BigInteger.valueOf(b));
  }

  private static Value numbers(Frame frame, Operator operator, Num left, Num right) {
    if (left instanceof Num.Real || right instanceof Num.Real) {
      return real(frame, operator, left.real(), right.real());
    }
    return left instanceof Num.Int(var a) && right instanceof Num.Int(var b)
        ? whole(frame, operator, a, b)
        : big(frame, operator, integer(left), integer(right));
  }

  static BigInteger integer(Num number) {
    return switch (number) {
      case Num.Int(var whole) -> BigInteger.valueOf(whole);
      case Num.Big(var whole) -> whole;
      case Num.Real(var real) -> new BigDecimal(real).toBigInteger();
    };
  }

  private static Value big(Frame frame, Operator operator, BigInteger a, BigInteger b) {
    return switch (operator) {
      case ADD -> bounded(frame, a.add(b));
      case SUBTRACT -> bounded(frame, a.subtract(b));
      case MULTIPLY -> {
        checkBits(frame, (long) a.bitLength() + b.bitLength());
        yield bounded(frame, a.multiply(b));
      }
      case DIVIDE -> Num.of(quotient(a, nonZero(frame, b)));
      case FLOOR_DIVIDE -> bounded(frame, floor(a, nonZero(frame, b)));
      case REMAINDER -> bounded(frame, a.subtract(floor(a, nonZero(frame, b)).multiply(b)));
      default -> power(frame, a, b);
    };
  }

  private static double quotient(BigInteger a, BigInteger b) {
    return new BigDecimal(a).divide(new BigDecimal(b), new MathContext(40)).doubleValue();
  }

  private static BigInteger floor(BigInteger a, BigInteger b) {
    var parts = a.divideAndRemainder(b);
    return parts[1].signum() != 0 && parts[1].signum() != b.signum()
        ? parts[0].subtract(BigInteger.ONE)
        : parts[0];
  }

  private static BigInteger nonZero(Frame frame, BigInteger divisor) {
    if (divisor.signum() == 0) {
      throw frame.error("division by zero");
    }
    return divisor;
  }

  private static Value power(Frame frame, BigInteger base, BigInteger exponent) {
    if (exponent.signum() < 0) {
      return real(frame, Operator.POWER, base.doubleValue(), exponent.doubleValue());
    }
    boolean grows = base.bitLength() > 1;
    if (grows && exponent.bitLength() > 31) {
      checkBits(frame, Long.MAX_VALUE);
    }
    int times =
        grows ? exponent.intValue() : exponent.testBit(0) ? 1 : exponent.signum() == 0 ? 0 : 2;
    checkBits(frame, (long) (base.bitLength() - 1) * times);
    return bounded(frame, base.pow(times));
  }

  private static void checkBits(Frame frame, long bits) {
    if (bits > BITS_MAX) {
      throw frame.error("the number has more than %,d bits".formatted(BITS_MAX));
    }
    frame.step(1 + bits / 64);
  }

  private static Num bounded(Frame frame, BigInteger number) {
    checkBits(frame, number.bitLength());
    return Num.of(number);
  }

  private static Value real(Frame frame, Operator operator, double a, double b) {
    return switch (operator) {
      case ADD -> Num.of(a + b);
      case SUBTRACT -> Num.of(a - b);
      case MULTIPLY -> Num.of(a * b);
      case DIVIDE -> Num.of(a / nonZero(frame, b));
      case FLOOR_DIVIDE -> Num.of(floor(a, nonZero(frame, b)));
      case REMAINDER -> Num.of(remainder(a, nonZero(frame, b)));
      default -> Num.of(power(frame, a, b));
    };
  }

  private static double nonZero(Frame frame, double divisor) {
    if (divisor == 0) {
      throw frame.error("division by zero");
    }
    return divisor;
  }

  private static double remainder(double a, double b) {
    double rest = a % b;
    if (rest == 0) {
      return Math.copySign(0, b);
    }
    return rest < 0 != b < 0 ? rest + b : rest;
  }

  private static double floor(double a, double b) {
    double rest = a % b;
    double quotient = (a - rest) / b;
    if (rest != 0 && rest < 0 != b < 0) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0, a / b);
    }
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }

  private static double power(Frame frame, double base, double exponent) {
    if (base == 0 && exponent < 0) {
      throw frame.error("division by zero: 0 to a negative power");
    }
    if (base < 0 && exponent != Math.rint(exponent)) {
      throw frame.error("a negative number has no real power with a fraction");
    }
    double power = base == 1 || exponent == 0 ? 1 : Math.pow(base, exponent);
    if (Double.isInfinite(power) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
      throw frame.error("the number is too large");
    }
    return power;
  }

  private static Value formatted(Frame frame, Value left, Value right) {
    if (left instanceof Text(var format)) {
      return Text.of(PercentFormat.of(frame, format, right));
    }
    throw Operands.unfit(frame, Operator.REMAINDER, left, right);
  }

  private static Value joined(Frame frame, Value left, Value right) {
    if (left instanceof Text(var a) && right instanceof Text(var b)) {
      frame.grow((long) a.length() + b.length());
      return Text.of(a + b);
    }
    if (left instanceof Items(var a) && right instanceof Items(var b)) {
      return new Items(both(frame, a, b));
    }
    if (left instanceof Row a && right instanceof Row b) {
      return new Row(both(frame, a.list(), b.list()));
    }
    throw Operands.unfit(frame, Operator.ADD, left, right);
  }

  static List<Value> both(Frame frame, List<Value> first, List<Value> second) {
    frame.step(((long) first.size() + second.size()) / 16 + 1);
    List<Value> all = new ArrayList<>(first.size() + second.size());
    all.addAll(first);
    all.addAll(second);
    return all;
  }

  private static Value repeated(Frame frame, Value left, Value right) {
    if (Comparing.isNumber(left) && !Comparing.isNumber(right)) {
      return repeat(frame, right, left, left);
    }
    return repeat(frame, left, right, right);
  }

  private static Value repeat(Frame frame, Value what, Value times, Value other) {
    if (!Comparing.isNumber(times) || Comparing.number(times) instanceof Num.Real) {
      throw Operands.unfit(frame, Operator.MULTIPLY, what, other);
    }
    long count =
        Comparing.number(times) instanceof Num.Int(var number)
            ? Math.max(0, number)
            : Integer.MAX_VALUE;
    return switch (what) {
      case Text(var text) -> Text.of(repeat(frame, text, count));
      case Items(var list) -> new Items(repeat(frame, list, count));
      case Row row -> new Row(repeat(frame, row.list(), count));
      default -> throw Operands.unfit(frame, Operator.MULTIPLY, what, other);
    };
  }

  static String repeat(Frame frame, String text, long count) {
    long capped = Math.min(count, Integer.MAX_VALUE);
    frame.grow(text.length() * capped);
    return text.isEmpty() ? "" : text.repeat((int) capped);
  }

  private static List<Value> repeat(Frame frame, List<Value> list, long count) {
    long capped = Math.min(count, Integer.MAX_VALUE);
    frame.step(list.size() * capped + 1);
    List<Value> all = new ArrayList<>();
    for (long i = 0; i < capped && !list.isEmpty(); i++) {
      all.addAll(list);
    }
    return all;
  }

  static Num negated(Frame frame, Num number) {
    return switch (number) {
      case Num.Int(var whole) when whole != Long.MIN_VALUE -> Num.of(-whole);
      case Num.Int _, Num.Big _ -> bounded(frame, integer(number).negate());
      case Num.Real(var real) -> Num.of(-real);
    };
  }
}
