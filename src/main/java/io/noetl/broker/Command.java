package io.noetl.broker;

import io.noetl.job.Job;
import java.time.Instant;

/// What the world is asked to do. Commands commit together with the events of their decision; what
/// matters about them is in the event beside them.
public sealed interface Command {

  /// Put the job on the queue; `leased` ones belong to the worker that the decision had slots of,
  /// from birth, under the next fence.
  record RunJob(Job job, boolean leased) implements Command {}

  /// Mark the queued job as leased to the worker that took it; raises its fence by one.
  record LeaseJob(String job) implements Command {}

  /// The attempt is over; the job stays on the queue and is offered again, as this attempt, from
  /// `due` on. No lease holds it meanwhile.
  record HoldJob(String job, int attempt, Instant due) implements Command {}

  /// The job is done with: take it off the queue.
  record EndJob(String job) implements Command {}

  /// Tell the worker that runs the job to stop; its report is still awaited.
  record StopJob(String job) implements Command {}

  /// Keep the timer. One of the same name is replaced.
  record SetTimer(Timer timer) implements Command {}

  /// Forget the timer, if it is there.
  record EndTimer(String name) implements Command {}
}
