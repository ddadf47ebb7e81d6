package io.noetl.server;

import io.noetl.engine.Engine;
import io.noetl.engine.Engine.Answer;
import io.noetl.engine.Engine.Done;
import io.noetl.engine.Engine.Refused;
import io.noetl.engine.Order;
import io.noetl.engine.Refusal;
import io.noetl.job.JobSource;
import io.noetl.server.api.Operations;
import io.noetl.store.Holder;
import io.noetl.store.Store;

/// What the server asks of its engine. In a store whose executions have owners, wishes for those of
/// another engine go to that one; those whose owner is gone are taken over.
public final class EngineOperations implements Operations {
  private final Engine engine;
  private final Store store;

  public EngineOperations(Engine engine, Store store) {
    this.engine = engine;
    this.store = store;
  }

  @Override
  public Answer<Long> start(Order order) throws InterruptedException {
    return engine.start(order);
  }

  private interface Wish {
    Answer<Long> fulfil() throws InterruptedException;
  }

  @Override
  public Answer<Long> cancel(long execution, String detail) throws InterruptedException {
    return ask(execution, new Signal("cancel", detail), () -> engine.cancel(execution, detail));
  }

  @Override
  public Answer<Long> pause(long execution) throws InterruptedException {
    return ask(execution, new Signal("pause", ""), () -> engine.pause(execution));
  }

  @Override
  public Answer<Long> resume(long execution) throws InterruptedException {
    return ask(execution, new Signal("resume", ""), () -> engine.resume(execution));
  }

  private record Signal(String kind, String detail) {}

  private Answer<Long> ask(long execution, Signal signal, Wish wish) throws InterruptedException {
    var row = store.executions().find(execution);
    if (row.isEmpty()) {
      return new Refused<>(new Refusal.UnknownExecution(execution));
    }
    if (row.get().phase().isFinal()) {
      return new Refused<>(new Refusal.Ended(execution, row.get().phase().name()));
    }
    boolean isOurs = store.isShared() || row.get().owner().equals(engine.incarnation());
    if (isOurs) {
      return wish.fulfil();
    }
    if (store.engines().isAlive(row.get().owner())) {
      store.engines().signal(execution, signal.kind(), signal.detail());
      return new Done<>(execution);
    }
    return engine.takeOver(execution) instanceof Refused<Long> refused ? refused : wish.fulfil();
  }

  @Override
  public Answer<Long> retry(long execution, String step, long again) throws InterruptedException {
    return engine.retry(execution, step, again);
  }

  @Override
  public JobSource jobs(Holder holder) {
    return engine.jobs(holder);
  }

  @Override
  public void observe(Engine.Observer observer) {
    engine.observe(observer);
  }

  @Override
  public String incarnation() {
    return engine.incarnation();
  }
}
