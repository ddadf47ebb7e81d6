package io.noetl.bench;

import io.noetl.broker.Command;
import io.noetl.broker.Entry;
import io.noetl.job.Call;
import io.noetl.store.EventCodec;
import io.noetl.store.EventRow;
import io.noetl.store.JobCodec;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/// What it costs to make a row of an event or of a job, and to read it back.
public class CodecBenchmark extends Timing {
  private final List<Play.Turn> turns = Play.turns(Playbooks.chain(3));
  private final List<Entry> events = Play.history(turns);
  private final List<EventRow> rows = events.stream().map(CodecBenchmark::encoded).toList();
  private final Call call = firstCall();
  private final String action = JobCodec.action(call);
  private int next;

  private static EventRow encoded(Entry event) {
    return EventCodec.encode(Play.EXECUTION, 0, 1, event);
  }

  private Call firstCall() {
    return turns.getFirst().decision().commands().stream()
        .filter(Command.RunJob.class::isInstance)
        .map(it -> ((Command.RunJob) it).job().call())
        .findFirst()
        .orElseThrow();
  }

  /// The average over the events of W1.
  @Benchmark
  public EventRow encodeEvent() {
    next = (next + 1) % events.size();
    return encoded(events.get(next));
  }

  /// The average over the events of W1.
  @Benchmark
  public Entry decodeEvent() {
    next = (next + 1) % rows.size();
    return EventCodec.decode(rows.get(next));
  }

  /// What a job of W1 is to do.
  @Benchmark
  public String encodeJob() {
    return JobCodec.action(call);
  }

  @Benchmark
  public Call decodeJob() {
    return JobCodec.call(action, "");
  }
}
