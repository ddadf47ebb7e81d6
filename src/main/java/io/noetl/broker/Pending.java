package io.noetl.broker;

import java.util.ArrayList;
import java.util.List;

/// A step that branches have reached and that has not started: the arrivals in order, and when the
/// first of them came (a running count within the execution).
record Pending(String step, long since, List<Arrival> arrivals) {
  Pending {
    arrivals = List.copyOf(arrivals);
  }

  Pending with(Arrival arrival) {
    var more = new ArrayList<>(arrivals);
    more.add(arrival);
    return new Pending(step, since, more);
  }

  Pending withoutFirst() {
    return new Pending(step, since, arrivals.subList(1, arrivals.size()));
  }
}
