package io.noetl.store;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import io.noetl.job.Job;
import io.noetl.job.JobId;
import io.noetl.job.JobSource.Held;
import io.noetl.playbook.LabelFilter;
import io.noetl.store.JobQueue.Filter;
import io.noetl.store.QueuedJob.Status;
import io.noetl.store.Store.CatalogLine;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Random things to do with a store that holds a few executions: sensible ones, late ones and
/// foolish ones. `known` is where it looks up what would be sensible.
final class RandomOperations {
  private static final int OPEN = 6;

  /// Outlasts every test.
  private static final Duration LEASE = Duration.ofHours(1);

  private static final int RESULTS = 3;

  /// Executions 3 to 40, by when they started.
  private static final ExecutionQuery RECENT =
      new ExecutionQuery(Set.of(), "", "", 0, Appends.at(3), Appends.at(41), Long.MAX_VALUE, 5);

  private static final List<String> JOBS = List.of("a", "b#2", "a/save/1");
  private static final List<String> OWNERS = List.of("engine-1", "engine-2");
  private static final List<LabelFilter> LABELS =
      Stream.of("team=data", "team,a").map(LabelFilter::parse).flatMap(Optional::stream).toList();

  private static final List<String> TIMERS = List.of("t1", "t2", "t3");

  private final RandomGenerator random;
  private final RandomValues values;
  private final Store known;
  private long highest;

  RandomOperations(RandomGenerator random, Store known) {
    this.random = random;
    this.values = new RandomValues(random);
    this.known = known;
  }

  /// What may be done.
  enum Kind {
    START,
    APPEND,
    APPEND_LATE,
    REPORT,
    REPORT_STALE,
    FINISH,
    BATCH,
    CHAIN,
    RUN_JOB,
    CHECKPOINT,
    LEASE,
    CLAIM,
    RECLAIM,
    RELEASE,
    RENEW,
    END_TIMER,
    REGISTER,
    SIGNAL,
    TAKE_SIGNALS,
    ADOPT,
    PRUNE
  }

  /// One thing to do, and whether an answer means that it succeeded.
  record Operation(Kind kind, Function<Store, Object> act, Predicate<Object> succeeded) {
    Operation ifAnswered(Object answer) {
      return new Operation(kind, act, answer::equals);
    }

    @Override
    public String toString() {
      return kind.name();
    }
  }

  Operation next() {
    var kind = values.pick(List.of(Kind.values()));
    return switch (kind) {
      case START -> append(kind, decorated(start()));
      case APPEND -> append(kind, decorated(next(open())));
      case APPEND_LATE -> late();
      case REPORT -> report();
      case REPORT_STALE -> stale();
      case FINISH -> append(kind, next(open()).events(1).in(Phase.FAILED));
      case BATCH -> batch();
      case CHAIN -> chain();
      case RUN_JOB -> runJob();
      case CHECKPOINT -> checkpoint();
      case LEASE -> lease();
      case CLAIM -> claim();
      case RECLAIM -> reclaim();
      case RELEASE -> release();
      case RENEW -> renew();
      case END_TIMER -> endTimer();
      case REGISTER -> register();
      case SIGNAL -> signal();
      case TAKE_SIGNALS -> takeSignals();
      case ADOPT -> adopt();
      case PRUNE -> prune();
    };
  }

  /// One that may have ended.
  private long execution() {
    return 1L + random.nextInt(3 * OPEN);
  }

  /// One that has not ended and may not have begun.
  private long open() {
    long execution = 1L + random.nextInt(OPEN);
    while (known.executions().find(execution).filter(it -> it.phase().isFinal()).isPresent()) {
      execution += OPEN;
    }
    highest = Math.max(highest, execution);
    return execution;
  }

  private String owner() {
    return values.pick(OWNERS);
  }

  private long last(long execution) {
    return known.executions().find(execution).map(ExecutionRow::lastEvent).orElse(0L);
  }

  /// The next append of an execution; its first if there is none yet.
  private Appends next(long execution) {
    return known
        .executions()
        .find(execution)
        .map(row -> Appends.after(execution, row.lastEvent()).childOf(row.parent()))
        .orElse(Appends.start(execution));
  }

  private Appends start() {
    var start = Appends.start(open()).ownedBy(owner());
    return random.nextInt(3) == 0 ? start.childOf(execution()) : start;
  }

  private static Operation append(Kind kind, Appends appends) {
    var append = appends.append();
    return new Operation(
        kind, store -> store.commit(List.of(append)).getFirst(), new Append.Appended()::equals);
  }

  private Appends decorated(Appends append) {
    var events = new RandomEvents(random, append.execution());
    var result = append.progress(random.nextInt(101)).heldBy(holder()).with(events.any());
    for (int i = random.nextInt(3); i > 0; i--) {
      result = result.with(events.any()).with(command(append.execution()));
    }
    if (random.nextInt(4) == 0) {
      result = result.payload("result/" + random.nextInt(RESULTS), values.value());
    }
    if (random.nextInt(4) == 0) {
      result = result.with(new Append.LogLine(job(), 1, random.nextInt(3), values.words()));
    }
    return result;
  }

  private String job() {
    return values.pick(JOBS);
  }

  private Command command(long execution) {
    var due = Appends.at(random.nextInt(1000));
    return switch (random.nextInt(7)) {
      case 0 -> new Command.LeaseJob(job());
      case 1 -> new Command.HoldJob(job(), 2, due);
      case 2 -> new Command.StopJob(job());
      case 3 -> new Command.EndJob(job());
      case 4 -> new Command.EndTimer(values.pick(TIMERS));
      default ->
          new Command.SetTimer(
              new Timer(
                  values.pick(TIMERS),
                  due,
                  new Timer.StartChild(
                      execution,
                      "path",
                      1,
                      values.cleanText(),
                      values.fields(),
                      TimersContract.ORIGIN)));
    };
  }

  private Operation late() {
    long execution = open();
    long wrong = Math.max(0, last(execution) - 1 - random.nextInt(2));
    var append = (wrong == 0 ? Appends.start(execution) : Appends.after(execution, wrong));
    return append(Kind.APPEND_LATE, decorated(append)).ifAnswered(new Append.Conflict());
  }

  private Operation report() {
    long execution = open();
    var append = decorated(next(execution));
    var job = job();
    long fence = known.job(execution, job).map(it -> it.job().fence()).orElse(7L);
    return append(Kind.REPORT, append.guardedBy(job, fence).with(new Command.EndJob(job)));
  }

  private Operation stale() {
    long execution = open();
    var job = job();
    long fence = known.job(execution, job).map(it -> it.job().fence()).orElse(0L);
    long wrong = random.nextBoolean() ? fence - 1 : fence + 1;
    var append = decorated(next(execution)).guardedBy(job, wrong);
    return append(Kind.REPORT_STALE, append).ifAnswered(new Append.Stale());
  }

  /// Some of them meet the same execution.
  private Operation batch() {
    List<Append> batch = new ArrayList<>();
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      batch.add(decorated(next(open())).append());
    }
    return new Operation(
        Kind.BATCH,
        store -> store.commit(batch),
        answer -> ((List<?>) answer).contains(new Append.Conflict()));
  }

  /// Appends that follow each other in one execution, and rest on jobs that those before may
  /// change.
  private Operation chain() {
    long execution = open();
    long parent = known.executions().find(execution).map(ExecutionRow::parent).orElse(0L);
    List<Append> chain = new ArrayList<>();
    var next = next(execution);
    for (int i = 2 + random.nextInt(3); i > 0; i--) {
      var append = decorated(next);
      var job = job();
      var queued = known.job(execution, job);
      if (queued.isEmpty() && chain.isEmpty()) {
        append = append.with(new Command.RunJob(Appends.job(execution, job), random.nextBoolean()));
      } else if (queued.isPresent() && random.nextInt(3) > 0) {
        append = append.guardedBy(job, queued.get().job().fence() + random.nextInt(4) / 3);
        append = append.payload("checkpoint/" + job + "/" + random.nextInt(12), values.value());
        append = random.nextBoolean() ? append.with(new Command.EndJob(job)) : append;
      }
      chain.add(append.append());
      next = Appends.after(execution, append.append().row().lastEvent()).childOf(parent);
    }
    return new Operation(
        Kind.CHAIN,
        store -> store.commit(chain),
        answer -> ((List<?>) answer).stream().filter(new Append.Appended()::equals).count() > 1);
  }

  /// Jobs of one name do not meet: that is a bug of the caller.
  private Operation runJob() {
    long execution = open();
    var name = job();
    var append = next(execution).events(1);
    return append(
        Kind.RUN_JOB,
        known.job(execution, name).isPresent()
            ? append
            : append.with(new Command.RunJob(Appends.job(execution, name), random.nextBoolean())));
  }

  private Operation checkpoint() {
    long execution = open();
    var name = job();
    var append = next(execution).events(1);
    return append(
        Kind.CHECKPOINT,
        known.job(execution, name).isPresent()
            ? append.payload("checkpoint/" + name + "/" + random.nextInt(12), values.value())
            : append);
  }

  private Operation lease() {
    long execution = open();
    var job = job();
    var owner = owner();
    return new Operation(
        Kind.LEASE,
        store -> timeless(store.lease(execution, job, owner, LEASE)),
        QueuedJob.class::isInstance);
  }

  private Holder holder() {
    return random.nextBoolean() ? Holder.engine(owner()) : new Holder("worker-1", LEASE);
  }

  private Operation claim() {
    var engine = owner();
    var holder = holder();
    int max = 1 + random.nextInt(3);
    return new Operation(
        Kind.CLAIM,
        store -> timeless(store.queue().claim(engine, Job.POOL_DEFAULT, max, holder)),
        answer -> !((List<?>) answer).isEmpty());
  }

  /// In no order.
  private Operation reclaim() {
    var engine = owner();
    return new Operation(
        Kind.RECLAIM,
        store -> Set.copyOf(timeless(store.queue().reclaim(engine, Integer.MAX_VALUE))),
        answer -> !((Set<?>) answer).isEmpty());
  }

  private Operation release() {
    var job = new JobId(open(), job());
    long fence = known.job(job.execution(), job.name()).map(it -> it.job().fence()).orElse(1L);
    long offered = random.nextInt(4) == 0 ? fence + 1 : fence;
    var due = Appends.at(random.nextInt(1000));
    return new Operation(
        Kind.RELEASE, store -> store.queue().release(job, offered, due), Boolean.TRUE::equals);
  }

  private Operation renew() {
    var holder = holder();
    List<Held> held = new ArrayList<>();
    for (var queued : known.queue().list(new Filter("", "", holder.name(), 0), 3)) {
      held.add(new Held(queued.job().id(), queued.job().fence() + random.nextInt(2)));
    }
    return new Operation(
        Kind.RENEW,
        store -> Set.copyOf(store.queue().renew(holder.name(), held, holder.lease())),
        answer -> ((Set<?>) answer).size() < held.size());
  }

  /// Stores do not agree on what time it is, only on whether a lease has an end.
  private static QueuedJob timeless(QueuedJob queued) {
    return queued.status() == Status.HELD || queued.leaseUntil().equals(Instant.EPOCH)
        ? queued
        : new QueuedJob(queued.job(), queued.status(), queued.owner(), Instant.MAX);
  }

  private static List<QueuedJob> timeless(List<QueuedJob> queued) {
    return queued.stream().map(RandomOperations::timeless).toList();
  }

  private Operation endTimer() {
    long execution = open();
    var timer = values.pick(TIMERS);
    var there = known.timers(execution).stream().filter(it -> it.name().equals(timer)).findAny();
    return new Operation(
        Kind.END_TIMER,
        store -> {
          there.ifPresent(it -> store.endTimer(execution, it));
          return there.isPresent();
        },
        Boolean.TRUE::equals);
  }

  private Operation register() {
    var path = values.pick(List.of("a", "b"));
    var content = values.cleanText();
    var labels =
        Map.of("team", values.pick(List.of("data", "web")), "a" + values.text(), values.text());
    return new Operation(
        Kind.REGISTER, store -> store.catalog().register(path, content, labels), _ -> true);
  }

  private Operation signal() {
    long execution = random.nextBoolean() ? open() : execution();
    var detail = values.cleanText();
    return new Operation(
        Kind.SIGNAL,
        store -> {
          store.engines().signal(execution, "cancel", detail);
          return execution;
        },
        _ -> true);
  }

  private Operation takeSignals() {
    var owner = owner();
    return new Operation(
        Kind.TAKE_SIGNALS,
        store ->
            store.engines().takeSignals(owner).stream()
                .sorted(Comparator.comparingLong(Store.Signal::execution))
                .toList(),
        answer -> !((List<?>) answer).isEmpty());
  }

  private Operation adopt() {
    long execution = execution();
    var owner = owner();
    return new Operation(
        Kind.ADOPT, store -> store.engines().adopt(execution, owner), Boolean.TRUE::equals);
  }

  /// An execution ended at the instant of its last event's number.
  private Operation prune() {
    var before = Appends.at(random.nextInt(20));
    int batch = 1 + random.nextInt(4);
    return new Operation(
        Kind.PRUNE,
        store -> {
          var report = new Pruner(store, batch).prune(before);
          return List.of(report.executions(), report.kept());
        },
        answer -> !((List<?>) answer).getFirst().equals(0L));
  }

  /// All that can be read.
  List<Function<Store, Object>> looks() {
    List<Function<Store, Object>> looks = new ArrayList<>();
    looks.add(store -> store.executions().list(Long.MAX_VALUE, 100));
    looks.add(
        store ->
            store.catalog().list("").stream()
                .map(it -> List.of(it.path(), it.version(), it.content()))
                .toList());
    for (var labels : LABELS) {
      looks.add(store -> store.catalog().lines(labels).stream().map(CatalogLine::ref).toList());
    }
    for (var owner : OWNERS) {
      looks.add(store -> store.executions().unfinished(owner));
      looks.add(store -> store.dueTimers(owner, Appends.at(500), 20));
      looks.add(store -> store.queue().stopping(owner));
    }
    looks.add(store -> store.executions().counts(Appends.at(3)));
    looks.add(store -> store.executions().list(ExecutionQuery.newest(5)));
    looks.add(store -> store.executions().list(RECENT));
    looks.add(store -> Set.copyOf(store.executions().tallies(RECENT, Duration.ofNanos(2_000))));
    looks.add(store -> timeless(store.queue().list(Filter.ALL, 100)));
    looks.add(store -> store.queue().depths());
    for (long each = Math.max(1, highest - 4 * OPEN); each <= highest; each++) {
      looks.addAll(looks(each));
    }
    return looks;
  }

  private static List<Function<Store, Object>> looks(long execution) {
    List<Function<Store, Object>> looks = new ArrayList<>();
    looks.add(store -> store.executions().children(execution));
    looks.add(store -> store.read(execution, 0, Integer.MAX_VALUE));
    looks.add(store -> store.rows(execution, 3, 5).stream().map(RandomOperations::parsed).toList());
    looks.add(store -> store.timers(execution));
    looks.add(store -> timeless(store.jobs(execution)));
    looks.add(store -> store.logs(execution));
    for (var job : JOBS) {
      looks.add(store -> store.checkpoints(execution, job));
    }
    for (int i = 0; i < RESULTS; i++) {
      var stored = new Content.Stored(execution, "result/" + i, 1);
      looks.add(store -> payload(store, stored));
    }
    return looks;
  }

  /// `meta` is the same in any order of its names.
  private static List<Object> parsed(EventRow row) {
    var meta = row.meta().isEmpty() ? Fields.EMPTY : Json.read(row.meta());
    return List.of(meta, EventJson.of(row).replace(row.meta().isEmpty() ? "{}" : row.meta(), ""));
  }

  private static Object payload(Store store, Content.Stored stored) {
    try {
      return store.payload(stored);
    } catch (IllegalStateException e) {
      return "none";
    }
  }
}
