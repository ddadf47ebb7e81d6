package io.noetl.store;

import java.time.Duration;
import java.time.Instant;

/// Who holds a lease, and for how long by the store's clock. A lease of no duration is an engine's
/// own: it holds for as long as the engine of that name is at work.
public record Holder(String name, Duration lease) {
  public Holder {
    if (name.isEmpty() || lease.isNegative()) {
      throw new IllegalArgumentException("not a holder of leases: '%s', %s".formatted(name, lease));
    }
  }

  /// When a lease that begins at `now` ends; [Instant#EPOCH] for an engine's own.
  public Instant until(Instant now) {
    return lease.isZero() ? Instant.EPOCH : Micros.cut(now.plus(lease));
  }

  /// The engine itself, for a worker in its own process.
  public static Holder engine(String incarnation) {
    return new Holder(incarnation, Duration.ZERO);
  }
}
