package io.noetl.store.memory;

import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Phase;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import io.noetl.store.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The list of executions of the memory store.
final class MemoryIndex implements Store.ExecutionIndex {
  private final Map<Long, Execution> executions;
  private final MemoryCatalog catalog;

  MemoryIndex(Map<Long, Execution> executions, MemoryCatalog catalog) {
    this.executions = executions;
    this.catalog = catalog;
  }

  @Override
  public Optional<ExecutionRow> find(long execution) {
    synchronized (executions) {
      return Optional.ofNullable(executions.get(execution)).map(it -> it.row);
    }
  }

  @Override
  public List<ExecutionRow> list(long before, int max) {
    return rows(row -> row.execution() < before).reversed().stream().limit(max).toList();
  }

  @Override
  public List<ExecutionRow> list(ExecutionQuery query) {
    var wanted = wanted(query);
    return rows(row -> row.execution() < query.before() && wanted.test(row)).reversed().stream()
        .limit(query.max())
        .toList();
  }

  private Predicate<ExecutionRow> wanted(ExecutionQuery query) {
    if (query.labels().isAny()) {
      return row -> isWanted(query, row);
    }
    var playbooks =
        catalog.lines(query.labels()).stream()
            .map(Store.CatalogLine::ref)
            .collect(Collectors.toSet());
    return row -> playbooks.contains(row.playbook()) && isWanted(query, row);
  }

  private static boolean isWanted(ExecutionQuery query, ExecutionRow row) {
    var path = row.playbook().path();
    return (query.phases().isEmpty() || query.phases().contains(row.phase()))
        && (query.path().isEmpty() || query.path().equals(path))
        && (path.contains(query.text()) || Long.toString(row.execution()).startsWith(query.text()))
        && (query.parent() == 0 || query.parent() == row.parent())
        && !row.startedAt().isBefore(query.from())
        && row.startedAt().isBefore(query.until());
  }

  @Override
  public Map<Long, Long> originals(Collection<Long> wanted) {
    Map<Long, Long> originals = new HashMap<>();
    synchronized (executions) {
      for (var execution : found(wanted)) {
        if (original(execution) != 0) {
          originals.put(execution.row.execution(), original(execution));
        }
      }
    }
    return originals;
  }

  private static long original(Execution execution) {
    return execution.events.getFirst().event() instanceof Event.ExecutionStarted it
        ? it.retryOf()
        : 0;
  }

  @Override
  public List<Long> retries(long execution, int max) {
    synchronized (executions) {
      var all =
          executions.values().stream()
              .filter(it -> original(it) == execution)
              .map(it -> it.row.execution())
              .sorted()
              .toList();
      return all.subList(Math.max(0, all.size() - max), all.size());
    }
  }

  @Override
  public Map<Long, Entry> ends(Collection<Long> wanted) {
    synchronized (executions) {
      return found(wanted).stream()
          .filter(it -> it.row.phase().isFinal())
          .collect(Collectors.toMap(it -> it.row.execution(), it -> it.events.getLast()));
    }
  }

  private List<Execution> found(Collection<Long> wanted) {
    return wanted.stream().flatMap(it -> Stream.ofNullable(executions.get(it))).toList();
  }

  private record Cell(int place, Phase phase) {}

  @Override
  public List<Tally> tallies(ExecutionQuery query, Duration width) {
    var cells = new LinkedHashMap<Cell, Long>();
    for (var row : rows(wanted(query))) {
      var since = Duration.between(query.from(), row.startedAt());
      cells.merge(new Cell((int) since.dividedBy(width), row.phase()), 1L, Long::sum);
    }
    return cells.entrySet().stream()
        .map(it -> new Tally(it.getKey().place(), it.getKey().phase(), it.getValue()))
        .toList();
  }

  @Override
  public Map<Phase, Long> counts(Instant from) {
    Map<Phase, Long> counts = new EnumMap<>(Phase.class);
    for (var row : rows(row -> !row.startedAt().isBefore(from))) {
      counts.merge(row.phase(), 1L, Long::sum);
    }
    return counts;
  }

  @Override
  public List<ExecutionRow> unfinished(String owner) {
    return rows(row -> row.owner().equals(owner) && !row.phase().isFinal());
  }

  @Override
  public List<ExecutionRow> children(long parent) {
    return rows(row -> row.parent() == parent && parent != 0).stream()
        .sorted(Comparator.comparing(ExecutionRow::startedAt))
        .toList();
  }

  private List<ExecutionRow> rows(Predicate<ExecutionRow> wanted) {
    synchronized (executions) {
      return executions.values().stream().map(it -> it.row).filter(wanted).toList();
    }
  }
}
