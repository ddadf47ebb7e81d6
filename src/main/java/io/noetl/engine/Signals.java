package io.noetl.engine;

import io.noetl.broker.Fact;
import io.noetl.store.StoreUnavailable;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for the wishes of other processes (`noetl cancel`) once a second.
final class Signals implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  /// Less than a second, so that a wish is fulfilled within one.
  private static final Duration PERIOD = Duration.ofMillis(900);

  private final Engine engine;

  Signals(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void run() {
    while (true) {
      try {
        Thread.sleep(PERIOD);
        look();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (StoreUnavailable e) {
        LOG.warn("event=signals_unread reason=\"{}\"", e.getMessage());
      }
    }
  }

  private void look() throws InterruptedException {
    for (var signal : engine.store().engines().takeSignals(engine.incarnation())) {
      switch (signal.kind()) {
        case "cancel" -> engine.cancel(signal.execution(), signal.detail());
        case "pause" -> engine.tell(signal.execution(), new Fact.PauseRequested());
        case "resume" -> engine.tell(signal.execution(), new Fact.ResumeRequested());
        default -> LOG.warn("event=unknown_signal kind={}", signal.kind());
      }
    }
  }
}
