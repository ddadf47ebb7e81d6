package io.noetl.playbook;

import java.util.List;

/// What a step's failure leads to (`on_error:`).
public sealed interface ErrorRoute {

  /// The failure fails the execution.
  record Fail() implements ErrorRoute {}

  /// The failure is taken note of and `next` is judged as usual.
  record Continue() implements ErrorRoute {}

  /// The failure is handled if one of these edges fires.
  record Edges(List<Transition> edges) implements ErrorRoute {
    public Edges {
      edges = List.copyOf(edges);
    }
  }
}
