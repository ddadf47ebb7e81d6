package io.noetl.engine;

import io.noetl.broker.Broker;
import io.noetl.broker.Content;
import io.noetl.broker.Contents;
import io.noetl.broker.Decision;
import io.noetl.broker.Entry;
import io.noetl.broker.Large;
import io.noetl.broker.State;
import io.noetl.store.Store;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Large values: takes them out of events before these are appended, and brings them back for the
/// decisions that look at them.
final class Payloads {
  /// Values kept at hand, in bytes of their JSON.
  private static final long KEPT_BYTES_MAX = 64L << 20;

  private final Store store;
  private final int inlineMax;
  private final LinkedHashMap<Content.Stored, Value> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  Payloads(Store store, int inlineMax) {
    this.store = store;
    this.inlineMax = inlineMax;
  }

  /// The decision with every large value beside its event, and those values.
  record Lightened(Decision decision, Map<Content.Stored, Value> payloads) {}

  Lightened lighten(State before, Decision decision) {
    var payloads = new HashMap<Content.Stored, Value>();
    List<Entry> events = new ArrayList<>(decision.events().size());
    for (var entry : decision.events()) {
      var event =
          Large.map(
              entry.event(),
              (place, content) ->
                  lighten(before.execution(), entry.number(), place, content, payloads));
      events.add(
          event == entry.event()
              ? entry
              : new Entry(entry.number(), entry.parent(), entry.at(), event, entry.fact()));
    }
    if (payloads.isEmpty()) {
      return new Lightened(decision, payloads);
    }
    var state = before;
    for (var entry : events) {
      state = state.after(entry);
    }
    return new Lightened(new Decision(events, decision.commands(), state), payloads);
  }

  private Content lighten(
      long execution,
      long number,
      String place,
      Content content,
      Map<Content.Stored, Value> payloads) {
    if (!(content instanceof Content.Inline(var value)) || !Json.mayExceed(value, inlineMax)) {
      return content;
    }
    long bytes = Json.writeBytes(value).length;
    if (bytes <= inlineMax) {
      return content;
    }
    var stored = new Content.Stored(execution, "event/" + number + "/" + place, bytes);
    payloads.put(stored, value);
    keep(stored, value);
    return stored;
  }

  /// What a decision in this state may look at.
  Contents loaded(Broker broker, State state) {
    if (!state.holdsStored()) {
      return Contents.NONE;
    }
    var values = new HashMap<Content.Stored, Value>();
    broker.needs(state).forEach(stored -> values.put(stored, load(stored)));
    return new Contents(values);
  }

  Value load(Content content) {
    return switch (content) {
      case Content.Inline(var value) -> value;
      case Content.Stored stored -> load(stored);
    };
  }

  private Value load(Content.Stored stored) {
    synchronized (kept) {
      var value = kept.get(stored);
      if (value != null) {
        return value;
      }
    }
    var value = store.payload(stored);
    keep(stored, value);
    return value;
  }

  private void keep(Content.Stored stored, Value value) {
    synchronized (kept) {
      if (kept.put(stored, value) == null) {
        keptBytes += stored.bytes();
      }
      var eldest = kept.entrySet().iterator();
      while (keptBytes > KEPT_BYTES_MAX && kept.size() > 1) {
        keptBytes -= eldest.next().getKey().bytes();
        eldest.remove();
      }
    }
  }
}
