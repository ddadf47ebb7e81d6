package io.noetl.cli;

import io.noetl.job.Job;
import java.time.Instant;

/// What a step waits for, in words.
final class Waiting {
  private Waiting() {}

  static String forWorker(String pool) {
    return pool.equals(Job.POOL_DEFAULT)
        ? "waits for a free worker"
        : "waits for a free worker of the pool " + pool;
  }

  static String until(Instant due) {
    return "waits until " + Times.local(due);
  }

  static String forAttempt(long attempt, Instant due) {
    return "attempt %d at %s".formatted(attempt, Times.local(due));
  }
}
