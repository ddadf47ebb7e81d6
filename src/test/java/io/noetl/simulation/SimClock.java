package io.noetl.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The time of a simulation: it goes on only when told to, and may jump either way.
final class SimClock implements InstantSource {
  private Instant now = Instant.parse("2030-06-01T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }

  void reach(Instant at) {
    now = at.isAfter(now) ? at : now;
  }
}
