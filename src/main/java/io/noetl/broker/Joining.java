package io.noetl.broker;

import io.noetl.playbook.Graph;
import io.noetl.playbook.Join;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.Step;
import java.util.List;
import java.util.Optional;

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
    var pending = state.pending();
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    var active = state.activitiesUnordered();
    return pending.stream().filter(it -> isReady(playbook, it, pending, active)).findFirst();
  }

  private static boolean isReady(
      Playbook playbook, Pending candidate, List<Pending> pending, List<Activity> active) {
    var step = playbook.step(candidate.step());
    if (step.join() != Join.ALL) {
      return true;
    }
    var graph = playbook.graph();
    for (var activity : active) {
      if (activity.step().equals(step.name()) || graph.leadsTo(activity.step(), step.name())) {
        return false;
      }
    }
    return pending.stream().noneMatch(other -> other != candidate && blocks(graph, other, step));
  }

  private static boolean blocks(Graph graph, Pending other, Step step) {
    return graph.leadsTo(other.step(), step.name()) && !graph.begins(other.step(), step.name());
  }
}
