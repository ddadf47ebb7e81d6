package io.noetl.value;

/// Text that is not JSON, or exceeds the bounds of [Json].
public final class JsonError extends RuntimeException {
  private static final long serialVersionUID = 1;

  public JsonError(String message) {
    super(message);
  }
}
