package io.noetl.store;

import io.noetl.broker.Command;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import io.noetl.value.Num;
import java.util.ArrayList;
import java.util.List;

/// Stores full of old executions, for tests that let them go.
public final class OldExecutions {
  private static final int BATCH = 500;

  private OldExecutions() {}

  /// Executions `from` to `until` (exclusive), of one decision with `events` events each, which
  /// left something in every table.
  public static void end(Store store, long from, long until, int events) {
    List<Append> batch = new ArrayList<>();
    for (long execution = from; execution < until; execution++) {
      batch.add(
          Appends.start(execution)
              .events(events - 1)
              .payload("event/1/workload", Num.of(execution))
              .with(new Append.LogLine("a", 1, 1, "printed"))
              .with(new Command.SetTimer(new Timer("t", Appends.at(9), new Timer.WaitDue("a"))))
              .queued("a")
              .in(Phase.COMPLETED)
              .append());
      if (batch.size() == BATCH || execution == until - 1) {
        store.commit(batch);
        batch.clear();
      }
    }
  }
}
