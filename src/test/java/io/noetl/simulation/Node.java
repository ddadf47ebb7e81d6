package io.noetl.simulation;

import java.util.ArrayList;
import java.util.List;

/// A step in the making.
final class Node {
  final String name;
  final List<String> keys = new ArrayList<>();
  final List<String> edges = new ArrayList<>();

  /// Whether its result has a number `k` that others may read.
  boolean hasNumber;

  /// What guards the edges that lead on from here, besides those it has; empty for nothing.
  String guard = "";

  Node(String name) {
    this.name = name;
  }

  Node with(String key) {
    keys.add(key);
    return this;
  }

  /// Adds an edge to `target`, carrying `data` (a flow map, or empty).
  void leadsTo(Node target, String data) {
    var tail = data.isEmpty() ? "" : ", data: " + data;
    edges.add(
        switch (guard) {
          case "" -> "{step: %s%s}".formatted(target.name, tail);
          case "else" -> "{else: [{step: %s%s}]}".formatted(target.name, tail);
          default -> "{step: %s, when: \"%s\"%s}".formatted(target.name, guard, tail);
        });
  }

  String yaml() {
    var text = new StringBuilder("- step: ").append(name).append('\n');
    for (var key : keys) {
      text.append("  ").append(key.replace("\n", "\n  ")).append('\n');
    }
    if (!edges.isEmpty()) {
      text.append("  next:\n");
      edges.forEach(edge -> text.append("  - ").append(edge).append('\n'));
    }
    return text.toString();
  }
}
