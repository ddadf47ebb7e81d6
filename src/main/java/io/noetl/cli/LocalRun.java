package io.noetl.cli;

import io.noetl.broker.Phase;
import io.noetl.broker.State;
import io.noetl.engine.Engine;
import io.noetl.engine.Order;
import io.noetl.engine.Playbooks;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Store;
import io.noetl.worker.Worker;
import java.util.concurrent.atomic.AtomicBoolean;

/// An execution in this process, with an engine and a worker of its own, from its start (or
/// resumption) to the report on its end.
final class LocalRun implements AutoCloseable {
  private final Store store;
  private final Console console;
  private final Manner manner;
  private final Engine engine;
  private final Worker worker;
  private final Progress progress;
  private final Spectator spectator;
  private final AtomicBoolean interrupted = new AtomicBoolean();

  /// How it runs and what it shows.
  record Manner(int slots, boolean quiet, boolean json) {}

  LocalRun(Store store, Engine engine, Wiring.Tools tools, Manner manner, Console console) {
    this.store = store;
    this.engine = engine;
    this.console = console;
    this.manner = manner;
    progress = new Progress(console);
    spectator = new Spectator(progress);
    if (!manner.quiet()) {
      engine.observe(spectator);
      progress.start();
    }
    worker = Wiring.worker(engine, tools, manner.slots());
  }

  int start(Playbooks.Ready playbook, Payload payload) throws InterruptedException {
    var answer =
        engine.start(
            Order.of(playbook, payload.fields(), payload.merging()).with(payload.settings()));
    return finish(id(answer), "execution %d of %s", playbook.ref());
  }

  int resume(long execution) throws InterruptedException {
    var histories = new Histories(store);
    var row = histories.row(execution);
    progress.begin(histories.entries(execution));
    spectator.watch(execution);
    long taken = id(engine.takeOver(execution));
    if (row.phase() == Phase.PAUSED) {
      id(engine.resume(execution));
    }
    return finish(taken, "execution %d of %s goes on", row.playbook());
  }

  /// Does an ended execution again, from `step` on or, if that is empty, from what failed.
  int retry(long execution, String step) throws InterruptedException {
    var playbook = new Histories(store).row(execution).playbook();
    return finish(id(engine.retry(execution, step)), "execution %d of %s", playbook);
  }

  private static long id(Engine.Answer<Long> answer) {
    return switch (answer) {
      case Engine.Done<Long>(var execution) -> execution;
      case Engine.Refused<Long>(var refusal) -> throw CommandError.of(refusal);
    };
  }

  private int finish(long execution, String news, PlaybookRef playbook)
      throws InterruptedException {
    if (!manner.quiet()) {
      console.say("noetl: " + news.formatted(execution, playbook));
    }
    Interrupts.handle(() -> interrupt(execution));
    var state = engine.await(execution);
    progress.close();
    new Report(new LocalExecutions(store), console).tell(state, manner);
    if (state.phase() == Phase.COMPLETED) {
      return Exit.DONE;
    }
    return isInterrupted(state) ? Exit.INTERRUPTED : Exit.FAILED;
  }

  private boolean isInterrupted(State state) {
    return state.phase() == Phase.CANCELLED && interrupted.get();
  }

  private void interrupt(long execution) {
    interrupted.set(true);
    progress.say("noetl: stopping execution %d (again to leave at once)".formatted(execution));
    try {
      engine.cancel(execution, "interrupted by the user");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    progress.close();
    worker.close();
    engine.close();
  }
}
