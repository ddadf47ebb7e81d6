package io.noetl.cli;

import io.noetl.broker.Content;
import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.broker.Replay;
import io.noetl.broker.State;
import io.noetl.store.EventRow;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads executions without an engine.
record Histories(Store store) {
  private static final int PAGE = 2_000;

  ExecutionRow row(long execution) {
    return store
        .executions()
        .find(execution)
        .orElseThrow(() -> CommandError.notFound("there is no execution " + execution));
  }

  /// The whole history; an execution without one is unknown.
  List<Entry> entries(long execution) {
    var history = new ArrayList<Entry>();
    while (true) {
      var page = store.read(execution, history.size(), PAGE);
      history.addAll(page);
      if (page.size() < PAGE) {
        break;
      }
    }
    if (history.isEmpty()) {
      throw CommandError.notFound("there is no execution " + execution);
    }
    return history;
  }

  /// Gives the rows after number `after`, in order; the number of the last one.
  long eachRow(long execution, long after, Consumer<EventRow> row) {
    long last = after;
    while (true) {
      var page = store.rows(execution, last, PAGE);
      page.forEach(row);
      last = page.isEmpty() ? last : page.getLast().number();
      if (page.size() < PAGE) {
        return last;
      }
    }
  }

  State state(long execution) {
    return Replay.fold(execution, entries(execution));
  }

  Value load(Content content) {
    return switch (content) {
      case Content.Inline(var value) -> value;
      case Content.Stored stored -> store.payload(stored);
    };
  }

  static Story story(List<Entry> history) {
    var story = new Story();
    history.forEach(story::add);
    return story;
  }

  /// Why the execution ended as it did; empty for one that goes on or completed.
  static String error(List<Entry> history) {
    return switch (history.getLast().event()) {
      case Event.ExecutionFailed it -> it.error();
      case Event.ExecutionCancelled it -> "cancelled: " + it.detail();
      default -> "";
    };
  }
}
