package io.noetl.broker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A step that branches have reached and that has not started: the arrivals in order, and when the
/// first of them came (a running count within the execution).
record Pending(String step, long since, List<Arrival> arrivals) {
  /// That of their first arrivals.
  static final Comparator<Pending> ORDER = Comparator.comparingLong(Pending::since);

  Pending {
    arrivals = List.copyOf(arrivals);
  }

  Pending with(Arrival arrival) {
    var more = new ArrayList<>(arrivals);
    more.add(arrival);
    return new Pending(step, since, more);
  }

  /// The latest visits of `join: any` steps that any of the arrivals descends from.
  Map<String, Integer> lineage() {
    var lineage = new HashMap<String, Integer>();
    for (var arrival : arrivals) {
      arrival.lineage().forEach((step, visit) -> lineage.merge(step, visit, Math::max));
    }
    return lineage;
  }

  Pending withoutFirst() {
    return new Pending(step, since, arrivals.subList(1, arrivals.size()));
  }
}
