package io.noetl.broker;

/// An immutable set of whole numbers from 0, cheap to extend even when it is large.
record Bits(PersistentMap<Long> words, int count) {
  static final Bits NONE = new Bits(PersistentMap.empty(), 0);

  boolean has(int number) {
    return (word(number) >>> (number & 63) & 1) != 0;
  }

  Bits with(int number) {
    if (has(number)) {
      return this;
    }
    return new Bits(words.with(key(number), word(number) | 1L << (number & 63)), count + 1);
  }

  /// The smallest number from `from` on that is not in the set.
  int firstAbsent(int from) {
    int start = from;
    while (true) {
      long absent = ~word(start) & (-1L << (start & 63));
      if (absent != 0) {
        return (start & ~63) + Long.numberOfTrailingZeros(absent);
      }
      start = (start & ~63) + 64;
    }
  }

  private long word(int number) {
    return words.find(key(number)).orElse(0L);
  }

  private static String key(int number) {
    return Integer.toString(number >>> 6);
  }
}
