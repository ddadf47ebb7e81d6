package io.noetl.engine;

import io.noetl.broker.Fact;
import io.noetl.broker.Phase;
import io.noetl.job.Checkpoint;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.JobSource;
import io.noetl.job.Outcome;
import io.noetl.job.Progress;
import io.noetl.store.Append;
import io.noetl.store.Holder;
import io.noetl.store.QueuedJob;
import io.noetl.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where one worker gets its jobs and reports on them: the engine's own, whose leases hold while
/// the engine is at work, or a remote one, whose leases end unless they are renewed.
final class Desk implements JobSource {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  /// How long a job that cannot begin now waits for its next offer.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Engine engine;
  private final Dispatch dispatch;
  private final Holder holder;
  private final boolean isLocal;

  Desk(Engine engine, Holder holder) {
    this.engine = engine;
    this.dispatch = engine.dispatch();
    this.holder = holder;
    this.isLocal = holder.name().equals(engine.incarnation());
  }

  @Override
  public List<Leased> lease(String pool, int max, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      var supply = dispatch.take(pool, max, holder, deadline - System.nanoTime());
      List<Job> jobs =
          switch (supply) {
            case Dispatch.Ready(var ready) -> ready;
            case Dispatch.Offered(var offered) -> begin(offered);
            case Dispatch.Ask _ -> begin(claim(pool, max));
            case Dispatch.Nothing _ -> List.of();
          };
      if (!jobs.isEmpty() || supply instanceof Dispatch.Nothing) {
        return jobs.stream().map(this::withCheckpoint).toList();
      }
    }
  }

  /// From the queue in the store. If it had all that was asked for, it may have more.
  private List<Job> claim(String pool, int max) {
    var claimed = engine.store().queue().claim(engine.incarnation(), pool, max, holder);
    if (claimed.size() == max) {
      dispatch.heard(pool);
    }
    return claimed.stream().map(QueuedJob::job).toList();
  }

  /// Tells the engine that these are taken now; keeps those that it agrees to.
  private List<Job> begin(List<Job> offered) throws InterruptedException {
    var asked = new ArrayList<Request>();
    for (var job : offered) {
      var id = job.id();
      dispatch.begun(job.leased(), holder);
      var fact = new Fact.Leased(id.name(), job.attempt());
      var guard = new Append.Guard(id.name(), job.fence());
      var request = Request.by(holder, guard, id.execution(), fact);
      engine.offer(request);
      asked.add(request);
    }
    var begun = new ArrayList<Job>();
    for (int i = 0; i < offered.size(); i++) {
      begun(asked.get(i), offered.get(i)).ifPresent(begun::add);
    }
    return begun;
  }

  /// The job as it is held now, if the engine agrees. One that cannot begin now, because its
  /// execution is paused or the store is away, is offered again later.
  private Optional<Job> begun(Request asked, Job offered) throws InterruptedException {
    try {
      switch (engine.answer(asked)) {
        case Told.Accepted _ -> {
          return Optional.of(offered.leased());
        }
        case Told.Nothing(var state)
            when state.phase() == Phase.PAUSED && state.isWaiting(offered.id().name()) ->
            rest(offered);
        case Told.Nothing _, Told.Stale _, Told.Unknown _ -> {}
      }
    } catch (StoreUnavailable e) {
      LOG.warn("event=lease_delayed job={} reason=\"{}\"", offered.id(), e.getMessage());
      later(offered);
    } catch (Incident e) {
      LOG.error("event=lease_failed job={}", offered.id(), e);
    }
    dispatch.lost(offered.id(), offered.leased().fence());
    return Optional.empty();
  }

  /// Nobody gets it before its execution goes on.
  private void rest(Job offered) {
    if (engine.store().isShared()) {
      engine.store().queue().release(offered.id(), offered.fence(), Instant.EPOCH);
    } else {
      engine.clockwork().rest(offered, engine.now().plus(AGAIN));
    }
  }

  private void later(Job offered) {
    var due = engine.now().plus(AGAIN);
    if (engine.store().isShared()) {
      engine.store().queue().release(offered.id(), offered.fence(), due);
    } else {
      engine.clockwork().offer(offered, due);
    }
  }

  @Override
  public void leave() {
    for (var job : dispatch.leave(holder)) {
      if (engine.store().queue().release(job.id(), job.fence(), Instant.EPOCH)) {
        dispatch.queue(job);
      }
    }
  }

  private Leased withCheckpoint(Job job) {
    boolean isFirst = job.attempt() == 1 && job.deliveries() == 0;
    return new Leased(
        job,
        isFirst || !job.call().tool().equals("iterator")
            ? Checkpoint.NONE
            : Checkpoints.read(engine.store().checkpoints(job.id().execution(), job.id().name())));
  }

  @Override
  public Receipt progress(JobId id, long fence, Progress progress) throws InterruptedException {
    var job = held(id, fence);
    if (job.isEmpty()) {
      return Receipt.STALE;
    }
    var fact = new Fact.Progressed(id.name(), job.get().attempt(), fence, progress);
    var piece = Checkpoints.piece(id, fence, engine.nextPiece(), progress);
    var request =
        Request.under(new Append.Guard(id.name(), fence), id.execution(), fact, piece, List.of());
    return engine.tell(request) instanceof Told.Stale ? Receipt.STALE : Receipt.ACCEPTED;
  }

  @Override
  public Receipt report(JobId id, long fence, Outcome outcome) throws InterruptedException {
    var report = new Report(id, fence, outcome);
    var request = held(id, fence).map(job -> request(job, report));
    return request.isPresent() ? receipt(report, engine.tell(request.get())) : unknown(report);
  }

  /// All of them are at the engine's door before the first is waited for, so that they commit
  /// together.
  @Override
  public List<Receipt> report(List<Report> reports) throws InterruptedException {
    List<Optional<Request>> asked = new ArrayList<>();
    for (var report : reports) {
      var request = held(report.job(), report.fence()).map(job -> request(job, report));
      if (request.isPresent()) {
        engine.offer(request.get());
      }
      asked.add(request);
    }
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      var report = reports.get(i);
      receipts.add(
          asked.get(i).isPresent()
              ? receipt(report, engine.answer(asked.get(i).get()))
              : unknown(report));
    }
    return receipts;
  }

  private static Request request(Job job, Report report) {
    var log = report.outcome().log();
    var logs =
        log.isEmpty()
            ? List.<Append.LogLine>of()
            : List.of(new Append.LogLine(job.step(), job.visit(), job.attempt(), log));
    var id = job.id();
    var fact = new Fact.Reported(id.name(), job.attempt(), report.fence(), report.outcome());
    var guard = new Append.Guard(id.name(), report.fence());
    return Request.under(guard, id.execution(), fact, Map.of(), logs);
  }

  private Receipt receipt(Report report, Told told) throws InterruptedException {
    switch (told) {
      case Told.Accepted _ -> {
        return Receipt.ACCEPTED;
      }
      case Told.Stale _ -> {
        dispatch.lost(report.job(), report.fence());
        new Recovery(engine).offerAgain(report.job());
      }
      case Told.Nothing _, Told.Unknown _ -> dispatch.lost(report.job(), report.fence());
    }
    return unknown(report);
  }

  /// What becomes of a report under a lease that nobody holds: it may have been taken before.
  private Receipt unknown(Report report) {
    return Accepted.before(engine.store(), report.job(), report.fence())
        ? Receipt.ALREADY
        : Receipt.STALE;
  }

  /// The job, if it is held under that fence; a remote worker may have got it from another server.
  private Optional<Job> held(JobId id, long fence) {
    var known = dispatch.running(id).map(Dispatch.Taken::job).filter(it -> it.fence() == fence);
    if (known.isPresent() || isLocal) {
      return known;
    }
    return engine
        .store()
        .job(id.execution(), id.name())
        .filter(Desk::isLeased)
        .map(QueuedJob::job)
        .filter(it -> it.fence() == fence);
  }

  private static boolean isLeased(QueuedJob queued) {
    return switch (queued.status()) {
      case LEASED, STOPPING -> true;
      case QUEUED, HELD -> false;
    };
  }

  /// Local leases need no renewal: they are void as soon as this process is gone.
  @Override
  public List<JobId> renew(List<Held> held) {
    return isLocal
        ? held.stream().filter(it -> held(it.job(), it.fence()).isEmpty()).map(Held::job).toList()
        : engine.store().queue().renew(holder.name(), held, holder.lease());
  }

  @Override
  public void onStop(Consumer<JobId> listener) {
    dispatch.onStop(holder.name(), listener);
  }
}
