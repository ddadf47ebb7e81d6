package io.noetl.tool;

import io.noetl.job.Failure;

/// Ends the call of a tool or saver with a [Failure].
public final class ToolFailure extends Exception {
  private static final long serialVersionUID = 1;
  private final transient Failure failure;

  public ToolFailure(Failure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  /// The tool's work failed; another attempt may succeed.
  public static ToolFailure error(String code, String message) {
    return new ToolFailure(Failure.error(code, message));
  }

  /// The call itself is wrong: no attempt will succeed.
  public static ToolFailure invalid(String code, String message) {
    return new ToolFailure(Failure.invalid(code, message));
  }

  public Failure failure() {
    return failure;
  }
}
