package io.noetl.bench;

import io.noetl.broker.Entry;
import io.noetl.broker.State;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/// What one event costs when a history is folded: the average over all events of an execution.
public class FoldBenchmark extends Timing {
  private final Folding short3 = new Folding(Play.history(Play.turns(Playbooks.chain(3))));
  private final Folding chain = new Folding(Play.history(Play.turns(Playbooks.chain(1_000))));
  private final Folding fanOut = new Folding(Play.history(Play.turns(Playbooks.fanOut(200))));

  /// Folds a history again and again.
  private static final class Folding {
    private final List<Entry> history;
    private State state = State.initial(Play.EXECUTION);
    private int next;

    private Folding(List<Entry> history) {
      this.history = history;
    }

    private State event() {
      if (next == history.size()) {
        next = 0;
        state = State.initial(Play.EXECUTION);
      }
      state = state.after(history.get(next++));
      return state;
    }
  }

  /// W1.
  @Benchmark
  public State short3() {
    return short3.event();
  }

  /// A chain of 1,000 steps.
  @Benchmark
  public State chain1000() {
    return chain.event();
  }

  /// 200 branches and a join.
  @Benchmark
  public State fanOut200() {
    return fanOut.event();
  }
}
