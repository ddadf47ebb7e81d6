package io.noetl.store.sqlite;

import io.noetl.store.StoreUnavailable;
import java.util.concurrent.CompletionException;

/// What failed on another thread, to be thrown on this one.
final class Failed {
  private Failed() {}

  static RuntimeException again(CompletionException wrapped) {
    var cause = wrapped.getCause() == null ? wrapped : wrapped.getCause();
    return cause instanceof StoreUnavailable trouble
        ? new StoreUnavailable(String.valueOf(trouble.getMessage()), trouble)
        : new IllegalStateException("the store failed: " + cause.getMessage(), cause);
  }
}
