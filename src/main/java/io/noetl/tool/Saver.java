package io.noetl.tool;

import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.util.Set;

/// A place that a step's `save` can write to. One instance serves many threads at once.
public interface Saver extends AutoCloseable {

  /// Its word under `storage`, lower case: `file`.
  String storage();

  /// Writes and answers with what it did (`{path, bytes}`). Must end soon after `watch` says so.
  Fields save(Order order, Watch watch) throws ToolFailure, InterruptedException;

  /// Keys of a `save` that are no templates for this storage, such as code.
  default Set<String> verbatim() {
    return Set.of();
  }

  @Override
  default void close() {}

  /// What to save: `data`, in the way that `spec` (the `save` block without its data) says. `key`
  /// is the idempotency key of the work (`execution/step/visit`, for an iteration `/index` behind
  /// it), `attempt` the number of the job's attempt: together they name one save. A job that is
  /// delivered again comes with the same two.
  record Order(String key, int attempt, String step, Fields spec, Value data) {}
}
