package io.noetl.worker;

import java.time.Duration;

/// Ever longer pauses while something does not work.
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration pause = FIRST;

  void pause() throws InterruptedException {
    Thread.sleep(pause);
    var doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
