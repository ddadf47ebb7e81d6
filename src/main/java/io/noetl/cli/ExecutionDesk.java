package io.noetl.cli;

import io.noetl.broker.Entry;
import io.noetl.broker.Phase;
import io.noetl.broker.State;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Append.LogLine;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionRow;
import io.noetl.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Looks at executions: those of a data directory, or of a server.
interface ExecutionDesk extends AutoCloseable {
  /// Which to list, newest first: of any of `phases` (of all if empty), of playbook `path`, of
  /// playbooks with `label`, whose path contains `text` or whose id begins with it (empty for all).
  record Filter(Set<Phase> phases, String path, String label, String text, int limit) {
    public Filter {
      phases = Set.copyOf(phases);
    }

    /// Whether it lets all through.
    boolean isOpen() {
      return phases.isEmpty() && path.isEmpty() && label.isEmpty() && text.isEmpty();
    }
  }

  /// Who follows a history.
  interface Follower {
    void see(EventRow row);

    /// There is nothing more for now: false if no more is wanted.
    boolean isWaiting();
  }

  List<ExecutionRow> list(Filter filter) throws InterruptedException;

  ExecutionRow row(long execution) throws InterruptedException;

  /// The whole history.
  List<Entry> entries(long execution) throws InterruptedException;

  /// The same as it stands in the table of events.
  void eachRow(long execution, Consumer<EventRow> taker) throws InterruptedException;

  /// Gives the history, and what comes after, until the execution has ended.
  void follow(long execution, Follower follower) throws InterruptedException;

  /// What an execution gave.
  Value result(State state) throws InterruptedException;

  /// Empty if it is not there, or cannot be read any more.
  Optional<Playbook> playbook(PlaybookRef ref) throws InterruptedException;

  /// What jobs wait for, by their names.
  Map<String, String> waits(long execution) throws InterruptedException;

  /// What the steps of an execution printed, in order; an empty `step` stands for all.
  List<LogLine> logs(long execution, String step) throws InterruptedException;

  /// Whether it has not ended and nobody runs it.
  boolean isOrphaned(ExecutionRow row);

  /// What a command needs besides to come here again: ` --server URL`, or nothing.
  String place();

  @Override
  void close();
}
