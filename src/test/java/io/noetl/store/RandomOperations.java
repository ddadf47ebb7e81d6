package io.noetl.store;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Random things to do with a store that holds a few executions: sensible ones, late ones and
/// foolish ones. `known` is where it looks up what would be sensible.
final class RandomOperations {
  private static final int OPEN = 6;
  private static final int RESULTS = 3;
  private static final List<String> JOBS = List.of("a", "b#2", "a/save/1");
  private static final List<String> OWNERS = List.of("engine-1", "engine-2");
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
    RUN_JOB,
    CHECKPOINT,
    LEASE,
    END_TIMER,
    REGISTER,
    SIGNAL,
    TAKE_SIGNALS,
    ADOPT
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
      case RUN_JOB -> runJob();
      case CHECKPOINT -> checkpoint();
      case LEASE -> lease();
      case END_TIMER -> endTimer();
      case REGISTER -> register();
      case SIGNAL -> signal();
      case TAKE_SIGNALS -> takeSignals();
      case ADOPT -> adopt();
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
    var result = append.with(events.any());
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
        store -> store.lease(execution, job, owner, Duration.ofSeconds(5)),
        QueuedJob.class::isInstance);
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
    return new Operation(
        Kind.REGISTER, store -> store.catalog().register(path, content), _ -> true);
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

  /// All that can be read.
  List<Function<Store, Object>> looks() {
    List<Function<Store, Object>> looks = new ArrayList<>();
    looks.add(store -> store.executions().list(Long.MAX_VALUE, 100));
    looks.add(store -> store.catalog().list(""));
    for (var owner : OWNERS) {
      looks.add(store -> store.executions().unfinished(owner));
    }
    for (long each = Math.max(1, highest - 4 * OPEN); each <= highest; each++) {
      looks.addAll(looks(each));
    }
    return looks;
  }

  private static List<Function<Store, Object>> looks(long execution) {
    List<Function<Store, Object>> looks = new ArrayList<>();
    looks.add(store -> store.executions().children(execution));
    looks.add(store -> store.read(execution, 0, Integer.MAX_VALUE));
    looks.add(store -> store.rows(execution, 3, 5));
    looks.add(store -> store.timers(execution));
    looks.add(store -> store.jobs(execution));
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

  private static Object payload(Store store, Content.Stored stored) {
    try {
      return store.payload(stored);
    } catch (IllegalStateException e) {
      return "none";
    }
  }
}
