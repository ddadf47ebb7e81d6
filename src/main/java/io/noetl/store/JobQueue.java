package io.noetl.store;

import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The outstanding work, for those who take it. In a store whose executions have owners an engine
/// sees the jobs of its own executions only, in a shared one those of all.
public interface JobQueue {
  /// Leases waiting jobs of `pool` (those queued, and those between two attempts that are due) of
  /// executions that are not paused to `holder`: at most `max`, the urgent ones first, then those
  /// that have waited longest. Raises their fences by one. Two who ask at once get different jobs
  /// and do not wait for each other.
  List<QueuedJob> claim(String engine, String pool, int max, Holder holder);

  /// Takes back jobs whose lease has ended, or whose engine is gone: leases them to `engine` itself
  /// and raises fences and deliveries by one. One that was being stopped still is. At most `max`.
  List<QueuedJob> reclaim(String engine, int max);

  /// Puts a job that is held under `fence` up again: for anybody at once if `due` is
  /// [Instant#EPOCH], else from that instant on. False if it is no longer leased under that fence,
  /// or is being stopped.
  boolean release(JobId job, long fence, Instant due);

  /// Extends the leases that `holder` has to `lease` from now. Answers with those that it must stop
  /// working on: they are being stopped, or are not its own any more.
  List<JobId> renew(String holder, List<JobSource.Held> held, Duration lease);

  /// The jobs of `holder` that are being stopped.
  List<JobSource.Held> stopping(String holder);

  /// Outstanding jobs for a list, at most `max`: those waiting longest first, then those at work.
  List<QueuedJob> list(Filter filter, int max);

  /// What to list: an empty text or 0 stands for any. `status` is a [QueuedJob.Status] in letters
  /// of either case.
  record Filter(String pool, String status, String holder, long execution) {
    public static final Filter ALL = new Filter("", "", "", 0);
  }

  /// How much waits in each pool that could be claimed, and since when the oldest has; by pool.
  List<Depth> depths();

  /// How many jobs each holder has, those that are being stopped too; only holders that have some.
  Map<String, Long> busy();

  /// `oldest` is [Instant#EPOCH] if nothing waits.
  record Depth(String pool, long waiting, long running, Instant oldest) {}
}
