package io.noetl.bench;

import io.noetl.broker.Broker;
import io.noetl.broker.Fact;
import io.noetl.store.Append;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Holder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/// What one commit of a batch costs: the next decision of so many executions of W1. To decide is no
/// part of the time, but of what `-prof gc` counts.
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AppendBenchmark extends Timing {
  @Param({"memory", "sqlite"})
  public String store;

  /// Of PostgreSQL; empty for what the environment says.
  @Param("")
  public String db;

  @Param({"1", "8", "64", "256"})
  public int batch;

  private final Broker broker = new Broker(Playbooks.chain(3));
  private final List<Play> plays = new ArrayList<>();
  private OpenStore open;
  private String engine = "";
  private long executions;
  private List<Append> appends = List.of();

  @Setup(Level.Iteration)
  public void open() throws IOException {
    open = OpenStore.of(store, db);
    engine = open.store().engines().enter();
    executions = System.currentTimeMillis() << 20;
    plays.clear();
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    open.close();
  }

  @Setup(Level.Invocation)
  public void decide() {
    if (plays.isEmpty() || plays.getFirst().hasEnded()) {
      plays.clear();
      for (int i = 0; i < batch; i++) {
        plays.add(new Play(broker, ++executions));
      }
    }
    appends = plays.stream().map(play -> append(play.next())).toList();
  }

  private Append append(Play.Turn turn) {
    var after = turn.decision().after();
    var row =
        new ExecutionRow(
            after.execution(),
            after.playbook(),
            after.phase(),
            0,
            after.startedAt(),
            after.endedAt(),
            after.version(),
            broker.progress(after),
            engine);
    return new Append(
        after.execution(),
        turn.before().version(),
        guard(turn.fact()),
        turn.decision().events(),
        turn.decision().commands(),
        Map.of(),
        List.of(),
        row,
        Holder.engine(engine));
  }

  private static Append.Guard guard(Fact fact) {
    return fact instanceof Fact.Reported it
        ? new Append.Guard(it.job(), it.fence())
        : Append.Guard.NONE;
  }

  @Benchmark
  public List<Append.Answer> commit() {
    var answers = open.store().commit(appends);
    for (var answer : answers) {
      if (!(answer instanceof Append.Appended)) {
        throw new IllegalStateException("expected an append, found " + answer);
      }
    }
    return answers;
  }
}
