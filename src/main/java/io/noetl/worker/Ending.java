package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.value.Value;

/// How a tool's run ended, before anything else is judged.
sealed interface Ending {
  Value result();

  /// With a result.
  record Done(Value result) implements Ending {}

  /// With a failure.
  record Broken(Failure failure) implements Ending {
    @Override
    public Value result() {
      return failure.result();
    }
  }
}
