package io.noetl.broker;

import java.time.Instant;

/// Makes execution ids: 41 bits of milliseconds since 2024, then 22 bits of chance; always
/// positive, and in the order of their making to the millisecond.
public final class ExecutionId {
  private static final long EPOCH_MILLIS = 1_704_067_200_000L;
  private static final int CHANCE_BITS = 22;

  private ExecutionId() {}

  public static long of(Instant at, long chance) {
    long millis = Math.max(1, at.toEpochMilli() - EPOCH_MILLIS) & ((1L << 41) - 1);
    return (millis << CHANCE_BITS) | (chance & ((1L << CHANCE_BITS) - 1));
  }
}
