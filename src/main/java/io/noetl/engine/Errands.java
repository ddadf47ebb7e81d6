package io.noetl.engine;

import io.noetl.broker.Fact;
import io.noetl.broker.Origin;
import io.noetl.broker.Phase;
import io.noetl.broker.Timer;
import io.noetl.store.StoreUnavailable;
import io.noetl.template.TemplateError;
import io.noetl.value.Null;
import io.noetl.value.Value;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out due timers: facts for the execution itself, and what concerns another one (starting,
/// cancelling and ending of children). Each is idempotent: it may be carried out twice, and is
/// forgotten only when it is done. Those of one execution are carried out in their order.
final class Errands implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

  /// How long a held or failed errand waits for its next try.
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static final int LANES = 8;

  private final Engine engine;
  private final ExecutorService[] lanes = new ExecutorService[LANES];

  Errands(Engine engine) {
    this.engine = engine;
    for (int i = 0; i < LANES; i++) {
      lanes[i] =
          Executors.newSingleThreadExecutor(Thread.ofVirtual().name("errand-" + i).factory());
    }
  }

  void carry(long execution, Timer timer) {
    lanes[(int) (execution % LANES)].execute(() -> carryOut(execution, timer));
  }

  @Override
  public void close() {
    for (var lane : lanes) {
      lane.shutdownNow();
    }
  }

  private void carryOut(long execution, Timer timer) {
    try {
      if (run(execution, timer)) {
        engine.store().endTimer(execution, timer);
      } else {
        again(execution, timer);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailable e) {
      LOG.warn("event=errand_delayed execution={} timer={}", execution, timer.name(), e);
      again(execution, timer);
    } catch (Incident e) {
      LOG.error("event=errand_failed execution={} timer={}", execution, timer.name(), e);
    }
  }

  private void again(long execution, Timer timer) {
    engine.clockwork().set(execution, timer, engine.now().plus(AGAIN));
  }

  /// Whether it is done; otherwise it is tried again.
  private boolean run(long execution, Timer timer) throws InterruptedException {
    return switch (timer.purpose()) {
      case Timer.StartChild it -> start(it);
      case Timer.CancelChild(var child, var detail) -> {
        engine.tell(child, new Fact.CancelRequested(detail));
        yield true;
      }
      case Timer.PauseChild(var child, var pausing) -> {
        engine.tell(child, pausing ? new Fact.PauseRequested() : new Fact.ResumeRequested());
        yield true;
      }
      case Timer.TellParent(var origin, var result, var error) -> {
        var value = error.isEmpty() ? engine.payloads().load(result) : Null.NULL;
        tellParent(origin, execution, value, error);
        yield true;
      }
      case Timer.RetryDue _, Timer.WaitDue _, Timer.AttemptTimeout _, Timer.ExecutionTimeout _ ->
          !(engine.tell(execution, new Fact.TimerDue(timer)) instanceof Told.Nothing(var state)
              && state.phase() == Phase.PAUSED);
    };
  }

  private boolean start(Timer.StartChild it) throws InterruptedException {
    var found =
        it.content().isEmpty()
            ? engine.playbooks().find(it.path(), it.version())
            : engine.playbooks().take(it.path(), it.content());
    switch (found) {
      case Playbooks.Missing(var refusal) ->
          tellParent(it.origin(), it.child(), Null.NULL, refusal.message());
      case Playbooks.Ready ready -> {
        try {
          if (!engine.startChild(ready, it)) {
            var message = "its id %d is taken by another execution".formatted(it.child());
            tellParent(it.origin(), it.child(), Null.NULL, message);
          }
        } catch (Misfit e) {
          tellParent(it.origin(), it.child(), Null.NULL, e.refusal().message());
        } catch (TemplateError e) {
          var message = "its workload cannot be rendered: " + e.getMessage();
          tellParent(it.origin(), it.child(), Null.NULL, message);
        }
      }
    }
    return true;
  }

  private void tellParent(Origin origin, long child, Value result, String error)
      throws InterruptedException {
    engine.tell(
        origin.execution(),
        new Fact.ChildEnded(origin.job(), origin.index(), child, result, error));
  }
}
