package io.noetl.store;

import io.noetl.broker.Phase;
import java.time.Instant;
import java.util.Set;

/// Which executions to list, newest first: those of any of `phases` (of all if empty), of playbook
/// `path` (of all if empty), whose path contains `text` or whose id begins with it, of `parent` (of
/// all if 0), started in [`from`, `until`) ([Instant#EPOCH] and [Instant#MAX] for no bound), with
/// ids below `before` (Long.MAX_VALUE for all); at most `max`.
public record ExecutionQuery(
    Set<Phase> phases,
    String path,
    String text,
    long parent,
    Instant from,
    Instant until,
    long before,
    int max) {

  public ExecutionQuery {
    phases = Set.copyOf(phases);
  }

  public static ExecutionQuery newest(int max) {
    return new ExecutionQuery(Set.of(), "", "", 0, Instant.EPOCH, Instant.MAX, Long.MAX_VALUE, max);
  }
}
