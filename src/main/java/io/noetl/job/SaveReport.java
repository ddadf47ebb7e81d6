package io.noetl.job;

import io.noetl.value.Fields;

/// What a save did: where to (`file`, `postgres`), and its answer (`{path, bytes}`), or the error
/// that kept it from being done (then `error` is not empty).
public record SaveReport(String storage, Fields answer, String error) {
  public boolean failed() {
    return !error.isEmpty();
  }
}
