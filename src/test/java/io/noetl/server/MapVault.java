package io.noetl.server;

import io.noetl.server.parts.Vault;
import io.noetl.value.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A vault without locks.
final class MapVault implements Vault {
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, Fields> secrets = new TreeMap<>();

  @Override
  public synchronized Entry put(Deposit it) {
    var now = Instant.now();
    var entry =
        new Entry(
            entries.size() + 1L,
            it.name(),
            it.type(),
            it.meta(),
            it.tags(),
            it.description(),
            now,
            now);
    entries.put(it.name(), entry);
    secrets.put(it.name(), it.data());
    return entry;
  }

  @Override
  public synchronized Optional<Entry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  @Override
  public synchronized List<Entry> list(String type, String text) {
    return entries.values().stream()
        .filter(it -> type.isEmpty() || it.type().equals(type))
        .filter(it -> it.name().contains(text))
        .toList();
  }

  @Override
  public synchronized boolean delete(String name) {
    return entries.remove(name) != null;
  }

  @Override
  public synchronized Optional<Fields> secrets(String name) {
    return Optional.ofNullable(secrets.get(name));
  }
}
