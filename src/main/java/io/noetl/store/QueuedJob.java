package io.noetl.store;

import io.noetl.job.Job;
import java.time.Instant;

/// A row of the queue. `owner` is who holds the lease while `status` is LEASED or STOPPING: an
/// engine's incarnation, or a remote worker. `leaseUntil` is when the lease ends, or, while HELD,
/// when the next attempt is due. It is [Instant#EPOCH] for a lease that ends only with its owner,
/// as those do that an engine holds for the worker in its own process.
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
