package io.noetl.server.parts;

/// What a route asks of its caller.
public enum Permission {
  /// Nothing: anybody may.
  PUBLIC,
  /// Look at things.
  READ,
  /// Register, start, cancel, pause, resume, retry.
  OPERATE,
  /// Credentials, tokens and what else concerns the whole installation.
  ADMINISTER,
  /// Take jobs and report on them.
  WORK
}
