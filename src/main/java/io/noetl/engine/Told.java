package io.noetl.engine;

import io.noetl.broker.Decision;
import io.noetl.broker.State;

/// What became of a fact that was told to the engine.
public sealed interface Told {

  /// It was decided upon and everything that follows is durable.
  record Accepted(Decision decision) implements Told {}

  /// It changed nothing: it came late or told nothing new.
  record Nothing(State state) implements Told {}

  /// It came under a lease that is no longer the job's.
  record Stale() implements Told {}

  /// There is no such execution.
  record Unknown() implements Told {}
}
