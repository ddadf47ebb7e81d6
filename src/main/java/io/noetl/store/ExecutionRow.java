package io.noetl.store;

import io.noetl.broker.Phase;
import io.noetl.playbook.PlaybookRef;
import java.time.Instant;

/// An execution's line in lists: a projection of its events, written with them. `parent` is 0 for
/// one without; `progress` is how many of a hundred parts are done; `endedAt` is [Instant#EPOCH]
/// while it goes on; `owner` is the engine incarnation that runs it: the one of the first append,
/// until another adopts the execution.
public record ExecutionRow(
    long execution,
    PlaybookRef playbook,
    Phase phase,
    long parent,
    Instant startedAt,
    Instant endedAt,
    long lastEvent,
    int progress,
    String owner) {

  public ExecutionRow {
    if (phase.isFinal() == endedAt.equals(Instant.EPOCH)) {
      throw new IllegalArgumentException(
          "an execution says when it ended if it did: %s, %s".formatted(phase, endedAt));
    }
  }
}
