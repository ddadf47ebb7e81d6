package io.noetl.cli.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one round gave. Times are milliseconds; `limit` is executions a second that the store alone
/// took, 0 if that was not measured; `appends` how many an execution had, `batch` how many a commit
/// had, on average.
record Round(
    double executionsPerSecond,
    double unitsPerSecond,
    double p50,
    double p99,
    double max,
    double cpu,
    double bytes,
    double appends,
    double batch,
    double limit,
    double limitCpu,
    double heap) {

  double ratio() {
    return limit == 0 ? 0 : executionsPerSecond / limit;
  }

  /// The figure in the middle of those of all rounds.
  static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    var sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
