package io.noetl.store.memory;

import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import io.noetl.store.Store.Signal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// The incarnations of the memory store and the signals between them.
final class MemoryEngines implements Store.Engines {
  private final Map<Long, Execution> executions;
  private final Set<String> alive = new HashSet<>();
  private final List<Signal> signals = new ArrayList<>();
  private final BiPredicate<ExecutionRow, String> isSeen;
  private int entered;

  /// `isSeen` says whether an execution concerns an engine.
  MemoryEngines(Map<Long, Execution> executions, BiPredicate<ExecutionRow, String> isSeen) {
    this.executions = executions;
    this.isSeen = isSeen;
  }

  @Override
  public String enter() {
    synchronized (executions) {
      var name = "memory-" + ++entered;
      alive.add(name);
      return name;
    }
  }

  @Override
  public boolean isAlive(String incarnation) {
    synchronized (executions) {
      return alive.contains(incarnation);
    }
  }

  /// All incarnations are gone.
  void leave() {
    synchronized (executions) {
      alive.clear();
    }
  }

  @Override
  public boolean adopt(long execution, String incarnation) {
    synchronized (executions) {
      var known = executions.get(execution);
      if (known == null) {
        return false;
      }
      if (!alive.contains(known.row.owner())) {
        known.adopt(incarnation);
      }
      return isSeen.test(known.row, incarnation);
    }
  }

  @Override
  public void signal(long execution, String kind, String detail) {
    synchronized (executions) {
      var known = executions.get(execution);
      if (known != null && !known.row.phase().isFinal()) {
        signals.add(new Signal(execution, kind, detail));
      }
    }
  }

  @Override
  public List<Signal> takeSignals(String incarnation) {
    synchronized (executions) {
      var taken =
          signals.stream()
              .filter(it -> isFor(executions.get(it.execution()), incarnation))
              .toList();
      signals.removeAll(taken);
      return taken;
    }
  }

  /// Forgets the signals for those executions.
  void forget(Set<Long> gone) {
    signals.removeIf(it -> gone.contains(it.execution()));
  }

  private boolean isFor(@Nullable Execution execution, String incarnation) {
    return execution != null && isSeen.test(execution.row, incarnation);
  }
}
