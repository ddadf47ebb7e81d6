package io.noetl.store.memory;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import io.noetl.store.Append;
import io.noetl.store.Credentials;
import io.noetl.store.DueTimer;
import io.noetl.store.EventCodec;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Holder;
import io.noetl.store.JobQueue;
import io.noetl.store.Micros;
import io.noetl.store.QueuedJob;
import io.noetl.store.RequestKeys;
import io.noetl.store.Retention;
import io.noetl.store.Runtimes;
import io.noetl.store.Store;
import io.noetl.store.Tokens;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A store in memory: what it does is what every store must do. One lock guards all of it.
public final class MemoryStore implements Store {
  private final InstantSource clock;
  private final boolean shared;
  private final TreeMap<Long, Execution> executions = new TreeMap<>();
  private final MemoryCatalog catalog;
  private final MemoryEngines engines;
  private final MemoryQueue queue;
  private final MemoryCredentials credentials = new MemoryCredentials();
  private final MemoryTokens tokens = new MemoryTokens();
  private final MemoryRuntimes runtimes;
  private final MemoryRequestKeys requestKeys = new MemoryRequestKeys(this::now);
  private final MemoryRetention retention;

  public MemoryStore() {
    this(InstantSource.system());
  }

  /// A store with owners.
  public MemoryStore(InstantSource clock) {
    this(clock, false);
  }

  private MemoryStore(InstantSource clock, boolean shared) {
    this.clock = clock;
    this.shared = shared;
    this.catalog = new MemoryCatalog(this::now);
    this.engines = new MemoryEngines(executions, this::isSeen);
    this.retention = new MemoryRetention(executions, requestKeys, engines);
    this.queue = new MemoryQueue(executions, engines, this::isSeen, this::now);
    this.runtimes = new MemoryRuntimes(this::now);
  }

  /// A store whose executions any engine may run.
  public static MemoryStore shared(InstantSource clock) {
    return new MemoryStore(clock, true);
  }

  /// Whether that engine may take up what this execution has to do.
  private boolean isSeen(ExecutionRow row, String engine) {
    return shared || row.owner().equals(engine);
  }

  @Override
  public List<Append.Answer> commit(List<Append> batch) {
    synchronized (executions) {
      List<Append.Answer> answers = new ArrayList<>(batch.size());
      batch.forEach(append -> answers.add(commit(append)));
      return answers;
    }
  }

  private Append.Answer commit(Append append) {
    var known = executions.get(append.execution());
    var guard = append.guard();
    if (!guard.job().isEmpty() && (known == null || !known.isLeased(guard))) {
      return new Append.Stale();
    }
    long last = known == null ? 0 : known.row.lastEvent();
    if (last != append.expected()) {
      return new Append.Conflict();
    }
    if (known != null && known.row.phase().isFinal()) {
      throw new IllegalStateException(
          "execution %d has ended and is never reopened".formatted(append.execution()));
    }
    if (known == null) {
      known = new Execution(append.row());
      executions.put(append.execution(), known);
    }
    known.advance(append);
    for (var command : append.commands()) {
      carryOut(known, command, append);
    }
    return new Append.Appended();
  }

  private void carryOut(Execution execution, Command command, Append append) {
    switch (command) {
      case Command.RunJob(var job, var leased) when leased ->
          execution.enqueueLeased(job, append.holder(), now());
      case Command.RunJob(var job, _) -> execution.enqueue(job, append.at());
      case Command.LeaseJob(var job) -> execution.take(job, append.holder(), now());
      case Command.HoldJob(var job, var attempt, var due) -> execution.hold(job, attempt, due);
      case Command.EndJob(var job) -> execution.end(job);
      case Command.StopJob(var job) -> execution.stop(job);
      case Command.SetTimer(var timer) ->
          execution.timers.put(
              timer.name(), new Timer(timer.name(), Micros.cut(timer.due()), timer.purpose()));
      case Command.EndTimer(var name) -> execution.timers.remove(name);
    }
  }

  @Override
  public List<Entry> read(long execution, long after, int max) {
    synchronized (executions) {
      return find(execution)
          .map(it -> it.events.stream().skip(after).limit(max).toList())
          .orElse(List.of());
    }
  }

  @Override
  public List<EventRow> rows(long execution, long after, int max) {
    synchronized (executions) {
      return find(execution)
          .map(it -> read(execution, after, max).stream().map(entry -> row(it.row, entry)).toList())
          .orElse(List.of());
    }
  }

  private EventRow row(ExecutionRow row, Entry entry) {
    return EventCodec.encode(row.execution(), row.parent(), catalog.id(row.playbook()), entry);
  }

  @Override
  public Optional<Value> findPayload(Content.Stored stored) {
    synchronized (executions) {
      return find(stored.execution())
          .flatMap(it -> Optional.ofNullable(it.payloads.get(stored.name())));
    }
  }

  @Override
  public List<Value> checkpoints(long execution, String job) {
    synchronized (executions) {
      return find(execution).map(it -> it.checkpoints(job)).orElse(List.of());
    }
  }

  @Override
  public ExecutionIndex executions() {
    return new MemoryIndex(executions, catalog);
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Engines engines() {
    return engines;
  }

  @Override
  public List<Timer> timers(long execution) {
    synchronized (executions) {
      return find(execution)
          .map(
              it ->
                  it.timers.values().stream()
                      .sorted(Comparator.comparing(Timer::due).thenComparing(Timer::name))
                      .toList())
          .orElse(List.of());
    }
  }

  @Override
  public void endTimer(long execution, Timer timer) {
    synchronized (executions) {
      find(execution).ifPresent(it -> it.timers.values().removeIf(kept -> isSame(kept, timer)));
    }
  }

  private static boolean isSame(Timer kept, Timer timer) {
    return kept.name().equals(timer.name()) && Micros.of(kept.due()) == Micros.of(timer.due());
  }

  @Override
  public List<QueuedJob> jobs(long execution) {
    synchronized (executions) {
      return find(execution).map(it -> List.copyOf(it.jobs.values())).orElse(List.of());
    }
  }

  @Override
  public Optional<QueuedJob> job(long execution, String name) {
    synchronized (executions) {
      return find(execution).flatMap(it -> Optional.ofNullable(it.jobs.get(name)));
    }
  }

  @Override
  public QueuedJob lease(long execution, String name, String owner, Duration time) {
    synchronized (executions) {
      return find(execution)
          .flatMap(it -> it.leaseAgain(name, new Holder(owner, time), now()))
          .orElseThrow(
              () -> new IllegalStateException("no job %d/%s to lease".formatted(execution, name)));
    }
  }

  @Override
  public List<Append.LogLine> logs(long execution, String step, long seen, int max) {
    synchronized (executions) {
      return find(execution).stream()
          .flatMap(it -> it.logs.stream())
          .filter(line -> step.isEmpty() || line.step().equals(step))
          .skip(seen)
          .limit(max)
          .toList();
    }
  }

  @Override
  public About about() {
    return new About("memory", "", "", 0);
  }

  @Override
  public Instant now() {
    return Micros.cut(clock.instant());
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public boolean isEmbedded() {
    return true;
  }

  @Override
  public JobQueue queue() {
    return queue;
  }

  @Override
  public List<DueTimer> dueTimers(String engine, Instant due, int max) {
    synchronized (executions) {
      return executions.values().stream()
          .filter(it -> it.row.phase() != Phase.PAUSED && isSeen(it.row, engine))
          .flatMap(it -> it.due(due))
          .sorted(Comparator.comparing(it -> it.timer().due()))
          .limit(max)
          .toList();
    }
  }

  @Override
  public Credentials credentials() {
    return credentials;
  }

  @Override
  public Tokens tokens() {
    return tokens;
  }

  @Override
  public Runtimes runtimes() {
    return runtimes;
  }

  @Override
  public RequestKeys requestKeys() {
    return requestKeys;
  }

  @Override
  public Retention retention() {
    return retention;
  }

  @Override
  public void close() {
    engines.leave();
  }

  private Optional<Execution> find(long execution) {
    return Optional.ofNullable(executions.get(execution));
  }
}
