package io.noetl.worker;

import io.noetl.job.Iteration;
import io.noetl.value.Value;
import java.util.List;

/// Where an iterator's news go while it runs, and what an earlier delivery had finished.
interface Stream {
  /// Nobody listens.
  Stream NONE = new Stream() {};

  default List<Iteration> finished() {
    return List.of();
  }

  default void total(int count) {}

  /// May wait while too much news is on its way.
  default void started(int index, Value item) throws InterruptedException {}

  default void ended(Iteration iteration) throws InterruptedException {}
}
