package io.noetl.cli;

import io.noetl.broker.Entry;
import io.noetl.broker.Event;
import io.noetl.plan.Estimate;
import io.noetl.plan.Estimates;
import io.noetl.store.ExecutionQuery;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How long steps have lasted: the median of a step's attempts that succeeded, else that of its
/// tool in any playbook, else the planner's defaults.
final class PastTimes implements Estimates {
  /// What came before is of little interest, and would take long to read.
  private static final int EXECUTIONS_MAX = 50;

  private static final int EVENTS_MAX = 10_000;
  private static final int PAGE = 2_000;

  private final String path;
  private final Map<String, List<Long>> steps = new HashMap<>();
  private final Map<String, List<Long>> iterations = new HashMap<>();
  private final Map<String, List<Long>> tools = new HashMap<>();

  private PastTimes(String path) {
    this.path = path;
  }

  /// Those of the newest executions of `store`, steps of the playbook at `path`.
  static PastTimes read(Store store, String path) {
    var times = new PastTimes(path);
    var own =
        new ExecutionQuery(
            Set.of(), path, "", 0, Instant.EPOCH, Instant.MAX, Long.MAX_VALUE, EXECUTIONS_MAX);
    var rows = new ArrayList<>(store.executions().list(own));
    store.executions().list(ExecutionQuery.newest(EXECUTIONS_MAX)).stream()
        .filter(row -> !row.playbook().path().equals(path))
        .forEach(rows::add);
    rows.forEach(row -> times.read(store, row));
    return times;
  }

  private void read(Store store, ExecutionRow row) {
    var begun = new HashMap<String, Instant>();
    boolean isOwn = row.playbook().path().equals(path);
    for (long last = 0; last < EVENTS_MAX; ) {
      var page = store.read(row.execution(), last, PAGE);
      page.forEach(entry -> take(entry, begun, isOwn));
      if (page.size() < PAGE) {
        return;
      }
      last += page.size();
    }
  }

  private void take(Entry entry, Map<String, Instant> begun, boolean isOwn) {
    switch (entry.event()) {
      case Event.ActionStarted it ->
          begun.put(key(it.step(), it.visit(), it.attempt()), entry.at());
      case Event.ActionCompleted it -> {
        var from = begun.remove(key(it.step(), it.visit(), it.attempt()));
        if (from != null) {
          add(tools, it.tool(), from, entry.at());
          if (isOwn) {
            add(steps, it.step(), from, entry.at());
          }
        }
      }
      case Event.IterationStarted it -> begun.put(turn(it), entry.at());
      case Event.IterationCompleted it -> {
        var from = begun.remove(turn(it));
        if (from != null && isOwn) {
          add(iterations, it.step(), from, entry.at());
        }
      }
      default -> {}
    }
  }

  private static String key(String step, int visit, int attempt) {
    return step + "/" + visit + "/" + attempt;
  }

  private static String turn(Event.OfIteration it) {
    return "turn of " + key(it.step(), it.visit(), it.index());
  }

  private static void add(Map<String, List<Long>> to, String name, Instant from, Instant until) {
    to.computeIfAbsent(name, _ -> new ArrayList<>())
        .add(Math.max(0, Duration.between(from, until).toMillis()));
  }

  @Override
  public Estimate of(String step, String tool, Part part) {
    var own = (part == Part.STEP ? steps : iterations).getOrDefault(step, List.of());
    if (!own.isEmpty()) {
      return new Estimate(median(own), "median of " + own.size());
    }
    var alike = tools.getOrDefault(tool, List.of());
    if (!alike.isEmpty()) {
      return new Estimate(median(alike), "median of %d of %s".formatted(alike.size(), tool));
    }
    return DEFAULTS.of(step, tool, part);
  }

  private static long median(List<Long> millis) {
    var sorted = millis.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
