package io.noetl.cli;

/// What a command's exit code says. Scripts rely on these: they never change.
public final class Exit {
  public static final int DONE = 0;

  /// The execution failed, or a check did.
  public static final int FAILED = 1;

  public static final int USAGE = 2;
  public static final int NOT_FOUND = 3;
  public static final int INVALID_PLAYBOOK = 4;
  public static final int NOT_ALLOWED = 5;

  /// No server answered.
  public static final int UNREACHABLE = 6;

  public static final int TIMEOUT = 7;
  public static final int DIVERGED = 8;

  /// Interrupted; the execution was cancelled cleanly.
  public static final int INTERRUPTED = 130;

  private Exit() {}
}
