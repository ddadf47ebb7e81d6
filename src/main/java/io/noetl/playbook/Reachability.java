package io.noetl.playbook;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;

/// The transitive closure of a graph: strongly connected components first (Tarjan, without
/// recursion, so that a long chain cannot overflow the stack), then one union of bit sets per edge.
final class Reachability {
  private final int size;
  private final IntFunction<Collection<Integer>> successors;
  private final int[] order;
  private final int[] low;
  private final int[] component;
  private final List<List<Integer>> components = new ArrayList<>();

  Reachability(int size, IntFunction<Collection<Integer>> successors) {
    this.size = size;
    this.successors = successors;
    this.order = new int[size];
    this.low = new int[size];
    this.component = new int[size];
  }

  /// The strongly connected components; each comes after all those it leads to.
  List<List<Integer>> components() {
    findComponents();
    return components;
  }

  /// For each node the nodes that a way of at least one edge leads to.
  BitSet[] closure() {
    findComponents();
    var ofComponent = new BitSet[components.size()];
    // Tarjan finds a component after all those it leads to, so theirs are complete here.
    for (int c = 0; c < components.size(); c++) {
      ofComponent[c] = reachOf(c, ofComponent);
    }
    var closure = new BitSet[size];
    for (int node = 0; node < size; node++) {
      closure[node] = (BitSet) ofComponent[component[node]].clone();
    }
    return closure;
  }

  private BitSet reachOf(int c, BitSet[] ofComponent) {
    var reach = new BitSet(size);
    var members = components.get(c);
    for (int node : members) {
      for (int next : successors.apply(node)) {
        reach.set(next);
        if (component[next] != c) {
          reach.or(ofComponent[component[next]]);
        }
      }
    }
    if (members.size() > 1) {
      members.forEach(reach::set);
    }
    return reach;
  }

  private record Frame(int node, Iterator<Integer> rest) {}

  private void findComponents() {
    Deque<Integer> open = new ArrayDeque<>();
    var isOpen = new BitSet(size);
    int[] clock = {0};
    for (int root = 0; root < size; root++) {
      if (order[root] == 0) {
        explore(root, open, isOpen, clock);
      }
    }
  }

  private void explore(int root, Deque<Integer> open, BitSet isOpen, int[] clock) {
    Deque<Frame> way = new ArrayDeque<>();
    way.push(enter(root, open, isOpen, clock));
    while (!way.isEmpty()) {
      var frame = way.peek();
      if (frame.rest().hasNext()) {
        int next = frame.rest().next();
        if (order[next] == 0) {
          way.push(enter(next, open, isOpen, clock));
        } else if (isOpen.get(next)) {
          low[frame.node()] = Math.min(low[frame.node()], order[next]);
        }
      } else {
        way.pop();
        leave(frame.node(), open, isOpen);
        if (!way.isEmpty()) {
          int before = way.peek().node();
          low[before] = Math.min(low[before], low[frame.node()]);
        }
      }
    }
  }

  private Frame enter(int node, Deque<Integer> open, BitSet isOpen, int[] clock) {
    order[node] = ++clock[0];
    low[node] = order[node];
    open.push(node);
    isOpen.set(node);
    return new Frame(node, successors.apply(node).iterator());
  }

  private void leave(int node, Deque<Integer> open, BitSet isOpen) {
    if (low[node] != order[node]) {
      return;
    }
    List<Integer> members = new ArrayList<>();
    int member;
    do {
      member = open.pop();
      isOpen.clear(member);
      component[member] = components.size();
      members.add(member);
    } while (member != node);
    components.add(members);
  }
}
