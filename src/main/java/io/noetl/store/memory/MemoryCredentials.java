package io.noetl.store.memory;

import io.noetl.store.Credentials;
import io.noetl.store.Micros;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The credentials of the memory store.
final class MemoryCredentials implements Credentials {
  private final TreeMap<String, Row> rows = new TreeMap<>();
  private long last;

  @Override
  public synchronized Row put(Row row) {
    var known = find(row.name());
    var kept =
        new Row(
            known.map(Row::id).orElseGet(() -> ++last),
            row.name(),
            row.type(),
            row.data(),
            row.keyId(),
            row.meta(),
            row.tags(),
            row.description(),
            known.map(Row::createdAt).orElse(Micros.cut(row.createdAt())),
            Micros.cut(row.updatedAt()));
    rows.put(row.name(), kept);
    return kept;
  }

  @Override
  public synchronized Optional<Row> find(String name) {
    return Optional.ofNullable(rows.get(name));
  }

  @Override
  public synchronized List<Row> list(String type, String text) {
    return rows.values().stream()
        .filter(row -> type.isEmpty() || row.type().equals(type))
        .filter(
            row ->
                row.name().contains(text)
                    || row.description().contains(text)
                    || row.tags().stream().anyMatch(tag -> tag.contains(text)))
        .toList();
  }

  @Override
  public synchronized boolean delete(String name) {
    return rows.remove(name) != null;
  }

  @Override
  public synchronized boolean rewrap(Row seen, String data, String keyId) {
    var row = rows.get(seen.name());
    if (row == null || row.id() != seen.id() || !row.data().equals(seen.data())) {
      return false;
    }
    rows.put(
        row.name(),
        new Row(
            row.id(),
            row.name(),
            row.type(),
            data,
            keyId,
            row.meta(),
            row.tags(),
            row.description(),
            row.createdAt(),
            row.updatedAt()));
    return true;
  }
}
