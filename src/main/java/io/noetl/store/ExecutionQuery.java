package io.noetl.store;

import io.noetl.broker.ExecutionId;
import io.noetl.broker.Phase;
import io.noetl.playbook.LabelFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// Which executions to list, newest first: those of any of `phases` (of all if empty), of playbook
/// `path` (of all if empty), whose path contains `text` or whose id begins with it, of `parent` (of
/// all if 0), of playbooks that were registered with `labels`, started in [`from`, `until`)
/// ([Instant#EPOCH] and [Instant#MAX] for no bound), with ids below `before` (Long.MAX_VALUE for
/// all); at most `max`.
public record ExecutionQuery(
    Set<Phase> phases,
    String path,
    String text,
    long parent,
    LabelFilter labels,
    Instant from,
    Instant until,
    long before,
    int max) {

  /// An execution's id is drawn before it starts, but its clock may have been set back meanwhile.
  private static final Duration CLOCK_STEP = Duration.ofHours(1);

  /// Ids hold 41 bits of milliseconds: no bound can be told from instants near their end.
  private static final Instant IDS_END = Instant.parse("2093-01-01T00:00:00Z");

  public ExecutionQuery {
    phases = Set.copyOf(phases);
  }

  /// Whatever the labels.
  public ExecutionQuery(
      Set<Phase> phases,
      String path,
      String text,
      long parent,
      Instant from,
      Instant until,
      long before,
      int max) {
    this(phases, path, text, parent, LabelFilter.ANY, from, until, before, max);
  }

  /// The same, only of playbooks with these labels.
  public ExecutionQuery labelled(LabelFilter wanted) {
    return new ExecutionQuery(phases, path, text, parent, wanted, from, until, before, max);
  }

  /// All ids are below: ids hold the time, so nobody need look at those drawn long after `until`.
  public long below() {
    return until.isBefore(IDS_END)
        ? Math.min(before, ExecutionId.of(until.plus(CLOCK_STEP), 0))
        : before;
  }

  public boolean isFrom() {
    return from.isAfter(Instant.EPOCH);
  }

  public boolean isUntil() {
    return until.isBefore(Instant.MAX);
  }

  public static ExecutionQuery newest(int max) {
    return new ExecutionQuery(Set.of(), "", "", 0, Instant.EPOCH, Instant.MAX, Long.MAX_VALUE, max);
  }
}
