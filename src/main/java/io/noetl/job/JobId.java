package io.noetl.job;

/// Names one job: the execution, and the job's own name within it (`step`, `step#2` for its second
/// visit, `step/save/7` for the save of an iterator's item).
public record JobId(long execution, String name) {
  // Both are written out, since those that Java makes are linked anew in each process: that takes a
  // good part of a short run.

  @Override
  public boolean equals(Object other) {
    return other instanceof JobId id && execution == id.execution && name.equals(id.name);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(execution) + name.hashCode();
  }

  @Override
  public String toString() {
    return execution + "/" + name;
  }
}
