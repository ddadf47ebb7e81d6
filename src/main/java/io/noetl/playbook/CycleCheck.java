package io.noetl.playbook;

import io.noetl.playbook.Transition.Always;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds steps that nobody reaches, and cycles that nothing ends.
final class CycleCheck {
  private final Playbook playbook;
  private final Problems problems;
  private final List<Step> steps;
  private final Map<String, Integer> places = new HashMap<>();
  private final BitSet refused = new BitSet();

  CycleCheck(Playbook playbook, Problems problems) {
    this.playbook = playbook;
    this.problems = problems;
    this.steps = playbook.steps();
    for (int i = 0; i < steps.size(); i++) {
      places.put(steps.get(i).name(), i);
    }
  }

  void run(boolean areEdgesWhole) {
    if (areEdgesWhole) {
      checkReached();
    }
    checkRouters();
    checkUnconditional();
  }

  private void checkReached() {
    var reached = new BitSet(steps.size());
    Deque<Integer> open = new ArrayDeque<>();
    visit(place(playbook.entry()), reached, open);
    while (!open.isEmpty()) {
      edges(steps.get(open.pop())).forEach(edge -> visit(place(edge.target()), reached, open));
    }
    for (var step : steps) {
      if (!reached.get(place(step.name()))) {
        problems.warn(
            step.place(),
            "unreachable-step",
            "no edge leads to step `%s`".formatted(step.name()),
            "name it in the `next` of another step");
      }
    }
  }

  private int place(String name) {
    return places.getOrDefault(name, -1);
  }

  private static void visit(int place, BitSet reached, Deque<Integer> open) {
    if (place >= 0 && !reached.get(place)) {
      reached.set(place);
      open.push(place);
    }
  }

  private static List<Transition> edges(Step step) {
    if (step.onError() instanceof ErrorRoute.Edges(var more)) {
      var all = new ArrayList<>(step.next());
      all.addAll(more);
      return all;
    }
    return step.next();
  }

  /// Routers that lead only to each other: whatever the conditions, no work is ever done.
  private void checkRouters() {
    var routers = places(Step::isRouter);
    var closure = new Reachability(steps.size(), place -> targets(place, routers, false)).closure();
    var told = new BitSet(steps.size());
    for (int i = routers.nextSetBit(0); i >= 0; i = routers.nextSetBit(i + 1)) {
      if (told.get(i) || !closure[i].get(i)) {
        continue;
      }
      var cycle = members(i, closure);
      told.or(cycle);
      if (cycle.stream().noneMatch(member -> leaves(member, cycle))) {
        refuse(i, cycle, "nothing leads out of the cycle %s");
      }
    }
  }

  /// Cycles of edges without conditions: each round starts the next.
  private void checkUnconditional() {
    var all = places(_ -> true);
    var closure = new Reachability(steps.size(), place -> targets(place, all, true)).closure();
    var told = (BitSet) refused.clone();
    for (int i = 0; i < steps.size(); i++) {
      if (told.get(i) || !closure[i].get(i)) {
        continue;
      }
      var cycle = members(i, closure);
      told.or(cycle);
      if (cycle.stream().allMatch(member -> steps.get(member).isRouter())) {
        refuse(i, cycle, "the cycle %s has no condition, so it never ends");
      } else {
        problems.warn(
            steps.get(i).place(),
            "endless-cycle",
            "the cycle %s has no condition, so it never ends".formatted(shown(cycle)),
            "give one of its edges a `when`");
      }
    }
  }

  private void refuse(int first, BitSet cycle, String message) {
    refused.or(cycle);
    problems.error(
        steps.get(first).place(),
        "router-cycle",
        message.formatted(shown(cycle)),
        "these steps have no tool: give one an edge with a `when` that leads on");
  }

  private BitSet places(java.util.function.Predicate<Step> wanted) {
    var found = new BitSet(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      if (wanted.test(steps.get(i))) {
        found.set(i);
      }
    }
    return found;
  }

  private List<Integer> targets(int place, BitSet among, boolean onlyUnconditional) {
    List<Integer> targets = new ArrayList<>();
    if (among.get(place)) {
      for (var edge : steps.get(place).next()) {
        int target = place(edge.target());
        boolean counts = !onlyUnconditional || edge.guard() instanceof Always;
        if (counts && target >= 0 && among.get(target)) {
          targets.add(target);
        }
      }
    }
    return targets;
  }

  private static BitSet members(int place, BitSet[] closure) {
    var members = new BitSet();
    closure[place].stream().filter(other -> closure[other].get(place)).forEach(members::set);
    return members;
  }

  private boolean leaves(int member, BitSet cycle) {
    return steps.get(member).next().stream()
        .anyMatch(edge -> place(edge.target()) < 0 || !cycle.get(place(edge.target())));
  }

  private String shown(BitSet cycle) {
    var names = cycle.stream().limit(5).mapToObj(i -> steps.get(i).name()).toList();
    var first = names.getFirst();
    var more = cycle.cardinality() > names.size() ? " -> ..." : "";
    return String.join(" -> ", names) + more + " -> " + first;
  }
}
