package io.noetl.simulation;

import io.noetl.broker.Broker;
import io.noetl.broker.Content;
import io.noetl.broker.Contents;
import io.noetl.broker.Decision;
import io.noetl.broker.Entry;
import io.noetl.broker.Fact;
import io.noetl.broker.Large;
import io.noetl.broker.Occasion;
import io.noetl.broker.State;
import io.noetl.store.Append;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Holder;
import io.noetl.store.Store;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an engine does with a fact, without its threads: decide on the state it remembers, append,
/// and decide again if somebody was quicker. Crashes on demand.
final class SimEngine {
  /// So small that most results stand beside their events.
  private static final int INLINE_MAX = 60;

  private static final int TRIES_MAX = 3;

  private final String name;
  private final Store store;
  private final Map<String, Broker> brokers;
  private final Gen gen;
  private final Map<Long, State> states = new HashMap<>();

  /// What became of a fact.
  sealed interface Told {}

  record Accepted(Decision decision) implements Told {}

  record Nothing(State state) implements Told {}

  record Stale() implements Told {}

  record Unknown() implements Told {}

  SimEngine(String name, Store store, Map<String, Broker> brokers, Gen gen) {
    this.name = name;
    this.store = store;
    this.brokers = brokers;
    this.gen = gen;
  }

  String name() {
    return name;
  }

  /// Forgets everything that is not in the store.
  void crash() {
    states.clear();
  }

  Told tell(long execution, Fact fact, Append.Guard guard) {
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      var state = state(execution);
      if (state.version() == 0 && !(fact instanceof Fact.Start)) {
        return new Unknown();
      }
      var broker = broker(state, fact);
      var occasion =
          new Occasion(store.now(), gen.bits(), gen.chance(50) ? 0 : gen.between(1, 3), name);
      var decision = broker.decide(state, fact, occasion, contents(broker, state));
      if (decision.isEmpty()) {
        if (isBehind(state)) {
          states.remove(execution);
          continue;
        }
        return new Nothing(state);
      }
      if (gen.chance(2)) {
        // It dies before the commit: nothing has happened, and somebody else will do it again.
        crash();
        continue;
      }
      var payloads = new HashMap<Content.Stored, Value>();
      var light = lightened(state, decision, payloads);
      var answer = store.commit(List.of(append(state, guard, light, payloads))).getFirst();
      switch (answer) {
        case Append.Appended _ -> {
          states.put(execution, light.after());
          return new Accepted(light);
        }
        case Append.Stale _ -> {
          states.remove(execution);
          return new Stale();
        }
        case Append.Conflict _ -> states.remove(execution);
      }
    }
    return tell(execution, fact, guard);
  }

  private boolean isBehind(State state) {
    return store.executions().find(state.execution()).stream()
        .anyMatch(row -> row.lastEvent() > state.version());
  }

  private State state(long execution) {
    return states.computeIfAbsent(
        execution,
        id -> {
          var state = State.initial(id);
          for (var entry : store.read(id, 0, Integer.MAX_VALUE)) {
            state = state.after(entry);
          }
          return state;
        });
  }

  private Broker broker(State state, Fact fact) {
    return fact instanceof Fact.Start start
        ? brokers.get(start.playbook().path())
        : brokers.get(state.playbook().path());
  }

  private Contents contents(Broker broker, State state) {
    var loaded = new HashMap<Content.Stored, Value>();
    broker.needs(state).forEach(stored -> loaded.put(stored, store.payload(stored)));
    return new Contents(loaded);
  }

  Value load(Content content) {
    return switch (content) {
      case Content.Inline(var value) -> value;
      case Content.Stored stored -> store.payload(stored);
    };
  }

  private static Decision lightened(
      State before, Decision decision, Map<Content.Stored, Value> payloads) {
    var events = new ArrayList<Entry>();
    var after = before;
    for (var entry : decision.events()) {
      var event =
          Large.map(
              entry.event(),
              (place, content) -> {
                if (!(content instanceof Content.Inline(var value))) {
                  return content;
                }
                int size = Json.writeBytes(value).length;
                if (size <= INLINE_MAX) {
                  return content;
                }
                var name = "event/" + entry.number() + "/" + place;
                var stored = new Content.Stored(before.execution(), name, size);
                payloads.put(stored, value);
                return stored;
              });
      var light = new Entry(entry.number(), entry.parent(), entry.at(), event, entry.fact());
      events.add(light);
      after = after.after(light);
    }
    return new Decision(events, decision.commands(), after);
  }

  private Append append(
      State before, Append.Guard guard, Decision light, Map<Content.Stored, Value> payloads) {
    var after = light.after();
    var row =
        new ExecutionRow(
            after.execution(),
            after.playbook(),
            after.phase(),
            after.origin().execution(),
            after.startedAt(),
            after.endedAt(),
            after.version(),
            0,
            name);
    return new Append(
        after.execution(),
        before.version(),
        guard,
        light.events(),
        light.commands(),
        payloads,
        List.of(),
        row,
        Holder.engine(name));
  }
}
