package io.noetl.tool;

import io.noetl.job.JobSource.Held;
import java.time.Duration;

/// Watches over a call while it runs: says when it must stop, and takes what it prints.
public interface Watch {

  /// Runs `stop` once, on another thread, as soon as the call is cancelled or its time is up; at
  /// once if that is so already. Closing the registration withdraws it.
  Registration onStop(Runnable stop);

  /// Time left until the attempt's timeout; a year when there is none.
  Duration left();

  /// The job that the call belongs to.
  Held job();

  /// Keeps a piece of the tool's output as the step's log.
  void log(String text);

  /// Keeps a secret that the call uses out of its log, result and failure.
  void hide(String secret);

  /// Ends a registration.
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
