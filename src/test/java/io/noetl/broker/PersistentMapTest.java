package io.noetl.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// The immutable map behind a state, against one from the JDK.
final class PersistentMapTest {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private static <V> Map<String, V> all(PersistentMap<V> map) {
    var all = new TreeMap<String, V>();
    map.forEach(all::put);
    return all;
  }

  @Test
  void anEmptyMapHasNothing() {
    PersistentMap<Integer> map = PersistentMap.empty();

    assertThat(map.isEmpty()).isTrue();
    assertThat(map.find("x")).isEmpty();
    assertThat(map.without("x").size()).isZero();
    assertThat(map.values()).isEmpty();
  }

  @Test
  void whatIsPutIsFoundAndTheOldMapStays() {
    PersistentMap<Integer> none = PersistentMap.empty();

    var one = none.with("x", 1);
    var two = one.with("x", 2);
    var gone = two.without("x");

    assertThat(none.find("x")).isEmpty();
    assertThat(one.find("x")).contains(1);
    assertThat(two.find("x")).contains(2);
    assertThat(two.size()).isEqualTo(1);
    assertThat(gone.isEmpty()).isTrue();
    assertThat(gone.values()).isEmpty();
  }

  @Test
  void namesWithTheSameHashAreKeptApart() {
    // "Aa" and "BB" have the same hash, and so has every word made of them.
    var names = List.of("AaAa", "BBBB", "AaBB", "BBAa");
    PersistentMap<String> map = PersistentMap.empty();
    for (var name : names) {
      map = map.with(name, name + "!").with("x" + name, "y");
    }

    assertThat(map.size()).isEqualTo(8);
    for (var name : names) {
      assertThat(map.find(name)).contains(name + "!");
      map = map.without(name);
      assertThat(map.find(name)).isEmpty();
    }
    assertThat(map.size()).isEqualTo(4);
    assertThat(map.find("CCCC")).isEmpty();
  }

  @Test
  void itBehavesLikeAnyMap() {
    for (long seed = 0; seed < 20; seed++) {
      var random = FACTORY.create(seed);
      var expected = new TreeMap<String, Integer>();
      PersistentMap<Integer> map = PersistentMap.empty();
      for (int i = 0; i < 2_000; i++) {
        var key = name(random);
        if (random.nextInt(3) == 0) {
          expected.remove(key);
          map = map.without(key);
        } else {
          expected.put(key, i);
          map = map.with(key, i);
        }
        assertThat(map.size()).as("seed %d", seed).isEqualTo(expected.size());
      }
      assertThat(all(map)).as("seed %d", seed).isEqualTo(expected);
      assertThat(new ArrayList<>(map.values())).hasSameSizeAs(expected.values());
    }
  }

  /// Few enough that names meet again, and many of them with equal hashes.
  private static String name(RandomGenerator random) {
    var name = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      name.append(random.nextBoolean() ? "Aa" : "BB");
    }
    return random.nextBoolean() ? name.toString() : Integer.toString(random.nextInt(300));
  }

  @Test
  void bitsCountWhatTheyHold() {
    var bits = Bits.NONE;
    for (int i = 0; i < 1000; i += 7) {
      bits = bits.with(i).with(i);
    }

    assertThat(bits.count()).isEqualTo(143);
    assertThat(bits.has(7)).isTrue();
    assertThat(bits.has(8)).isFalse();
    assertThat(Bits.NONE.has(7)).isFalse();
  }
}
