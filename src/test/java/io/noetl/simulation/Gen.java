package io.noetl.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// All chance in a simulation, drawn from one seed.
final class Gen {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final RandomGenerator random;

  Gen(long seed) {
    this.random = FACTORY.create(seed);
  }

  /// True in `percent` of a hundred cases.
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /// From 0 up to but not including `bound`.
  int upTo(int bound) {
    return random.nextInt(bound);
  }

  /// From `least` to `most`, both included.
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  long bits() {
    return random.nextLong();
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @SafeVarargs
  final <T> T among(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> List<T> shuffled(List<T> list) {
    var left = new ArrayList<>(list);
    for (int i = left.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      var moved = left.get(i);
      left.set(i, left.get(other));
      left.set(other, moved);
    }
    return left;
  }
}
