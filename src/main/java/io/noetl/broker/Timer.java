package io.noetl.broker;

import io.noetl.value.Fields;
import java.time.Instant;

/// Something to be done at an instant, kept durably. Those that concern another execution are due
/// at once: so the two executions change in one transaction each, and any engine can carry it on.
public record Timer(String name, Instant due, Purpose purpose) {

  /// What is to be done.
  public sealed interface Purpose {}

  /// The next attempt of a step without a job of its own (a child, an iterator over playbooks).
  public record RetryDue(String job, int attempt) implements Purpose {}

  /// The `wait` step is over.
  public record WaitDue(String job) implements Purpose {}

  /// An attempt that no worker watches over (a child, a wait) has taken too long.
  public record AttemptTimeout(String job, int attempt) implements Purpose {}

  /// The whole execution has taken too long.
  public record ExecutionTimeout() implements Purpose {}

  /// Start the child execution, unless it exists. `version` 0 means the latest. `content` is the
  /// playbook's own text where the step holds it, else empty.
  public record StartChild(
      long child, String path, int version, String content, Fields payload, Origin origin)
      implements Purpose {}

  /// Cancel the child execution.
  public record CancelChild(long child, String detail) implements Purpose {}

  /// Pause the child execution, or let it go on.
  public record PauseChild(long child, boolean pausing) implements Purpose {}

  /// Tell the parent that this execution ended; `error` is empty when it completed.
  public record TellParent(Origin origin, Content result, String error) implements Purpose {}
}
