package io.noetl.client;

import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.job.wire.JobWire;
import io.noetl.job.wire.Protocol;
import io.noetl.job.wire.ReportWire;
import io.noetl.job.wire.WireError;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/// The jobs of a server elsewhere, for a worker in this process. What the server does not answer,
/// or cannot do now, throws [JobSource.Unavailable].
public final class RemoteJobs implements JobSource {
  /// A worker that is to leave waits for the answer to its last wish no longer than this.
  private static final Duration WAIT_MAX = Duration.ofSeconds(3);

  private static final int CONFLICT = 409;

  private final Link link;
  private final String worker;
  private final Duration lease;
  private final Outbox outbox;

  /// `worker` is the name under which leases of the length `lease` are taken.
  public RemoteJobs(Link link, String worker, Duration lease) {
    this.link = link;
    this.worker = worker;
    this.lease = lease;
    this.outbox = new Outbox(this::send);
  }

  /// Does not end before the server has answered, also when interrupted: jobs that it gave would
  /// have to wait until their leases end.
  @Override
  public List<Leased> lease(String pool, int max, Duration patience) {
    long wait = Math.min(patience.toMillis(), WAIT_MAX.toMillis());
    var wish =
        named()
            .put("pool", pool)
            .put("max", Math.min(max, Protocol.JOBS_MAX))
            .put("wait_ms", wait)
            .put("lease_ms", lease.toMillis())
            .build();
    var answer = answeredAnyway(wish, Duration.ofMillis(wait).plus(Link.PATIENCE));
    if (!(answer.get("jobs") instanceof Items jobs)) {
      throw new Unavailable("the server gave an answer that is none: " + link.address(), null);
    }
    return jobs.list().stream().map(RemoteJobs::leased).toList();
  }

  private static Leased leased(Value job) {
    try {
      return JobWire.leased((Fields) job);
    } catch (WireError | ClassCastException e) {
      throw new Unavailable("the server gave a job that this version does not know", e);
    }
  }

  private Fields answeredAnyway(Fields wish, Duration patience) {
    var task = new FutureTask<>(() -> ask(Protocol.LEASE, wish, patience));
    Thread.ofVirtual().name("noetl-lease").start(task);
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Receipt progress(JobId job, long fence, Progress progress) throws InterruptedException {
    return told(Protocol.PROGRESS, job, fence, "progress", ReportWire.toFields(progress));
  }

  /// Goes with those of other jobs that end meanwhile; alone, if they cannot be told together.
  @Override
  public Receipt report(JobId job, long fence, Outcome outcome) throws InterruptedException {
    var report = ReportWire.toFields(new Report(job, fence, outcome));
    var receipt = outbox.put(report);
    return receipt.isPresent()
        ? receipt.get()
        : told(Protocol.REPORT, job, fence, "outcome", ReportWire.toFields(outcome));
  }

  private List<Receipt> send(List<Fields> reports) throws InterruptedException {
    var message = named().put("reports", new Items(List.copyOf(reports))).build();
    return ReportWire.receipts(ask(Protocol.REPORTS, message, Link.PATIENCE));
  }

  @Override
  public void leave() {
    try {
      ask(Protocol.LEAVE, named().build(), WAIT_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Receipt told(String path, JobId job, long fence, String name, Fields news)
      throws InterruptedException {
    var message = named().putAll(JobWire.toFields(new Held(job, fence))).put(name, news).build();
    try {
      return ReportWire.receipt(ask(path, message, Link.PATIENCE));
    } catch (Refused e) {
      if (e.problem.status() == CONFLICT) {
        return Receipt.STALE;
      }
      throw e;
    }
  }

  @Override
  public List<JobId> renew(List<Held> held) {
    var list = held.stream().<Value>map(JobWire::toFields).toList();
    var message = named().put("lease_ms", lease.toMillis()).put("held", new Items(list)).build();
    try {
      return JobWire.ids(ask(Protocol.RENEW, message, renewing()), "stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /// Longer than a lease an answer is not worth waiting for.
  private Duration renewing() {
    return lease.compareTo(Link.PATIENCE) < 0 ? lease : Link.PATIENCE;
  }

  /// Nobody calls from there: what is to be stopped is learnt by renewing.
  @Override
  public void onStop(Consumer<JobId> listener) {}

  private Fields.Builder named() {
    return Fields.builder().put("worker", worker);
  }

  private Fields ask(String path, Fields message, Duration patience) throws InterruptedException {
    try {
      return link.post(Locator.of(path), message, patience);
    } catch (Problem e) {
      throw isFinal(e) ? new Refused(e) : new Unavailable(link.address() + ": " + e.message(), e);
    } catch (Unreachable e) {
      throw new Unavailable(e.message(), e);
    }
  }

  /// Whether the same message would be refused again: it is another's job, too large, or wrong.
  /// Missing rights or another version can be put right while the worker waits.
  private static boolean isFinal(Problem problem) {
    return switch (problem.status()) {
      case 404, CONFLICT, 413, 422 -> true;
      default -> false;
    };
  }

  /// The server will never take this.
  private static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    Refused(Problem problem) {
      super(problem.message(), problem);
      this.problem = problem;
    }
  }
}
