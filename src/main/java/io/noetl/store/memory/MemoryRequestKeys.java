package io.noetl.store.memory;

import io.noetl.store.RequestKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/// The request keys of the memory store.
final class MemoryRequestKeys implements RequestKeys {
  private final InstantSource clock;
  private final Map<String, Given> given = new HashMap<>();

  private record Given(String digest, long execution, Instant at) {}

  MemoryRequestKeys(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Claim claim(String key, String digest, long execution) {
    var first = given.computeIfAbsent(key, _ -> new Given(digest, execution, clock.instant()));
    return new Claim(first.execution(), first.digest().equals(digest));
  }

  synchronized void forget(Collection<Long> executions) {
    given.values().removeIf(it -> executions.contains(it.execution()));
  }

  /// Forgets those of before `before` whose execution is not there; at most `max`.
  synchronized int forget(Instant before, LongPredicate isThere, int max) {
    var keys =
        given.entrySet().stream()
            .filter(it -> it.getValue().at().isBefore(before))
            .filter(it -> !isThere.test(it.getValue().execution()))
            .map(Map.Entry::getKey)
            .limit(max)
            .toList();
    given.keySet().removeAll(keys);
    return keys.size();
  }
}
