package io.noetl.playbook;

/// Names one immutable playbook: its catalog path and version (from 1).
public record PlaybookRef(String path, int version) {
  @Override
  public String toString() {
    return path + "@" + version;
  }
}
