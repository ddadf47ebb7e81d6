package io.noetl.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A piece of work: a step, or an iteration of one. `group` is the job that it belongs to, empty
/// for one that needs no worker; pieces of a group share one slot. `demands` says how much of which
/// resource it takes while it goes on.
public record Piece(
    String id, String tool, Estimate time, Map<String, Integer> demands, String group) {
  public Piece {
    demands = Collections.unmodifiableMap(new LinkedHashMap<>(demands));
  }

  /// One that takes no time and nothing else: a router, a barrier.
  static Piece passing(String id, String tool) {
    return new Piece(id, tool, Estimate.NONE, Map.of(), "");
  }
}
