package io.noetl.cli;

import io.noetl.broker.Entry;
import io.noetl.broker.Phase;
import io.noetl.broker.Replay;
import io.noetl.broker.State;
import io.noetl.cli.SteeringDesk.Wish;
import io.noetl.client.EventStream;
import io.noetl.client.Link;
import io.noetl.client.Problem;
import io.noetl.client.Unreachable;
import io.noetl.store.EventCodec;
import io.noetl.store.EventRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// An execution on a server that is waited for here: its progress, to the report on its end.
final class ServerRun {
  private final Link link;
  private final Console console;
  private final LocalRun.Manner manner;
  private final Progress progress;
  private final List<Entry> history = new ArrayList<>();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  ServerRun(Link link, LocalRun.Manner manner, Console console) {
    this.link = link;
    this.manner = manner;
    this.console = console;
    progress = new Progress(console);
  }

  /// Waits for at most `limit`, unless that is zero; the execution goes on when it is over.
  int await(long execution, String headline, Duration limit) throws InterruptedException {
    Interrupts.handle(() -> interrupt(execution));
    if (!manner.quiet()) {
      console.say(headline);
      progress.start();
    }
    try {
      var end = new ServerExecutions(link).follow(execution, new Watch(), limit);
      progress.close();
      return end == EventStream.End.LATE ? late(execution, limit) : tell(execution);
    } catch (Unreachable e) {
      progress.close();
      console.say("noetl: execution %d does not end with this wait".formatted(execution));
      throw e;
    } finally {
      progress.close();
    }
  }

  private final class Watch implements ExecutionDesk.Follower {
    @Override
    public void see(EventRow row) {
      var entry = EventCodec.decode(row);
      history.add(entry);
      if (!manner.quiet()) {
        progress.see(entry);
      }
    }

    @Override
    public boolean isWaiting() {
      return true;
    }
  }

  private int late(long execution, Duration limit) {
    console.say(
        "noetl: execution %d has not ended in %s; it goes on"
            .formatted(execution, Times.words(limit)));
    return Exit.TIMEOUT;
  }

  private int tell(long execution) throws InterruptedException {
    var state = Replay.fold(execution, history);
    new Report(new ServerExecutions(link), console).tell(state, manner);
    if (state.phase() == Phase.COMPLETED) {
      return Exit.DONE;
    }
    return isInterrupted(state) ? Exit.INTERRUPTED : Exit.FAILED;
  }

  private boolean isInterrupted(State state) {
    return state.phase() == Phase.CANCELLED && interrupted.get();
  }

  /// What a user's interrupt does.
  void interrupt(long execution) {
    interrupted.set(true);
    progress.say("noetl: stopping execution %d (again to leave at once)".formatted(execution));
    try {
      var steering = new ServerSteering(link);
      steering.ask(steering.row(execution), Wish.CANCEL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Problem e) {
      progress.say("noetl: it cannot be stopped: " + e.message());
    } catch (Unreachable e) {
      progress.say("noetl: it cannot be stopped: " + e.message());
    }
  }
}
