package io.noetl.cli;

import io.noetl.broker.Decision;
import io.noetl.broker.Event;
import io.noetl.engine.Engine;

/// Shows the progress of one of the executions that an engine runs: of the one that was named, else
/// of the first that no other execution has started.
final class Spectator implements Engine.Observer {
  private final Progress progress;
  private long execution;

  Spectator(Progress progress) {
    this.progress = progress;
  }

  synchronized void watch(long named) {
    execution = named;
  }

  @Override
  public synchronized void committed(long committed, Decision decision) {
    for (var entry : decision.events()) {
      boolean isFirst =
          execution == 0
              && entry.event() instanceof Event.ExecutionStarted it
              && !it.origin().exists();
      if (isFirst) {
        execution = committed;
      }
      if (execution == committed) {
        progress.see(entry);
      }
    }
  }
}
