package io.noetl.client;

/// A server did not answer: nobody listens there, or the connection broke off. Whether it did what
/// it was asked is not known.
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unreachable(String message, Throwable cause) {
    super(message, cause);
  }

  public String message() {
    return String.valueOf(getMessage());
  }
}
