package io.noetl.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pieces of a playbook's work in the order of the file, which must end before which, and what
/// had to be assumed. It has no cycles.
public record Plan(
    List<Piece> pieces, List<Edge> edges, Map<String, Integer> own, List<String> notes) {
  /// `from` ends before `to` begins.
  public record Edge(String from, String to) {}

  /// `own` are resources of the playbook itself: how many iterations of a step go on at once.
  public Plan {
    pieces = List.copyOf(pieces);
    edges = List.copyOf(edges);
    own = Collections.unmodifiableMap(new LinkedHashMap<>(own));
    notes = List.copyOf(notes);
  }

  /// What must end before each piece, by their places.
  List<List<Integer>> before() {
    return places(true);
  }

  List<List<Integer>> after() {
    return places(false);
  }

  private List<List<Integer>> places(boolean isBefore) {
    var places = new HashMap<String, Integer>();
    var lists = new ArrayList<List<Integer>>();
    for (var piece : pieces) {
      places.put(piece.id(), places.size());
      lists.add(new ArrayList<>());
    }
    for (var edge : edges) {
      int from = place(places, edge.from());
      int to = place(places, edge.to());
      lists.get(isBefore ? to : from).add(isBefore ? from : to);
    }
    return lists;
  }

  private static int place(Map<String, Integer> places, String id) {
    var place = places.get(id);
    if (place == null) {
      throw new IllegalStateException("an edge names a piece that is not there: " + id);
    }
    return place;
  }
}
