package io.noetl.bench;

import io.noetl.broker.Broker;
import io.noetl.broker.Contents;
import io.noetl.broker.Decision;
import io.noetl.playbook.Playbook;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/// What one decision of the broker costs.
public class DecideBenchmark extends Timing {
  private static final int BRANCHES = 200;
  private static final int STEPS = 100;

  private final Decided short3 = new Decided(Playbooks.chain(3));
  private final Decided chain = new Decided(Playbooks.chain(STEPS));
  private final Decided fanOut = new Decided(Playbooks.fanOut(BRANCHES));
  private int next;

  /// An execution that has been decided once, to be decided again.
  private record Decided(Broker broker, List<Play.Turn> turns) {
    private Decided(Playbook playbook) {
      this(new Broker(playbook), Play.turns(playbook));
    }

    private Decision again(int number) {
      var turn = turns.get(number);
      return broker.decide(turn.before(), turn.fact(), turn.occasion(), Contents.NONE);
    }
  }

  /// W1 from its start to its end: the average of its four decisions.
  @Benchmark
  public Decision short3() {
    next = (next + 1) % short3.turns().size();
    return short3.again(next);
  }

  /// The report on the step before the last in a chain of 100.
  @Benchmark
  public Decision chain100() {
    return chain.again(STEPS - 1);
  }

  /// The start of 200 branches at once.
  @Benchmark
  public Decision fanOut200Start() {
    return fanOut.again(0);
  }

  /// The report on the first of 200 branches; the join waits.
  @Benchmark
  public Decision fanOut200First() {
    return fanOut.again(1);
  }

  /// The report on the last of them; the join starts.
  @Benchmark
  public Decision fanOut200Last() {
    return fanOut.again(BRANCHES);
  }
}
