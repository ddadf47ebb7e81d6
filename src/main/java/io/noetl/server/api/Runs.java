package io.noetl.server.api;

import io.noetl.broker.Phase;
import io.noetl.server.http.Field;
import io.noetl.server.http.Form;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store.ExecutionIndex;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// How a playbook's newest executions went, whatever its version.
record Runs(ExecutionIndex executions, Instant now) {
  /// Enough for a rate and percentiles that mean something; one short read of an index.
  private static final int RECENT_MAX = 100;

  private static final int LAST_MAX = 12;
  private static final double MEDIAN = 0.5;
  private static final double HIGH = 0.95;

  private static final Form RUN =
      Form.of(
          "Run",
          Field.id("execution_id", "The execution.").needed(),
          Field.text("status", "Where it stands.").needed(),
          Field.text("start_time", "When it began.").needed(),
          Field.number("duration", "Seconds, so far.").needed());

  private static final Form RUNS =
      Form.of(
          "Runs",
          Field.whole("recent", "How many of the newest are counted, at most 100.").needed(),
          Field.whole("completed", "How many of them have completed.").needed(),
          Field.whole("failed", "How many have failed.").needed(),
          Field.whole("cancelled", "How many were cancelled.").needed(),
          Field.whole("active", "How many go on.").needed(),
          Field.number("success_rate", "The part that completed (0 to 1) of those that are over."),
          Field.number("p50_seconds", "The median of the completed ones' durations."),
          Field.number("p95_seconds", "What 95 of 100 completed ones did not exceed."),
          Field.list("last", "The newest, at most 12, newest first.").of(RUN).needed());

  static final Field FIELD =
      Field.map("runs", "How its newest executions went, if asked.").of(RUNS);

  static List<Form> forms() {
    return List.of(RUN, RUNS);
  }

  Fields of(String path) {
    var query =
        new ExecutionQuery(
            Set.of(), path, "", 0, Instant.EPOCH, Instant.MAX, Long.MAX_VALUE, RECENT_MAX);
    var rows = executions.list(query);
    long completed = count(rows, Phase.COMPLETED);
    long failed = count(rows, Phase.FAILED);
    long cancelled = count(rows, Phase.CANCELLED);
    long over = completed + failed + cancelled;
    var durations =
        rows.stream()
            .filter(row -> row.phase() == Phase.COMPLETED)
            .map(row -> ExecutionView.seconds(row, now))
            .sorted()
            .toList();
    return Fields.builder()
        .put("recent", rows.size())
        .put("completed", completed)
        .put("failed", failed)
        .put("cancelled", cancelled)
        .put("active", rows.size() - over)
        .put("success_rate", over == 0 ? Null.NULL : Num.of((double) completed / over))
        .put("p50_seconds", percentile(durations, MEDIAN))
        .put("p95_seconds", percentile(durations, HIGH))
        .put("last", new Items(rows.stream().limit(LAST_MAX).map(this::run).toList()))
        .build();
  }

  private static long count(List<ExecutionRow> rows, Phase phase) {
    return rows.stream().filter(row -> row.phase() == phase).count();
  }

  /// The smallest duration that this part of them does not exceed.
  private static Value percentile(List<Double> sorted, double part) {
    return sorted.isEmpty()
        ? Null.NULL
        : Num.of(sorted.get((int) Math.ceil(part * sorted.size()) - 1));
  }

  private Value run(ExecutionRow row) {
    return Fields.builder()
        .put("execution_id", Long.toString(row.execution()))
        .put("status", row.phase().name())
        .put("start_time", Times.utc(row.startedAt()))
        .put("duration", Num.of(ExecutionView.seconds(row, now)))
        .build();
  }
}
