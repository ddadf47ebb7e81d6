package io.noetl.plan;

import io.noetl.plan.Plan.Edge;
import io.noetl.playbook.Playbook;
import io.noetl.playbook.Transition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The steps that `next` leads to from the entry, without the edges that close a cycle.
final class Walk {
  private final Playbook playbook;
  private final Set<String> reached = new HashSet<>();
  private final List<String> way = new ArrayList<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private final List<String> notes = new ArrayList<>();

  Walk(Playbook playbook) {
    this.playbook = playbook;
    visit(playbook.entry());
  }

  /// With a stack of its own: a playbook may be a chain of thousands of steps.
  private void visit(String entry) {
    var turns = new ArrayList<Iterator<String>>();
    enter(entry, turns);
    while (!turns.isEmpty()) {
      if (!turns.getLast().hasNext()) {
        turns.removeLast();
        way.removeLast();
        continue;
      }
      var from = way.getLast();
      var to = turns.getLast().next();
      int back = way.indexOf(to);
      if (back >= 0) {
        notes.add(
            "the cycle %s -> %s is planned as one round"
                .formatted(String.join(" -> ", way.subList(back, way.size())), to));
      } else if (edges.add(new Edge(from, to)) && !reached.contains(to)) {
        enter(to, turns);
      }
    }
  }

  private void enter(String step, List<Iterator<String>> turns) {
    reached.add(step);
    way.add(step);
    turns.add(playbook.step(step).next().stream().map(Transition::target).distinct().iterator());
  }

  boolean isReached(String step) {
    return reached.contains(step);
  }

  Set<Edge> edges() {
    return edges;
  }

  List<String> notes() {
    return notes;
  }
}
