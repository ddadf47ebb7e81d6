package io.noetl.playbook;

/// How a step that several branches reach runs (`join:`).
public enum Join {
  /// Once per wave, when no branch that is still going can reach it.
  ALL,
  /// On the first arrival; the others are swallowed.
  ANY,
  /// Once for every arrival.
  EACH
}
