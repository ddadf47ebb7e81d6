package io.noetl.cli;

import java.time.Instant;

/// What a step waits for, in words.
final class Waiting {
  private Waiting() {}

  static String forWorker() {
    return "waits for a free worker";
  }

  static String until(Instant due) {
    return "waits until " + Times.local(due);
  }

  static String forAttempt(long attempt, Instant due) {
    return "attempt %d at %s".formatted(attempt, Times.local(due));
  }
}
