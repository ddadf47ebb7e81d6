package io.noetl.server;

import io.noetl.store.Runtimes;
import io.noetl.store.StoreUnavailable;
import io.noetl.value.Fields;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the server's own entry in the registry alive, and marks it offline in the end.
final class Presence implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);

  /// A quarter of the silence after which a part is taken for gone.
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final Runtimes runtimes;
  private final Runtimes.Part part;
  private final Thread thread;

  Presence(Runtimes runtimes, Runtimes.Part part) {
    this.runtimes = runtimes;
    this.part = part;
    this.thread = Thread.ofVirtual().name("presence").unstarted(this::run);
  }

  void begin() {
    thread.start();
  }

  private void run() {
    boolean isKnown = false;
    try {
      while (true) {
        isKnown = tell(isKnown);
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tell(boolean isKnown) {
    try {
      if (!isKnown || !runtimes.heartbeat(part.kind(), part.name(), Fields.EMPTY)) {
        runtimes.register(part);
      }
      return true;
    } catch (StoreUnavailable e) {
      LOG.warn("event=presence_untold reason=\"{}\"", e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      runtimes.deregister(part.kind(), part.name());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailable e) {
      LOG.warn("event=presence_untold reason=\"{}\"", e.getMessage());
    }
  }
}
