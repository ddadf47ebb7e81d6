package io.noetl.server.api;

import io.noetl.store.EventJson;
import io.noetl.store.EventRow;
import io.noetl.store.Store;
import java.util.List;

/// A page of an execution's events, written as JSON at once: they are JSON in the store already.
final class EventList {
  private final List<EventRow> rows;
  private final boolean isLast;

  EventList(Store store, long execution, long after, int limit) {
    var read = store.rows(execution, after, limit + 1);
    isLast = read.size() <= limit;
    rows = isLast ? read : read.subList(0, limit);
  }

  String json() {
    var out = new StringBuilder(rows.size() * 400 + 2).append('[');
    for (var row : rows) {
      out.append(out.length() == 1 ? "" : ",").append(EventJson.of(row));
    }
    return out.append(']').toString();
  }

  /// The cursor of the next page as JSON; null at the end.
  String next() {
    if (isLast) {
      return "null";
    }
    return rows.isEmpty() ? "\"0\"" : "\"" + rows.getLast().number() + "\"";
  }
}
