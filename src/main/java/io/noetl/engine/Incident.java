package io.noetl.engine;

/// An execution that cannot be carried on because of a bug or a broken history. It waits for a
/// human; all others go on.
public final class Incident extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final long execution;

  public Incident(long execution, String message, Throwable cause) {
    super("execution %d cannot be carried on: %s".formatted(execution, message), cause);
    this.execution = execution;
  }

  public long execution() {
    return execution;
  }
}
