package io.noetl.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Instants as whole microseconds since 1970 (UTC): what every store keeps.
public final class Micros {
  private static final long PER_SECOND = 1_000_000;
  private static final int NANOS = 1_000;
  private static final Duration MICRO = Duration.of(1, ChronoUnit.MICROS);

  private Micros() {}

  public static long of(Instant at) {
    return Math.multiplyExact(at.getEpochSecond(), PER_SECOND) + at.getNano() / NANOS;
  }

  public static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
  }

  /// A length of time in whole microseconds.
  public static long of(Duration time) {
    return time.dividedBy(MICRO);
  }

  /// The instant without what a store cannot keep.
  public static Instant cut(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }
}
