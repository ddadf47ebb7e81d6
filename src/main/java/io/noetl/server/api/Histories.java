package io.noetl.server.api;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import io.noetl.value.Value;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads executions from the store.
record Histories(Store store) {
  private static final int PAGE = 1_000;

  ExecutionRow row(long execution) {
    return store.executions().find(execution).orElseThrow(() -> Refusals.unknown(execution));
  }

  /// Gives every event, in order.
  void each(long execution, Consumer<Entry> taker) {
    long last = 0;
    while (true) {
      var page = store.read(execution, last, PAGE);
      page.forEach(taker);
      if (page.size() < PAGE) {
        return;
      }
      last = page.getLast().number();
    }
  }

  /// The event with which an execution began. There is none if it was pruned just now.
  Event.ExecutionStarted first(ExecutionRow row) {
    var page = store.read(row.execution(), 0, 1);
    if (page.isEmpty()) {
      throw Refusals.unknown(row.execution());
    }
    if (page.getFirst().event() instanceof Event.ExecutionStarted it) {
      return it;
    }
    throw new IllegalStateException(
        "execution %d does not begin with its start".formatted(row.execution()));
  }

  /// The event with which an execution ended.
  Optional<Entry> last(ExecutionRow row) {
    var page = store.read(row.execution(), row.lastEvent() - 1, 1);
    return row.phase().isFinal() && !page.isEmpty()
        ? Optional.of(page.getFirst())
        : Optional.empty();
  }

  Value load(Content content) {
    return switch (content) {
      case Content.Inline(var value) -> value;
      case Content.Stored stored -> store.payload(stored);
    };
  }
}
