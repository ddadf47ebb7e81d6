package io.noetl.store.memory;

import io.noetl.store.ExecutionRow;
import io.noetl.store.Retention;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;

/// Deletes executions of the memory store.
final class MemoryRetention implements Retention {
  private final NavigableMap<Long, Execution> executions;
  private final MemoryRequestKeys keys;
  private final MemoryEngines engines;
  private int left; // Guarded by the executions.

  MemoryRetention(
      NavigableMap<Long, Execution> executions, MemoryRequestKeys keys, MemoryEngines engines) {
    this.executions = executions;
    this.keys = keys;
    this.engines = engines;
  }

  @Override
  public String obstacle() {
    return "";
  }

  @Override
  public List<Head> heads(Instant before, long after, int max) {
    synchronized (executions) {
      return executions.tailMap(after, false).values().stream()
          .map(it -> it.row)
          .filter(row -> endedBefore(row, before) && !executions.containsKey(row.parent()))
          .limit(max)
          .map(row -> new Head(row.execution(), !children(row.execution()).isEmpty()))
          .toList();
    }
  }

  private static boolean endedBefore(ExecutionRow row, Instant before) {
    return row.phase().isFinal() && row.endedAt().isBefore(before);
  }

  private List<ExecutionRow> children(long parent) {
    return executions.values().stream()
        .map(it -> it.row)
        .filter(row -> row.parent() == parent)
        .toList();
  }

  @Override
  public List<Member> descendants(long execution) {
    synchronized (executions) {
      List<Member> found = new ArrayList<>();
      var parents = new ArrayDeque<Long>(List.of(execution));
      while (!parents.isEmpty()) {
        for (var child : children(parents.remove())) {
          found.add(new Member(child.execution(), child.endedAt()));
          parents.add(child.execution());
        }
      }
      return found;
    }
  }

  @Override
  public int drop(List<Long> wanted, Instant before) {
    synchronized (executions) {
      var dropped = new HashSet<Long>();
      for (long execution : wanted) {
        var known = executions.get(execution);
        if (known != null && endedBefore(known.row, before)) {
          executions.remove(execution);
          dropped.add(execution);
          left += known.events.size();
        }
      }
      keys.forget(dropped);
      engines.forget(dropped);
      return dropped.size();
    }
  }

  /// Nothing is left of what was dropped; only the count is still owed.
  @Override
  public int sweep(int rows) {
    synchronized (executions) {
      int swept = Math.min(rows, left);
      left -= swept;
      return swept;
    }
  }

  @Override
  public int dropKeys(Instant before, int max) {
    synchronized (executions) {
      return keys.forget(before, executions::containsKey, max);
    }
  }
}
