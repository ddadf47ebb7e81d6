package io.noetl.store.memory;

import io.noetl.playbook.LabelFilter;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Store;
import io.noetl.store.Store.CatalogEntry;
import io.noetl.store.Store.CatalogLine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The catalog of the memory store; an entry's id is its place, from 1.
final class MemoryCatalog implements Store.Catalog {
  private final InstantSource clock;
  private final List<CatalogEntry> entries = new ArrayList<>();
  private final List<Map<String, String>> labels = new ArrayList<>();

  MemoryCatalog(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized int register(String path, String content, Map<String, String> given) {
    var latest = find(path, 0);
    if (latest.isPresent() && latest.get().content().equals(content)) {
      return latest.get().version();
    }
    int version = latest.map(CatalogEntry::version).orElse(0) + 1;
    labels.add(Map.copyOf(given));
    entries.add(new CatalogEntry(path, version, content, clock.instant()));
    return version;
  }

  @Override
  public synchronized Optional<CatalogEntry> find(String path, int version) {
    return list(path).stream()
        .filter(entry -> version == 0 || entry.version() == version)
        .findFirst();
  }

  @Override
  public synchronized List<CatalogEntry> list(String path) {
    return entries.reversed().stream()
        .filter(entry -> path.isEmpty() || entry.path().equals(path))
        .toList();
  }

  @Override
  public synchronized List<CatalogLine> lines(LabelFilter wanted) {
    return IntStream.range(0, entries.size())
        .filter(place -> wanted.matches(labels.get(place)))
        .mapToObj(place -> entries.get(place).line())
        .toList()
        .reversed();
  }

  synchronized long id(PlaybookRef playbook) {
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (entry.path().equals(playbook.path()) && entry.version() == playbook.version()) {
        return i + 1L;
      }
    }
    return 0;
  }
}
