package io.noetl.cli.bench;

import io.noetl.engine.Engine;
import io.noetl.store.Append;
import io.noetl.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Looks on while an engine commits: counts, and keeps the appends of a while by shard and batch,
/// so that the store can be given the same once more without the engine.
final class Recorder {
  /// Appends kept for the measurement of the store's limit: some hundred megabytes at most.
  private static final int KEPT_MAX = 60_000;

  private final LongAdder commits = new LongAdder();
  private final LongAdder appends = new LongAdder();
  private final Map<Integer, List<List<Append>>> kept = new ConcurrentHashMap<>();
  private volatile boolean keeping;

  /// `store`, watched.
  Store watch(Store store) {
    return (Store)
        Proxy.newProxyInstance(
            Recorder.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (_, method, arguments) -> {
              var answer = call(store, method, arguments);
              if (method.getName().equals("commit")) {
                committed(batch(arguments));
              }
              return answer;
            });
  }

  private static Object call(Store store, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Append> batch(Object[] arguments) {
    return (List<Append>) arguments[0];
  }

  private void committed(List<Append> batch) {
    commits.increment();
    appends.add(batch.size());
    if (keeping && appends.sum() < KEPT_MAX) {
      int shard = Engine.shardOf(batch.getFirst().execution());
      kept.computeIfAbsent(shard, _ -> new ArrayList<>()).add(batch);
    }
  }

  /// Counts from 0, and keeps what comes from now on.
  void begin() {
    commits.reset();
    appends.reset();
    kept.clear();
    keeping = true;
  }

  /// What was committed since it began.
  record Seen(long commits, long appends, List<List<List<Append>>> kept) {}

  /// Only when nothing runs.
  Seen end() {
    keeping = false;
    return new Seen(commits.sum(), appends.sum(), List.copyOf(kept.values()));
  }
}
