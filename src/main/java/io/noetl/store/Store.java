package io.noetl.store;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import io.noetl.playbook.LabelFilter;
import io.noetl.playbook.PlaybookRef;
import io.noetl.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Memory that survives: histories, queue, timers, payloads, logs, the list of executions and the
/// catalog, changed in one transaction. Methods throw [StoreUnavailable] when it cannot be used.
public interface Store extends AutoCloseable {

  /// Makes the appends durable, in this order, in one transaction with those of other callers. Each
  /// stands alone: one that meets a conflict changes nothing and does not stop the others.
  List<Append.Answer> commit(List<Append> batch);

  /// The same with all JSON written beforehand.
  default List<Append.Answer> write(List<Encoded> batch) {
    return commit(batch.stream().map(Encoded::append).toList());
  }

  /// The events of an execution after number `after`, in order; at most `max`.
  List<Entry> read(long execution, long after, int max);

  /// The same as they stand in the table of events.
  List<EventRow> rows(long execution, long after, int max);

  /// A stored value, by execution and name; empty if there is none.
  Optional<Value> findPayload(Content.Stored stored);

  /// A stored value that must be there.
  default Value payload(Content.Stored stored) {
    return findPayload(stored)
        .orElseThrow(() -> new IllegalStateException("there is no stored value " + stored));
  }

  /// What an iterator's job has finished so far: the payloads whose names begin with
  /// `checkpoint/<job>/`, in the order of the numbers that follow. They go when the job ends.
  List<Value> checkpoints(long execution, String job);

  ExecutionIndex executions();

  Catalog catalog();

  Engines engines();

  /// The timers of an execution, soonest first.
  List<Timer> timers(long execution);

  /// Forgets a timer that has been carried out; one of the same name that is due at another instant
  /// stays.
  void endTimer(long execution, Timer timer);

  /// The jobs of an execution, in the order of their birth.
  List<QueuedJob> jobs(long execution);

  Optional<QueuedJob> job(long execution, String name);

  /// Leases a job to `owner` anew: raises fence and deliveries, sets the lease's end by the store's
  /// clock, as a [Holder] would. For jobs whose holder is gone; one that was being stopped still
  /// is.
  QueuedJob lease(long execution, String name, String owner, Duration time);

  /// What the steps of an execution printed, in order.
  default List<Append.LogLine> logs(long execution) {
    return logs(execution, "", 0, Integer.MAX_VALUE);
  }

  /// What `step` (any if empty) printed, in order: after the first `seen` pieces of it, at most
  /// `max`. Pieces only ever come to the end.
  List<Append.LogLine> logs(long execution, String step, long seen, int max);

  /// What it is and where, for operators.
  About about();

  /// The store's own clock.
  Instant now();

  /// Whether any engine may run any execution; otherwise each has its owner.
  default boolean isShared() {
    return false;
  }

  /// Whether it lies in this process: then a thread that appends does best to do so itself.
  default boolean isEmbedded() {
    return false;
  }

  JobQueue queue();

  /// Timers due before `due`, oldest first, of executions that are not paused and (in a store with
  /// owners) that `engine` owns; at most `max`.
  List<DueTimer> dueTimers(String engine, Instant due, int max);

  /// Tells `listener` from now on what other engines do; never, in a store with owners.
  default void listen(Consumer<News> listener) {}

  Credentials credentials();

  Tokens tokens();

  Runtimes runtimes();

  RequestKeys requestKeys();

  Retention retention();

  @Override
  void close();

  /// `kind` is memory, sqlite or postgres; `place` its file or address with nothing secret in it;
  /// `version` that of the database; `schema` that of its tables. Empty or 0 for what it has not.
  record About(String kind, String place, String version, int schema) {}

  /// The list of executions.
  interface ExecutionIndex {
    Optional<ExecutionRow> find(long execution);

    /// Newest first, those before `before` (Long.MAX_VALUE for all), at most `max`.
    List<ExecutionRow> list(long before, int max);

    List<ExecutionRow> list(ExecutionQuery query);

    /// How many of those that the query wants (whatever its `before` and `max`) started in each
    /// piece of its time, pieces of `width` from its `from` on; only those that occur. `width` is a
    /// microsecond or more. Reads no more than what started in that time.
    List<Tally> tallies(ExecutionQuery query, Duration width);

    /// Of these executions those that do an earlier one again, each with that one's id.
    Map<Long, Long> originals(Collection<Long> executions);

    /// The newest executions that do this one again, at most `max`, in their order.
    List<Long> retries(long execution, int max);

    /// The last event of each of these executions that has ended, by execution.
    Map<Long, Entry> ends(Collection<Long> executions);

    /// How many of those started since `from` stand in each phase; only phases that occur.
    Map<Phase, Long> counts(Instant from);

    /// The unfinished ones of an owner.
    List<ExecutionRow> unfinished(String owner);

    /// The children of an execution, in the order of their start.
    List<ExecutionRow> children(long parent);
  }

  /// The shelf of registered playbooks.
  interface Catalog {
    /// Registers `content`, a playbook with `labels`, under `path` and answers with its version;
    /// the same content as the latest version's makes no new one.
    int register(String path, String content, Map<String, String> labels);

    /// Version 0 means the latest.
    Optional<CatalogEntry> find(String path, int version);

    /// All versions of all paths (or of one, if `path` is not empty), newest first.
    List<CatalogEntry> list(String path);

    /// All versions of all paths without their texts, newest first.
    default List<CatalogLine> lines() {
      return lines(LabelFilter.ANY);
    }

    /// The same, only those with these labels.
    List<CatalogLine> lines(LabelFilter labels);
  }

  /// A registered playbook.
  record CatalogEntry(String path, int version, String content, Instant createdAt) {
    public CatalogLine line() {
      return new CatalogLine(new PlaybookRef(path, version), createdAt);
    }
  }

  /// A registered playbook without its text.
  record CatalogLine(PlaybookRef ref, Instant createdAt) {}

  /// The engine incarnations that use this store, and the signals between them.
  interface Engines {
    /// Enters a new incarnation and holds it until the store closes; its name.
    String enter();

    /// Whether that incarnation is at work.
    boolean isAlive(String incarnation);

    /// Takes over an execution whose owner is gone; true as well for its own. False if there is no
    /// such execution, or if its owner is another that is alive; in a shared store a living owner
    /// stays the owner, but that is no reason to refuse.
    boolean adopt(long execution, String incarnation);

    /// Asks the owner of an execution for something (`cancel`, with a detail). Nothing happens if
    /// the execution has ended.
    void signal(long execution, String kind, String detail);

    /// Takes the signals for executions of this owner (in a shared store, for all); each is given
    /// out once.
    List<Signal> takeSignals(String incarnation);
  }

  /// A wish from another process.
  record Signal(long execution, String kind, String detail) {}
}
