package io.noetl.job;

/// What the step's `retry_when` and `stop_when` say of an attempt, judged by the worker before it
/// saves. The broker decides on attempts and delays.
public enum Verdict {
  /// Neither says anything: the policy's default holds.
  NONE,
  /// `retry_when` holds: try again if attempts are left.
  RETRY,
  /// `stop_when` holds, or `retry_when` is given and does not: this attempt is the last.
  STOP
}
