package io.noetl.simulation;

import io.noetl.broker.Event;
import io.noetl.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the histories in a store tell, all executions together.
record Chronicle(Store store, Collection<Long> executions) {

  /// How often each step of each playbook was entered, as `path/step`.
  Map<String, Integer> visits() {
    return counted(Event.StepStarted.class);
  }

  /// How many attempts were made of each.
  Map<String, Integer> attempts() {
    return counted(Event.ActionStarted.class);
  }

  private Map<String, Integer> counted(Class<? extends Event.OfStep> kind) {
    var counts = new TreeMap<String, Integer>();
    for (long execution : executions) {
      var path = store.executions().find(execution).orElseThrow().playbook().path();
      for (var entry : store.read(execution, 0, Integer.MAX_VALUE)) {
        if (kind.isInstance(entry.event())) {
          counts.merge(path + "/" + kind.cast(entry.event()).step(), 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  /// Every event in a line, for people.
  List<String> lines() {
    var lines = new ArrayList<String>();
    for (long execution : executions) {
      lines.add("=== execution " + execution);
      for (var row : store.rows(execution, 0, Integer.MAX_VALUE)) {
        lines.add("%d %s %s %s".formatted(row.number(), row.type(), row.nodeId(), row.error()));
      }
    }
    return lines;
  }
}
