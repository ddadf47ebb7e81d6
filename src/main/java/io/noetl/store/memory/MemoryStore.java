package io.noetl.store.memory;

import io.noetl.broker.Command;
import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Timer;
import io.noetl.store.Append;
import io.noetl.store.EventCodec;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Micros;
import io.noetl.store.QueuedJob;
import io.noetl.store.Store;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A store in memory: what it does is what every store must do. One lock guards all of it.
public final class MemoryStore implements Store {
  private final InstantSource clock;
  private final TreeMap<Long, Execution> executions = new TreeMap<>();
  private final MemoryCatalog catalog;
  private final MemoryEngines engines = new MemoryEngines(executions);

  public MemoryStore() {
    this(InstantSource.system());
  }

  public MemoryStore(InstantSource clock) {
    this.clock = clock;
    this.catalog = new MemoryCatalog(this::now);
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
      carryOut(known, command, append.row().owner());
    }
    return new Append.Appended();
  }

  private static void carryOut(Execution execution, Command command, String owner) {
    switch (command) {
      case Command.RunJob(var job, var leased) -> execution.enqueue(job, leased, owner);
      case Command.LeaseJob(var job) -> execution.take(job, owner);
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
  public Value payload(Content.Stored stored) {
    synchronized (executions) {
      return find(stored.execution())
          .flatMap(it -> Optional.ofNullable(it.payloads.get(stored.name())))
          .orElseThrow(() -> new IllegalStateException("there is no stored value " + stored));
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
    return new Index();
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
          .flatMap(it -> it.leaseAgain(name, owner, Micros.cut(now().plus(time))))
          .orElseThrow(
              () -> new IllegalStateException("no job %d/%s to lease".formatted(execution, name)));
    }
  }

  @Override
  public List<Append.LogLine> logs(long execution) {
    synchronized (executions) {
      return find(execution).map(it -> List.copyOf(it.logs)).orElse(List.of());
    }
  }

  @Override
  public Instant now() {
    return Micros.cut(clock.instant());
  }

  @Override
  public void close() {
    engines.leave();
  }

  private Optional<Execution> find(long execution) {
    return Optional.ofNullable(executions.get(execution));
  }

  /// The list of executions.
  private final class Index implements ExecutionIndex {
    @Override
    public Optional<ExecutionRow> find(long execution) {
      synchronized (executions) {
        return MemoryStore.this.find(execution).map(it -> it.row);
      }
    }

    @Override
    public List<ExecutionRow> list(long before, int max) {
      synchronized (executions) {
        return executions.headMap(before, false).descendingMap().values().stream()
            .limit(max)
            .map(it -> it.row)
            .toList();
      }
    }

    @Override
    public List<ExecutionRow> unfinished(String owner) {
      return rows(row -> row.owner().equals(owner) && !row.phase().isFinal());
    }

    @Override
    public List<ExecutionRow> children(long parent) {
      return rows(row -> row.parent() == parent && parent != 0).stream()
          .sorted(Comparator.comparing(ExecutionRow::startedAt))
          .toList();
    }

    private List<ExecutionRow> rows(Predicate<ExecutionRow> wanted) {
      synchronized (executions) {
        return executions.values().stream().map(it -> it.row).filter(wanted).toList();
      }
    }
  }
}
