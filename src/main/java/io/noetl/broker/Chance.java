package io.noetl.broker;

/// All chance in a decision, drawn from the fact's seed: the same seed and purpose give the same
/// draw, so a replay decides alike.
record Chance(long seed) {

  /// 64 bits for this purpose (the finalizer of SplitMix64 over seed and name).
  long bits(String purpose, long number) {
    long mixed = seed + 0x9E3779B97F4A7C15L * (number + 1);
    for (int i = 0; i < purpose.length(); i++) {
      mixed = mixed * 31 + purpose.charAt(i);
    }
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /// A number from 0 (inclusive) to 1 (exclusive).
  double part(String purpose, long number) {
    return (bits(purpose, number) >>> 11) * 0x1.0p-53;
  }
}
