package io.noetl.tool.sql;

import java.time.Duration;

/// Patience with transactions that change the same rows: some databases do not let one wait for the
/// other, but refuse it at once, while the other still goes on.
public final class Rivals {
  /// Tries, the first one too; with the pauses between them more than a second.
  public static final int TRIES_MAX = 9;

  private static final Duration PAUSE_MIN = Duration.ofMillis(5);

  private Rivals() {}

  /// Pauses after try number `tries`, from 1, each time twice as long.
  public static void await(int tries) throws InterruptedException {
    Thread.sleep(PAUSE_MIN.multipliedBy(1L << (tries - 1)));
  }
}
