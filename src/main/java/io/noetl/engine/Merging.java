package io.noetl.engine;

/// How a payload is laid over the playbook's workload.
public enum Merging {
  /// Top-level keys replace.
  SHALLOW,
  /// Maps merge deeply, lists are replaced.
  DEEP,
  /// Maps merge deeply, lists are appended.
  APPEND
}
