package io.noetl.playbook;

/// Names one immutable playbook: its catalog path and version (from 1).
public record PlaybookRef(String path, int version) {
  // Both are written out, since those that Java makes are linked anew in each process: that takes a
  // good part of a short run.

  @Override
  public boolean equals(Object other) {
    return other instanceof PlaybookRef ref && version == ref.version && path.equals(ref.path);
  }

  @Override
  public int hashCode() {
    return 31 * version + path.hashCode();
  }

  @Override
  public String toString() {
    return path + "@" + version;
  }
}
