package io.noetl.secret;

/// What a request may be about.
public enum Permission {
  /// See playbooks, executions, events, logs, and the names of credentials.
  READ,
  /// Register playbooks; execute, cancel, pause, resume and retry.
  OPERATE,
  /// Credentials, access tokens, the database.
  ADMINISTER,
  /// Lease jobs, report on them, say that one is alive, and have the credentials of jobs held.
  WORK
}
