package io.noetl.client;

import io.noetl.value.Fields;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a worker in the server's registry: enters it, tells that it is alive, enters it again when
/// the server has forgotten it, and takes it out when it leaves.
public final class Enrolment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
  private static final Locator REGISTER = Locator.of("/api/worker/pool/register");
  private static final Locator HEARTBEAT = Locator.of("/api/worker/pool/heartbeat");
  private static final Locator DEREGISTER = Locator.of("/api/worker/pool/deregister");
  private static final int NOT_FOUND = 404;

  /// A quarter of the silence after which a worker is taken for gone.
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final Link link;
  private final Part part;
  private final Thread thread;

  /// A worker of `slots` in `pool`, and the version of its program.
  public record Part(String name, String pool, int slots, String version) {}

  public Enrolment(Link link, Part part) {
    this.link = link;
    this.part = part;
    thread = Thread.ofVirtual().name("noetl-enrolment").unstarted(this::run);
  }

  /// From now on the server knows of the worker, as soon as it can be reached.
  public void begin() {
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
      LOG.debug("event=enrolment_ends worker={}", part.name());
    }
  }

  /// Whether the server knows of it now.
  private boolean tell(boolean isKnown) throws InterruptedException {
    try {
      if (!isKnown || !heard()) {
        link.post(REGISTER, registration());
        LOG.info("event=worker_registered worker={} pool={}", part.name(), part.pool());
      }
      return true;
    } catch (Problem | Unreachable e) {
      LOG.warn("event=worker_unregistered worker={} reason=\"{}\"", part.name(), e.getMessage());
      return false;
    }
  }

  private boolean heard() throws InterruptedException {
    try {
      link.post(HEARTBEAT, Fields.builder().put("name", part.name()).build());
      return true;
    } catch (Problem e) {
      if (e.status() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private Fields registration() {
    return Fields.builder()
        .put("name", part.name())
        .put("kind", "worker_pool")
        .put("status", "ready")
        .put("capacity", part.slots())
        .put("pid", ProcessHandle.current().pid())
        .put("hostname", hostName())
        .put(
            "meta",
            Fields.builder().put("pool", part.pool()).put("version", part.version()).build())
        .build();
  }

  /// The name of this machine, or `localhost` where it has none.
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      link.post(DEREGISTER, Fields.builder().put("name", part.name()).build());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Problem | Unreachable e) {
      LOG.warn(
          "event=worker_not_deregistered worker={} reason=\"{}\"", part.name(), e.getMessage());
    }
  }
}
