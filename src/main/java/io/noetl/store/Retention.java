package io.noetl.store;

import java.time.Instant;
import java.util.List;

/// What a store offers to those who delete executions that ended long ago ([Pruner]). Each call is
/// one short transaction, so that the living are not held up; any number of processes may call at
/// once, and leave to each other what another is at.
///
/// An execution goes in two strokes. It is *dropped* first: from then on nobody finds it. What it
/// left behind is *swept* in pieces, since a history may have hundreds of thousands of rows.
public interface Retention {
  /// Why executions cannot be deleted here, and what to do; empty if they can.
  String obstacle();

  /// Executions that ended before `before` and have no parent (any more), with ids above `after`,
  /// in the order of their ids; at most `max`.
  List<Head> heads(Instant before, long after, int max);

  /// All that descend from an execution, parents before their children.
  List<Member> descendants(long execution);

  /// Drops those of `executions` that ended before `before`, and with them the request keys that
  /// stand for them; how many.
  int drop(List<Long> executions, Instant before);

  /// Deletes about `rows` rows at most of what dropped executions left behind; how many. 0 means
  /// that nothing is left, or that others are at it.
  int sweep(int rows);

  /// Forgets request keys that were claimed before `before` and whose execution never began; at
  /// most `max`. How many.
  int dropKeys(Instant before, int max);

  /// An execution at the head of its family.
  record Head(long execution, boolean isParent) {}

  /// One of a family. It ended at [Instant#EPOCH] while it goes on.
  record Member(long execution, Instant endedAt) {
    boolean endedBefore(Instant before) {
      return !endedAt.equals(Instant.EPOCH) && endedAt.isBefore(before);
    }
  }

  /// How many events are left of a dropped execution.
  record Remains(long execution, long events) {
    /// The first ones of `all` that have `rows` events together; the very first in any case.
    public static List<Remains> within(int rows, List<Remains> all) {
      long events = 0;
      int count = 0;
      for (var each : all) {
        events += each.events();
        if (count > 0 && events > rows) {
          break;
        }
        count++;
      }
      return all.subList(0, count);
    }
  }
}
