package io.noetl.job;

import io.noetl.value.Value;
import java.util.List;

/// One turn of an iterator that ended, as the worker streams it back. `index` counts from 0 after
/// where, order and limit. `error` is empty for one that succeeded.
public record Iteration(
    int index, Value item, Value result, String error, List<SaveReport> saves, long millis) {
  public Iteration {
    saves = List.copyOf(saves);
  }

  public boolean failed() {
    return !error.isEmpty();
  }
}
