package io.noetl.store;

import io.noetl.job.Job;
import java.time.Instant;

/// A row of the queue. `owner` is the incarnation that holds the lease while `status` is LEASED or
/// STOPPING; `leaseUntil` is when the lease ends, or, while HELD, when the next attempt is due. It
/// is [Instant#EPOCH] for a lease that ends only with its owner, as those do that a local worker
/// holds from a job's birth or took from the queue.
public record QueuedJob(Job job, Status status, String owner, Instant leaseUntil) {

  /// Where a job stands.
  public enum Status {
    QUEUED,
    LEASED,
    /// Between two attempts.
    HELD,
    /// Leased, and its worker is told to stop.
    STOPPING
  }
}
