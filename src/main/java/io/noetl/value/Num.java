package io.noetl.value;

import java.math.BigInteger;

/// A number: a whole one of any size, or a 64-bit real one.
///
/// Whole numbers that fit into 64 bits are always [Int]; [Big] holds only those that do not.
public sealed interface Num extends Value {

  /// A whole number from -2^63 to 2^63-1.
  record Int(long number) implements Num {
    private static final Int[] SMALL = small();

    private static Int[] small() {
      var small = new Int[384];
      for (int i = 0; i < small.length; i++) {
        small[i] = new Int(i - 128);
      }
      return small;
    }

    @Override
    public double real() {
      return number;
    }
  }

  /// A whole number beyond 64 bits.
  record Big(BigInteger number) implements Num {
    @Override
    public double real() {
      return number.doubleValue();
    }
  }

  /// A real number (IEEE 754 double; may be infinite or not a number inside templates).
  record Real(double number) implements Num {
    @Override
    public double real() {
      return number;
    }
  }

  static Num of(long number) {
    return number >= -128 && number < 256 ? Int.SMALL[(int) number + 128] : new Int(number);
  }

  static Num of(BigInteger number) {
    return number.bitLength() < 64 ? of(number.longValue()) : new Big(number);
  }

  static Num of(double number) {
    return new Real(number);
  }

  /// The nearest double.
  double real();

  @Override
  default String kind() {
    return "number";
  }
}
