package io.noetl.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a worker gets its jobs and reports on them. Local workers have the engine behind it,
/// remote ones the server.
public interface JobSource {

  /// Waits up to `patience` for jobs of `pool`; at most `max` of them, none when time is up. Each
  /// is leased to the caller until it reports or the lease ends.
  List<Leased> lease(String pool, int max, Duration patience) throws InterruptedException;

  /// The worker takes no more jobs: what is still kept for it may go to others.
  default void leave() {}

  /// A job with what an earlier delivery of it had finished.
  record Leased(Job job, Checkpoint checkpoint) {}

  /// Tells what an iterator has done so far; durable when it returns. The answer says whether to go
  /// on.
  Receipt progress(JobId job, long fence, Progress progress) throws InterruptedException;

  /// Tells how the attempt ended; durable when it returns.
  Receipt report(JobId job, long fence, Outcome outcome) throws InterruptedException;

  /// How an attempt ended, under the fence of its lease.
  record Report(JobId job, long fence, Outcome outcome) {}

  /// Tells of several at once; the receipts come in the same order. Where it throws, some may have
  /// been taken.
  default List<Receipt> report(List<Report> reports) throws InterruptedException {
    List<Receipt> receipts = new ArrayList<>();
    for (var report : reports) {
      receipts.add(report(report.job(), report.fence(), report.outcome()));
    }
    return receipts;
  }

  /// Extends the leases of the jobs at hand; answers with those that are to be stopped, because
  /// they were cancelled or are leased to another by now.
  List<JobId> renew(List<Held> held);

  /// A job that a worker is running.
  record Held(JobId job, long fence) {}

  /// What became of a report.
  enum Receipt {
    /// Taken.
    ACCEPTED,
    /// The same report had been taken before.
    ALREADY,
    /// The job is no longer this worker's; nothing was changed and it must stop.
    STALE
  }

  /// It cannot be reached, or cannot do it now: to be tried again.
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// Calls `listener` as soon as a job of this worker must stop (cancelled); local sources only
  /// need it, remote workers learn it when they renew.
  void onStop(java.util.function.Consumer<JobId> listener);
}
