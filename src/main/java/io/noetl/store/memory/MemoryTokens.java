package io.noetl.store.memory;

import io.noetl.store.Micros;
import io.noetl.store.Tokens;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tokens of the memory store.
final class MemoryTokens implements Tokens {
  private final Map<String, Row> rows = new LinkedHashMap<>();

  @Override
  public synchronized void add(Row row) {
    if (rows.containsKey(row.id()) || byHash(row.hash()).isPresent()) {
      throw new IllegalStateException("there is a token %s already".formatted(row.id()));
    }
    rows.put(row.id(), cut(row, row.revokedAt()));
  }

  private static Row cut(Row row, Instant revokedAt) {
    return new Row(
        row.id(),
        row.name(),
        row.role(),
        row.hash(),
        Micros.cut(row.createdAt()),
        Micros.cut(row.expiresAt()),
        Micros.cut(revokedAt));
  }

  @Override
  public synchronized Optional<Row> byHash(String hash) {
    return rows.values().stream().filter(row -> row.hash().equals(hash)).findFirst();
  }

  @Override
  public synchronized List<Row> list() {
    return rows.values().stream()
        .sorted(Comparator.comparing(Row::createdAt).reversed().thenComparing(Row::id))
        .toList();
  }

  @Override
  public synchronized boolean revoke(String id, Instant at) {
    var row = rows.get(id);
    if (row == null || !row.revokedAt().equals(Instant.EPOCH)) {
      return false;
    }
    rows.put(id, cut(row, at));
    return true;
  }
}
