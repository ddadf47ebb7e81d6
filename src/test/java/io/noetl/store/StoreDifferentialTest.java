package io.noetl.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.store.RandomOperations.Kind;
import io.noetl.store.memory.MemoryStore;
import io.noetl.store.postgres.PostgresStore;
import io.noetl.store.postgres.Server;
import io.noetl.store.sqlite.Settings;
import io.noetl.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same random operations on the memory store, which is plain, and on the others: every answer
/// and everything that can be read must be the same. To repeat one: `-Dstore.seed=...`.
final class StoreDifferentialTest {
  private static final int SUCCESSES_MIN = 10;
  private static final int OPERATIONS_MIN = 300;
  private static final int OPERATIONS_MAX = 20_000;
  private static final int LOOK_EVERY = 20;

  @TempDir Path directory;

  static long[] seeds() {
    var given = Long.getLong("store.seed");
    return given == null ? new long[] {1, 2, 3, 4, 5} : new long[] {given};
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sqliteDoesWhatMemoryDoes(long seed) {
    InstantSource clock = () -> Appends.at(1_000_000);
    var settings = new Settings(Settings.Durability.NORMAL, 0, clock);
    try (var memory = new MemoryStore(clock);
        var sqlite = SqliteStore.open(directory, settings)) {
      compare(memory, sqlite, seed);
    }
  }

  /// Fewer, as each look is a way to a server and back.
  static long[] seedsOfServers() {
    var given = Long.getLong("store.seed");
    return given == null ? new long[] {1, 2} : new long[] {given};
  }

  @ParameterizedTest
  @MethodSource("seedsOfServers")
  void postgresDoesWhatSharedMemoryDoes(long seed) {
    InstantSource clock = () -> Appends.at(1_000_000);
    try (var memory = MemoryStore.shared(clock);
        var postgres = PostgresStore.open(Server.shared().fresh())) {
      compare(memory, postgres, seed);
    }
  }

  private static void compare(Store plain, Store other, long seed) {
    var operations = new RandomOperations(new Random(seed), plain);
    Map<Kind, Integer> successes = new EnumMap<>(Kind.class);
    for (int i = 0; !enough(successes, i); i++) {
      var operation = operations.next();
      var place = "operation %d, -Dstore.seed=%d: %s".formatted(i, seed, operation);

      var expected = answer(operation.act(), plain);

      assertThat(answer(operation.act(), other)).as(place).isEqualTo(expected);
      if (operation.succeeded().test(expected)) {
        successes.merge(operation.kind(), 1, Integer::sum);
      }
      if (i % LOOK_EVERY == 0) {
        for (var look : operations.looks()) {
          assertThat(look.apply(other)).as(place).isEqualTo(look.apply(plain));
        }
      }
      assertThat(i)
          .as("every kind succeeds now and then, -Dstore.seed=%d: %s", seed, successes)
          .isLessThan(OPERATIONS_MAX);
    }
  }

  private static boolean enough(Map<Kind, Integer> successes, int operations) {
    return operations >= OPERATIONS_MIN
        && successes.size() == Kind.values().length
        && successes.values().stream().allMatch(count -> count >= SUCCESSES_MIN);
  }

  private static Object answer(Function<Store, ?> act, Store store) {
    try {
      return act.apply(store);
    } catch (IllegalStateException e) {
      return IllegalStateException.class;
    }
  }
}
