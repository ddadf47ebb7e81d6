package io.noetl.store;

/// The store cannot be used at the moment (full disk, unwritable directory, lost connection).
/// Nothing that was acknowledged is lost; what was not acknowledged was not done.
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// `message` says what was tried, what went wrong and what to do.
  public StoreUnavailable(String message) {
    super(message);
  }

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
