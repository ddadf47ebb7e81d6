package io.noetl.broker;

import io.noetl.value.Fields;
import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Goes through a history again: folds it, or decides every fact of it anew and compares.
public final class Replay {
  private Replay() {}

  /// The state after a whole history.
  public static State fold(long execution, List<Entry> history) {
    var state = State.initial(execution);
    for (var entry : history) {
      state = state.after(entry);
    }
    return state;
  }

  /// The first event at which a new decision differs from the history.
  public record Divergence(long number, String recorded, String decided) {}

  /// Decides every fact of the history again with `broker` and compares the events, each in full.
  /// `load` gives large values; `store` is what the engine does to a decision's events before it
  /// appends them (large values go beside them).
  public static Optional<Divergence> verify(
      Broker broker, long execution, List<Entry> history, Function<Content, Value> load) {
    var state = State.initial(execution);
    for (var decision : decisions(history)) {
      var first = decision.getFirst();
      var fact = FactRecord.fact(decision, load);
      var contents = loaded(broker.needs(state), load);
      var again = broker.decide(state, fact, FactRecord.occasion(first), contents).events();
      for (int i = 0; i < Math.max(decision.size(), again.size()); i++) {
        if (i >= decision.size()
            || i >= again.size()
            || !same(decision.get(i), again.get(i), load)) {
          return Optional.of(
              new Divergence(
                  first.number() + i,
                  i < decision.size() ? decision.get(i).toString() : "nothing",
                  i < again.size() ? again.get(i).toString() : "nothing"));
        }
      }
      for (var entry : decision) {
        state = state.after(entry);
      }
    }
    return Optional.empty();
  }

  /// The history cut into decisions: each begins with the event that holds the fact.
  static List<List<Entry>> decisions(List<Entry> history) {
    List<List<Entry>> decisions = new ArrayList<>();
    for (var entry : history) {
      if (!entry.fact().isEmpty()) {
        decisions.add(new ArrayList<>());
      }
      if (decisions.isEmpty()) {
        throw new IllegalStateException("the history does not begin with a fact");
      }
      decisions.getLast().add(entry);
    }
    return decisions;
  }

  private static Contents loaded(List<Content.Stored> needs, Function<Content, Value> load) {
    Map<Content.Stored, Value> values = new HashMap<>();
    needs.forEach(stored -> values.put(stored, load.apply(stored)));
    return new Contents(values);
  }

  private static boolean same(Entry recorded, Entry decided, Function<Content, Value> load) {
    return whole(recorded, load).equals(whole(decided, load));
  }

  /// The entry with every stored value in place.
  private static Entry whole(Entry entry, Function<Content, Value> load) {
    var event = Large.map(entry.event(), (_, content) -> Content.of(load.apply(content)));
    Fields fact = entry.fact();
    return new Entry(entry.number(), entry.parent(), entry.at(), event, fact);
  }
}
