package io.noetl.engine;

import io.noetl.store.Holder;
import org.jspecify.annotations.Nullable;

/// Who gets the jobs that a decision gives birth to, and how many of them at most. `ending` is how
/// many of that worker's jobs end by the same decision and so make room, though they still run.
record Claim(@Nullable Seat seat, Holder holder, int slots, int ending) {
  /// Nobody: jobs are put on the queue. `holder` is who takes the one that the decision is about.
  static Claim none(Holder holder) {
    return new Claim(null, holder, 0, 0);
  }
}
