package io.noetl.secret;

import io.noetl.store.Credentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A table of credentials in memory; a test may do something just before a row is rewrapped.
public final class MemoryCredentials implements Credentials {
  private final Map<String, Row> rows = new TreeMap<>();
  private long ids;
  Runnable beforeRewrap = () -> {};

  @Override
  public synchronized Row put(Row row) {
    var old = Optional.ofNullable(rows.get(row.name()));
    var stored =
        new Row(
            old.map(Row::id).orElseGet(() -> ++ids),
            row.name(),
            row.type(),
            row.data(),
            row.keyId(),
            row.meta(),
            row.tags(),
            row.description(),
            old.map(Row::createdAt).orElse(row.createdAt()),
            row.updatedAt());
    rows.put(row.name(), stored);
    return stored;
  }

  @Override
  public synchronized Optional<Row> find(String name) {
    return Optional.ofNullable(rows.get(name));
  }

  @Override
  public synchronized List<Row> list(String type, String text) {
    return rows.values().stream()
        .filter(row -> type.isEmpty() || row.type().equals(type))
        .filter(row -> (row.name() + row.tags() + row.description()).contains(text))
        .toList();
  }

  @Override
  public synchronized boolean delete(String name) {
    return rows.remove(name) != null;
  }

  @Override
  public boolean rewrap(Row seen, String data, String keyId) {
    beforeRewrap.run();
    synchronized (this) {
      if (!seen.equals(rows.get(seen.name()))) {
        return false;
      }
      rows.put(seen.name(), with(seen, data, keyId));
      return true;
    }
  }

  private static Row with(Row row, String data, String keyId) {
    return new Row(
        row.id(),
        row.name(),
        row.type(),
        data,
        keyId,
        row.meta(),
        row.tags(),
        row.description(),
        row.createdAt(),
        row.updatedAt());
  }

  /// Puts a row's text under another name, as somebody might who can write to the table.
  synchronized void smuggle(String from, String to) {
    var row = rows.get(from);
    rows.put(
        to,
        new Row(
            99,
            to,
            row.type(),
            row.data(),
            row.keyId(),
            row.meta(),
            row.tags(),
            row.description(),
            row.createdAt(),
            row.updatedAt()));
  }

  synchronized void tamper(String name, String data) {
    var row = rows.get(name);
    rows.put(name, with(row, data, row.keyId()));
  }
}
