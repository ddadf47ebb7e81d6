package io.noetl.cli;

import io.noetl.engine.Engine;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Store;
import java.util.Map;

/// Steers the executions of a store on this machine. The process that runs one is asked by a signal
/// in the store.
record LocalSteering(Store store, Map<String, String> env) implements SteeringDesk {
  @Override
  public ExecutionRow row(long execution) {
    return new Histories(store).row(execution);
  }

  @Override
  public void ask(ExecutionRow row, Wish wish) {
    long id = row.execution();
    if (store.engines().isAlive(row.owner())) {
      store.engines().signal(id, wish.word(), wish == Wish.CANCEL ? REASON : "");
    } else if (wish != Wish.CANCEL) {
      throw new CommandError(
          Exit.NOT_ALLOWED,
          "the process that ran execution %d is gone: noetl run --resume %d goes on with it"
              .formatted(id, id));
    }
  }

  @Override
  public boolean isRun(ExecutionRow row) throws InterruptedException {
    if (store.engines().isAlive(row.owner())) {
      return true;
    }
    takeOver(row);
    return false;
  }

  /// Ends it with an engine that has no worker: nothing is begun any more.
  private void takeOver(ExecutionRow row) throws InterruptedException {
    try (var engine = Wiring.engine(store, Wiring.playbooks(store), env)) {
      if (!stop(engine, row)) {
        return; // Another process was quicker; the next look shows what came of it.
      }
      switch (engine.takeOver(row.execution())) {
        case Engine.Done<Long> _ -> engine.await(row.execution());
        case Engine.Refused<Long> _ -> {}
      }
    }
  }

  /// Decides the end of it and of its children before anything of them is taken up again.
  private boolean stop(Engine engine, ExecutionRow row) throws InterruptedException {
    if (!store.engines().adopt(row.execution(), engine.incarnation())) {
      return false;
    }
    var _ = engine.cancel(row.execution(), REASON);
    for (var child : store.executions().children(row.execution())) {
      if (!child.phase().isFinal()) {
        stop(engine, child);
      }
    }
    return true;
  }

  @Override
  public void close() {
    store.close();
  }
}
