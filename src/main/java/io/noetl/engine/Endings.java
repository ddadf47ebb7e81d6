package io.noetl.engine;

import io.noetl.broker.State;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Those who wait for an execution to end.
final class Endings {
  private final Map<Long, CompletableFuture<State>> waiting = new ConcurrentHashMap<>();

  CompletableFuture<State> of(long execution) {
    return waiting.computeIfAbsent(execution, _ -> new CompletableFuture<>());
  }

  void ended(State state) {
    var future = waiting.remove(state.execution());
    if (future != null) {
      future.complete(state);
    }
  }

  void failed(Incident incident) {
    var future = waiting.remove(incident.execution());
    if (future != null) {
      future.completeExceptionally(incident);
    }
  }
}
