package io.noetl.broker;

/// Where a child execution comes from: the parent's execution, the step and the job that wait for
/// it, the iteration (-1 for a single child) and the step whose result is wanted (may be empty).
public record Origin(long execution, String step, String job, int index, String returnStep) {
  /// That of an execution which nobody's step started.
  public static final Origin NONE = new Origin(0, "", "", -1, "");

  public boolean exists() {
    return execution != 0;
  }
}
