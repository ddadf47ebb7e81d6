package io.noetl.engine;

import io.noetl.broker.Content;
import io.noetl.broker.Fact;
import io.noetl.store.Append;
import io.noetl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A fact on its way through the door, with what must become durable beside its decision: pieces of
/// an iterator's checkpoint and what the step printed. `told` is answered once that is so.
record Request(
    long execution,
    Fact fact,
    Append.Guard guard,
    Map<Content.Stored, Value> checkpoint,
    List<Append.LogLine> logs,
    CompletableFuture<Told> told) {

  static Request of(long execution, Fact fact) {
    return new Request(
        execution, fact, Append.Guard.NONE, Map.of(), List.of(), new CompletableFuture<>());
  }

  static Request under(
      Append.Guard guard,
      long execution,
      Fact fact,
      Map<Content.Stored, Value> checkpoint,
      List<Append.LogLine> logs) {
    return new Request(execution, fact, guard, checkpoint, logs, new CompletableFuture<>());
  }
}
