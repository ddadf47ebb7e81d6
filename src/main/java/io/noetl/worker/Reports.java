package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.job.Job;
import io.noetl.job.JobSource;
import io.noetl.job.JobSource.Receipt;
import io.noetl.job.JobSource.Unavailable;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.Verdict;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the news of jobs to their source, however long that cannot be reached: work that is done
/// is not thrown away.
final class Reports {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final JobSource source;

  Reports(JobSource source) {
    this.source = source;
  }

  Receipt progress(Running running, Progress progress) throws InterruptedException {
    var job = running.job();
    var backoff = new Backoff();
    while (!running.watch().isStopped()) {
      try {
        return source.progress(job.id(), job.fence(), progress);
      } catch (Unavailable e) {
        LOG.warn("progress not taken, trying again job={} reason={}", job.id(), e.getMessage());
        backoff.pause();
      } catch (RuntimeException e) {
        LOG.warn("progress not taken, trying again job={}", job.id(), e);
        backoff.pause();
      }
    }
    return Receipt.STALE;
  }

  Receipt outcome(Job job, Outcome outcome) throws InterruptedException {
    var backoff = new Backoff();
    var told = outcome;
    while (true) {
      try {
        return source.report(job.id(), job.fence(), told);
      } catch (IllegalArgumentException | IllegalStateException e) {
        LOG.error("outcome refused job={}", job.id(), e);
        told = unsayable(told, e);
      } catch (Unavailable e) {
        LOG.warn("outcome not taken, trying again job={} reason={}", job.id(), e.getMessage());
      } catch (RuntimeException e) {
        LOG.warn("outcome not taken, trying again job={}", job.id(), e);
      }
      backoff.pause();
    }
  }

  /// What is reported instead of an outcome that the source cannot digest.
  private static Outcome unsayable(Outcome outcome, RuntimeException cause) {
    return new Outcome.Failed(
        Failure.error("internal", "the outcome could not be reported: " + cause.getMessage()),
        Verdict.STOP,
        List.of(),
        outcome.log());
  }
}
