package io.noetl.job;

/// Names one job: the execution, and the job's own name within it (`step`, `step#2` for its second
/// visit, `step/save/7` for the save of an iterator's item).
public record JobId(long execution, String name) {
  @Override
  public String toString() {
    return execution + "/" + name;
  }
}
