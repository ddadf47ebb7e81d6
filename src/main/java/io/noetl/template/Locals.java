package io.noetl.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The names that a template sets itself and the slots they live in, while it is compiled.
final class Locals {
  private final List<Map<String, Integer>> scopes = new ArrayList<>();
  private int count;

  /// Opens a scope in which `names` are set; they get the next slots, in this order.
  int open(Collection<String> names) {
    int first = count;
    Map<String, Integer> scope = new LinkedHashMap<>();
    for (var name : names) {
      if (scope.putIfAbsent(name, count) == null) {
        count++;
      }
    }
    scopes.add(scope);
    return first;
  }

  void close() {
    scopes.removeLast();
  }

  /// The slots that `name` may be in, the innermost first; none where it comes from outside.
  int[] find(String name) {
    return scopes.reversed().stream()
        .filter(scope -> scope.containsKey(name))
        .mapToInt(scope -> scope.getOrDefault(name, 0))
        .toArray();
  }

  /// The slot of `name` in the scope opened last.
  int own(String name) {
    var slot = scopes.getLast().get(name);
    if (slot == null) {
      throw new IllegalStateException(name + " was not declared");
    }
    return slot;
  }

  int count() {
    return count;
  }
}
