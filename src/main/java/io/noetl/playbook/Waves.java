package io.noetl.playbook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Which steps can still send a branch to a step in the same wave. Outside of cycles that is plain
/// reachability. Inside, every step reaches every other, if only in a later round; so a way that
/// begins another round of a cycle both belong to does not count.
///
/// A round begins where the cycle is entered, at its *head*. What is left of a cycle without its
/// head may hold further cycles, each with a head of its own.
final class Waves {
  /// More cycles within cycles than anybody can follow; finding them takes time for each level.
  static final int DEPTH_MAX = 32;

  private record Cycle(int head, BitSet members) {}

  private final int size;
  private final IntFunction<Collection<Integer>> successors;
  private final int[][] predecessors;
  private final BitSet heads;
  private boolean tangled;
  private final int[] order;

  /// For each node the cycles it belongs to; the outer ones come first.
  private final List<List<Cycle>> around = new ArrayList<>();

  Waves(int size, int entry, IntFunction<Collection<Integer>> successors) {
    this.size = size;
    this.successors = successors;
    this.order = new int[size];
    this.heads = new BitSet(size);
    List<List<Integer>> into = new ArrayList<>();
    for (int node = 0; node < size; node++) {
      into.add(new ArrayList<>());
      around.add(new ArrayList<>());
    }
    for (int node = 0; node < size; node++) {
      for (int next : successors.apply(node)) {
        into.get(next).add(node);
      }
    }
    this.predecessors = new int[size][];
    for (int node = 0; node < size; node++) {
      predecessors[node] = into.get(node).stream().mapToInt(Integer::intValue).toArray();
    }
    number(entry);
    findCycles();
  }

  /// Whether `head` is where a cycle that `node` belongs to begins.
  boolean isHeadOf(int head, int node) {
    if (head != node && heads.get(head)) {
      for (var cycle : around.get(node)) {
        if (cycle.head == head) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether cycles nest deeper than [#DEPTH_MAX]; then the answers are worth nothing.
  boolean isTangled() {
    return tangled;
  }

  /// For each node that belongs to a cycle, those that can reach it in the same wave.
  Map<Integer, BitSet> awaited() {
    Map<Integer, BitSet> awaited = new HashMap<>();
    for (int node = 0; !tangled && node < size; node++) {
      if (!around.get(node).isEmpty()) {
        awaited.put(node, awaited(node, new BitSet()));
      }
    }
    return awaited;
  }

  /// Backwards from `to`, but not out of the head of a cycle around it into the round before. If
  /// `to` is a head itself, its next round waits for all that is left of the one before. No way
  /// leads through a node that is `barred`.
  BitSet awaited(int to, BitSet barred) {
    Map<Integer, BitSet> rounds = new HashMap<>();
    around.get(to).forEach(cycle -> rounds.putIfAbsent(cycle.head, cycle.members));
    var seen = new BitSet(size);
    var open = new int[size + 1];
    open[0] = to;
    int count = 1;
    while (count > 0) {
      int node = open[--count];
      var round = heads.get(node) ? rounds.get(node) : null;
      for (int before : predecessors[node]) {
        if (!seen.get(before) && (round == null || !round.get(before))) {
          seen.set(before);
          if (!barred.get(before)) {
            open[count++] = before;
          }
        }
      }
    }
    var own = rounds.get(to);
    if (own != null) {
      seen.or(own);
    }
    return seen;
  }

  /// Numbers the nodes in the order in which a walk from the entry first meets them.
  private void number(int entry) {
    int[] next = {1};
    walk(entry, next);
    for (int root = 0; root < size; root++) {
      walk(root, next);
    }
  }

  private void walk(int root, int[] next) {
    Deque<java.util.Iterator<Integer>> way = new ArrayDeque<>();
    if (root < size && order[root] == 0) {
      order[root] = next[0]++;
      way.push(successors.apply(root).iterator());
    }
    while (!way.isEmpty()) {
      if (!way.peek().hasNext()) {
        way.pop();
        continue;
      }
      int node = way.peek().next();
      if (order[node] == 0) {
        order[node] = next[0]++;
        way.push(successors.apply(node).iterator());
      }
    }
  }

  private record Part(BitSet nodes, int depth) {}

  private void findCycles() {
    Deque<Part> open = new ArrayDeque<>();
    var all = new BitSet(size);
    all.set(0, size);
    open.push(new Part(all, 0));
    while (!open.isEmpty()) {
      var part = open.pop();
      for (var members : components(part.nodes)) {
        if (part.depth == DEPTH_MAX) {
          tangled = true;
          return;
        }
        var rest = note(members);
        if (!rest.isEmpty()) {
          open.push(new Part(rest, part.depth + 1));
        }
      }
    }
  }

  /// Those components among the nodes that are cycles.
  private List<BitSet> components(BitSet among) {
    var inside =
        new Reachability(
            size,
            node ->
                among.get(node)
                    ? successors.apply(node).stream().filter(among::get).toList()
                    : List.of());
    List<BitSet> cycles = new ArrayList<>();
    for (var component : inside.components()) {
      int one = component.getFirst();
      if (component.size() > 1
          || among.get(one) && new HashSet<>(successors.apply(one)).contains(one)) {
        var members = new BitSet(size);
        component.forEach(members::set);
        cycles.add(members);
      }
    }
    return cycles;
  }

  /// Notes a cycle; what is left of it without its head.
  private BitSet note(BitSet members) {
    int head = members.nextSetBit(0);
    for (int node = head; node >= 0; node = members.nextSetBit(node + 1)) {
      head = order[node] < order[head] ? node : head;
    }
    heads.set(head);
    var cycle = new Cycle(head, members);
    members.stream().forEach(node -> around.get(node).add(cycle));
    var rest = (BitSet) members.clone();
    rest.clear(head);
    return rest;
  }
}
