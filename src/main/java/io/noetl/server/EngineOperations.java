package io.noetl.server;

import io.noetl.broker.Content;
import io.noetl.broker.Event;
import io.noetl.broker.Origin;
import io.noetl.engine.Engine;
import io.noetl.engine.Engine.Answer;
import io.noetl.engine.Engine.Done;
import io.noetl.engine.Engine.Refused;
import io.noetl.engine.Merging;
import io.noetl.engine.Order;
import io.noetl.engine.Playbooks;
import io.noetl.engine.Refusal;
import io.noetl.job.JobSource;
import io.noetl.server.parts.Operations;
import io.noetl.store.ExecutionRow;
import io.noetl.store.Holder;
import io.noetl.store.Store;
import io.noetl.value.Fields;
import java.util.function.Function;

/// What the server asks of its engine. In a store whose executions have owners, wishes for those of
/// another engine go to that one; those whose owner is gone are taken over.
public final class EngineOperations implements Operations {
  private final Engine engine;
  private final Store store;
  private final Playbooks playbooks;
  private final Function<Holder, JobSource> jobs;

  /// `jobs` gives the source of jobs for a remote worker.
  public EngineOperations(
      Engine engine, Store store, Playbooks playbooks, Function<Holder, JobSource> jobs) {
    this.engine = engine;
    this.store = store;
    this.playbooks = playbooks;
    this.jobs = jobs;
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

  /// From the beginning, with the same workload.
  @Override
  public Answer<Long> retry(long execution, String step) throws InterruptedException {
    var row = store.executions().find(execution);
    if (row.isEmpty()) {
      return new Refused<>(new Refusal.UnknownExecution(execution));
    }
    if (!row.get().phase().isFinal()) {
      return new Refused<>(
          new Refusal.InvalidPayload("execution %d goes on: cancel it first".formatted(execution)));
    }
    if (!step.isEmpty()) {
      return new Refused<>(
          new Refusal.InvalidPayload("an execution can be done again from its beginning only"));
    }
    return again(row.get());
  }

  private Answer<Long> again(ExecutionRow row) throws InterruptedException {
    var ref = row.playbook();
    return switch (playbooks.find(ref.path(), ref.version())) {
      case Playbooks.Missing(var refusal) -> new Refused<>(refusal);
      case Playbooks.Ready ready ->
          engine.start(
              new Order(
                  0,
                  ready,
                  workload(row.execution()),
                  Merging.SHALLOW,
                  Fields.EMPTY,
                  Origin.NONE,
                  row.execution()));
    };
  }

  private Fields workload(long execution) {
    var first = store.read(execution, 0, 1).getFirst().event();
    var content = first instanceof Event.ExecutionStarted it ? it.workload() : Content.NOTHING;
    var value =
        switch (content) {
          case Content.Inline(var inline) -> inline;
          case Content.Stored stored -> store.payload(stored);
        };
    return value instanceof Fields fields ? fields : Fields.EMPTY;
  }

  @Override
  public JobSource jobs(Holder holder) {
    return jobs.apply(holder);
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
