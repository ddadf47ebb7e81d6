package io.noetl.playbook;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Which steps can follow which: computed once per playbook, asked at every join.
///
/// Every `next` and `on_error` edge counts, whether or not it will fire. `end` is taken as
/// reachable from every other step, since it closes the execution.
public final class Graph {
  private final List<Step> steps;
  private final Map<String, Integer> places;
  private final BitSet[] reachable;
  private final Waves waves;
  private final Map<Integer, BitSet> awaited;
  private final List<Step> firstWins;

  public Graph(List<Step> steps) {
    this.steps = List.copyOf(steps);
    this.places = HashMap.newHashMap(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      places.put(steps.get(i).name(), i);
    }
    this.reachable = new Reachability(steps.size(), this::successors).closure();
    closeWithEnd();
    this.waves = new Waves(this.steps.size(), entry(), this::successors);
    this.awaited = waves.awaited();
    this.firstWins = this.steps.stream().filter(step -> step.join() == Join.ANY).toList();
  }

  private int entry() {
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).name().equalsIgnoreCase(Step.START)) {
        return i;
      }
    }
    return 0;
  }

  public boolean has(String step) {
    return places.containsKey(step);
  }

  public Step step(String name) {
    return steps.get(place(name));
  }

  /// The step's place in the file, from 0.
  public int place(String name) {
    var place = places.get(name);
    if (place == null) {
      throw new IllegalStateException("no step `%s` in this playbook".formatted(name));
    }
    return place;
  }

  /// Whether a way of at least one edge leads from `from` to `to`.
  public boolean reaches(String from, String to) {
    return reachable[place(from)].get(place(to));
  }

  /// Whether a branch that is at a step can still reach `to` in the same wave: it has a way there
  /// that begins no other round of a cycle which both belong to.
  public Predicate<String> leadingTo(String to) {
    int target = place(to);
    var inCycle = awaited.get(target);
    return inCycle == null
        ? from -> reachable[place(from)].get(target)
        : from -> inCycle.get(place(from));
  }

  /// The steps that start on the first arrival (`join: any`).
  public List<Step> firstWins() {
    return firstWins;
  }

  /// The same for a branch that goes no further than the `closed` steps: it may come to them, but
  /// is swallowed there. `end` waits for such branches too.
  public Predicate<String> leadingTo(String to, Set<String> closed) {
    if (closed.isEmpty() || step(to).isEnd()) {
      return leadingTo(to);
    }
    var barred = new BitSet(steps.size());
    closed.forEach(step -> barred.set(place(step)));
    var leading = waves.awaited(place(to), barred);
    return from -> leading.get(place(from));
  }

  /// How many steps can run: the entry and all that it leads to.
  public int extent() {
    var all = (BitSet) reachable[entry()].clone();
    all.set(entry());
    return all.cardinality();
  }

  /// Whether `from` is where the rounds of a cycle begin that `to` belongs to.
  public boolean begins(String from, String to) {
    return waves.isHeadOf(place(from), place(to));
  }

  /// Whether cycles nest so deep that waves cannot be told apart; such a playbook is refused.
  boolean isTangled() {
    return waves.isTangled();
  }

  private Collection<Integer> successors(int place) {
    var step = steps.get(place);
    if (step.isEnd()) {
      return List.of();
    }
    var found = new java.util.LinkedHashSet<Integer>();
    step.next().forEach(edge -> addTarget(found, edge));
    if (step.onError() instanceof ErrorRoute.Edges(var edges)) {
      edges.forEach(edge -> addTarget(found, edge));
    }
    return found;
  }

  private void addTarget(Collection<Integer> found, Transition edge) {
    var place = places.get(edge.target());
    if (place != null) {
      found.add(place);
    }
  }

  private void closeWithEnd() {
    for (int end = 0; end < steps.size(); end++) {
      if (steps.get(end).isEnd()) {
        for (int i = 0; i < reachable.length; i++) {
          if (i != end) {
            reachable[i].set(end);
          }
        }
      }
    }
  }
}
