package io.noetl.engine;

import io.noetl.broker.Broker;
import io.noetl.broker.State;

/// An execution in memory: its broker and the state after all that was decided. Only a cache: its
/// shard drops it whenever the store knows better.
final class Live {
  private final Broker broker;
  private State state;

  Live(Broker broker, State state) {
    this.broker = broker;
    this.state = state;
  }

  Broker broker() {
    return broker;
  }

  State state() {
    return state;
  }

  void advance(State next) {
    state = next;
  }
}
