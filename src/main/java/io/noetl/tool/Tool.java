package io.noetl.tool;

import io.noetl.value.Value;
import java.time.Duration;

/// A kind of work that a step can do. One instance serves many threads at once.
///
/// A tool knows nothing of the broker: it gets a call with every template rendered and answers with
/// the result, or throws [ToolFailure].
public interface Tool extends AutoCloseable {

  /// The kind in playbooks, lower case: `http`.
  String kind();

  /// Does the work and answers with the payload: data that JSON can say. Must end soon after
  /// `watch` says so (cancel or timeout), with an exception of its choice.
  Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException;

  /// The timeout of an attempt that names none; zero for none.
  default Duration timeoutDefault() {
    return Duration.ZERO;
  }

  /// Gives back what it holds (child processes, connections).
  @Override
  default void close() {}
}
