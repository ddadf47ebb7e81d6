package io.noetl.store.memory;

import io.noetl.store.RequestKeys;
import java.util.HashMap;
import java.util.Map;

/// The request keys of the memory store.
final class MemoryRequestKeys implements RequestKeys {
  private final Map<String, Given> given = new HashMap<>();

  private record Given(String digest, long execution) {}

  @Override
  public synchronized Claim claim(String key, String digest, long execution) {
    var first = given.computeIfAbsent(key, _ -> new Given(digest, execution));
    return new Claim(first.execution(), first.digest().equals(digest));
  }
}
