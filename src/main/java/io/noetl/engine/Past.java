package io.noetl.engine;

import io.noetl.broker.Broker;
import io.noetl.broker.Entry;
import io.noetl.broker.State;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the store remembers of executions: whole histories, and what they come to.
final class Past {
  /// Events read at once.
  private static final int PAGE = 2_000;

  private final Store store;
  private final Playbooks playbooks;

  Past(Store store, Playbooks playbooks) {
    this.store = store;
    this.playbooks = playbooks;
  }

  /// The execution folded from its history, if there is one.
  Optional<Live> load(long execution) {
    var state = folded(State.initial(execution));
    return state.version() == 0
        ? Optional.empty()
        : Optional.of(new Live(broker(state.playbook()), state));
  }

  /// Takes in what other engines have decided meanwhile; whether there was anything.
  boolean catchUp(Live live) {
    if (!store.isShared()) {
      return false;
    }
    long known = live.state().version();
    live.advance(folded(live.state()));
    return live.state().version() > known;
  }

  private State folded(State from) {
    var state = from;
    while (true) {
      var page = store.read(state.execution(), state.version(), PAGE);
      for (var entry : page) {
        state = state.after(entry);
      }
      if (page.size() < PAGE) {
        return state;
      }
    }
  }

  Broker broker(PlaybookRef ref) {
    return switch (playbooks.find(ref.path(), ref.version())) {
      case Playbooks.Ready ready -> ready.broker();
      case Playbooks.Missing(var refusal) -> throw new IllegalStateException(refusal.message());
    };
  }

  List<Entry> history(long execution) {
    var history = new ArrayList<Entry>();
    while (true) {
      var page = store.read(execution, history.size(), PAGE);
      history.addAll(page);
      if (page.size() < PAGE) {
        return history;
      }
    }
  }
}
