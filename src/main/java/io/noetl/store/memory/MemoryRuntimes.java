package io.noetl.store.memory;

import io.noetl.store.Runtimes;
import io.noetl.value.Fields;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The registry of the memory store.
final class MemoryRuntimes implements Runtimes {
  private final InstantSource clock;
  private final Map<Key, Row> rows = new HashMap<>();

  private record Key(String kind, String name) {}

  MemoryRuntimes(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized long register(Part part) {
    var now = clock.instant();
    var key = new Key(part.kind(), part.name());
    var known = rows.get(key);
    long id = known == null ? rows.size() + 1L : known.id();
    rows.put(key, new Row(id, part, now, known == null ? now : known.createdAt(), now));
    return id;
  }

  @Override
  public synchronized boolean heartbeat(String kind, String name, Fields detail) {
    var row = rows.get(new Key(kind, name));
    if (row == null || row.part().status().equals(OFFLINE)) {
      return false;
    }
    var part = row.part();
    var told = with(part, part.status(), detail.isEmpty() ? part.detail() : detail);
    rows.put(
        new Key(kind, name),
        new Row(row.id(), told, clock.instant(), row.createdAt(), row.updatedAt()));
    return true;
  }

  @Override
  public synchronized boolean deregister(String kind, String name) {
    return rows.computeIfPresent(
            new Key(kind, name),
            (_, row) ->
                new Row(
                    row.id(),
                    with(row.part(), OFFLINE, row.part().detail()),
                    row.heartbeat(),
                    row.createdAt(),
                    clock.instant()))
        != null;
  }

  @Override
  public synchronized List<Row> list(String kind, Duration patience) {
    var silent = clock.instant().minus(patience);
    return rows.values().stream()
        .filter(row -> kind.isEmpty() || row.part().kind().equals(kind))
        .sorted(
            Comparator.comparing((Row row) -> row.part().kind())
                .thenComparing(row -> row.part().name()))
        .map(row -> row.heartbeat().isBefore(silent) ? offline(row) : row)
        .toList();
  }

  private static Row offline(Row row) {
    return new Row(
        row.id(),
        with(row.part(), OFFLINE, row.part().detail()),
        row.heartbeat(),
        row.createdAt(),
        row.updatedAt());
  }

  private static Part with(Part part, String status, Fields detail) {
    return new Part(
        part.kind(), part.name(), part.uri(), status, part.capacity(), part.labels(), detail);
  }
}
