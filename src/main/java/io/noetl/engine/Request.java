package io.noetl.engine;

import io.noetl.broker.Content;
import io.noetl.broker.Fact;
import io.noetl.store.Append;
import io.noetl.store.Holder;
import io.noetl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A fact on its way through the door, with what must become durable beside its decision: pieces of
/// an iterator's checkpoint and what the step printed. `holder` gets what the decision leases; if
/// absent, the engine itself does. `told` is answered once that is so.
record Request(
    long execution,
    Fact fact,
    Append.Guard guard,
    Map<Content.Stored, Value> checkpoint,
    List<Append.LogLine> logs,
    Optional<Holder> holder,
    CompletableFuture<Told> told) {

  static Request of(long execution, Fact fact) {
    return under(Append.Guard.NONE, execution, fact, Map.of(), List.of());
  }

  /// `holder` takes the job that the fact is about.
  static Request by(Holder holder, Append.Guard guard, long execution, Fact fact) {
    return new Request(
        execution,
        fact,
        guard,
        Map.of(),
        List.of(),
        Optional.of(holder),
        new CompletableFuture<>());
  }

  static Request under(
      Append.Guard guard,
      long execution,
      Fact fact,
      Map<Content.Stored, Value> checkpoint,
      List<Append.LogLine> logs) {
    return new Request(
        execution, fact, guard, checkpoint, logs, Optional.empty(), new CompletableFuture<>());
  }
}
