package io.noetl.broker;

import io.noetl.playbook.Graph;
import io.noetl.playbook.Join;
import io.noetl.playbook.Playbook;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which of the steps that branches have reached may start: the dead-path-aware join of
/// docs/playbook.md.
///
/// A step with `join: all` starts when no step that goes on can still reach it in this wave, and no
/// other waiting step can. In a cycle each step reaches each other, but in another round; a waiting
/// head of a cycle begins its next round when the one before is through. So one of the waiting
/// steps is always free to go once everything else is quiet.
final class Joining {
  private Joining() {}

  /// The first step that may start, if any.
  static Optional<Pending> next(Playbook playbook, State state) {
    var pending = state.pendingUnordered();
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    // Mostly it is the first: to sort all for each of many branches would cost more than they do.
    var first = Collections.min(pending, Pending.ORDER);
    return isReady(playbook, state, first, pending)
        ? Optional.of(first)
        : state.pending().stream()
            .filter(it -> it != first && isReady(playbook, state, it, pending))
            .findFirst();
  }

  private static boolean isReady(
      Playbook playbook, State state, Pending candidate, List<Pending> pending) {
    var step = playbook.step(candidate.step());
    if (step.join() != Join.ALL) {
      return true;
    }
    var ways = new Ways(playbook.graph(), state, step.name());
    for (var activity : state.activitiesUnordered()) {
      if (activity.step().equals(step.name()) || ways.lead(activity)) {
        return false;
      }
    }
    for (var other : pending) {
      if (other != candidate && ways.block(other)) {
        return false;
      }
    }
    return true;
  }

  /// The ways to one step, as far as they are open: a branch that has lost the race to a step with
  /// `join: any` is swallowed there, so nothing behind that step waits for it.
  private record Ways(
      Graph graph,
      State state,
      String to,
      Predicate<String> all,
      Map<Set<String>, Predicate<String>> known) {
    Ways(Graph graph, State state, String to) {
      this(graph, state, to, graph.leadingTo(to), new HashMap<>());
    }

    boolean lead(Activity from) {
      return all.test(from.step()) && (isWithoutRaces() || isOpen(from.step(), from.lineage()));
    }

    boolean block(Pending other) {
      return all.test(other.step())
          && (isWithoutRaces() || isOpen(other.step(), other.lineage()))
          && !graph.begins(other.step(), to);
    }

    private boolean isWithoutRaces() {
      return graph.firstWins().isEmpty();
    }

    private boolean isOpen(String from, Map<String, Integer> lineage) {
      return known.computeIfAbsent(lost(lineage), closed -> graph.leadingTo(to, closed)).test(from);
    }

    private Set<String> lost(Map<String, Integer> lineage) {
      var lost = new HashSet<String>();
      for (var step : graph.firstWins()) {
        int latest = state.ran(step.name()).visits();
        if (latest > 0 && lineage.getOrDefault(step.name(), 0) != latest) {
          lost.add(step.name());
        }
      }
      return lost;
    }
  }
}
