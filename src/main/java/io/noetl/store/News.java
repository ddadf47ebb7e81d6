package io.noetl.store;

/// What another engine did to a shared store. Only hints that save a look each second: one may be
/// missed, or come twice.
public sealed interface News {
  /// Jobs of that pool wait to be taken.
  record Queued(String pool) implements News {}

  /// Jobs of that holder are to be stopped.
  record Stopping(String holder) implements News {}

  /// Something may have been missed: look at everything.
  record Anything() implements News {}
}
