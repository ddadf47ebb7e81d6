package io.noetl.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;

/// HTTP/1.1 whose refusals arrive. A connection that is closed while some of the request is unread
/// is reset by TCP, and the client may then lose the answer that it was sent: so what it still
/// sends is read and thrown away for a while (RFC 9112, 9.6).
final class Lingering implements ServerConnectionSelector {
  /// How long a refused client may take to stop.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Http1ConnectionSelector http;

  Lingering(Http1Config config) {
    http = Http1ConnectionSelector.builder().config(config).build();
  }

  /// Thrown after an answer to a request that was not read to its end: nothing that follows on this
  /// connection may be taken for a request.
  static final class Refused extends CloseConnectionException {
    @Serial private static final long serialVersionUID = 1;

    Refused() {
      super("the request was refused before it was read to its end");
    }
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    return new Connection(http.connection(context), context.dataReader());
  }

  private static final class Connection implements ServerConnection, InterruptableTask<Void> {
    private final ServerConnection inner;
    private final DataReader reader;
    private volatile boolean isOver;

    private Connection(ServerConnection inner, DataReader reader) {
      this.inner = inner;
      this.reader = reader;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
      try {
        inner.handle(limit);
      } catch (Refused e) {
        linger();
        throw e;
      }
      // It returns, rather than throws, after it has refused what is not HTTP as it should be.
      linger();
    }

    private void linger() {
      if (isOver) {
        return;
      }
      // Whoever called closes the socket next, which ends the reading in any case.
      var reading = Thread.ofVirtual().name("noetl-lingering").start(this::readOn);
      try {
        var _ = reading.join(PATIENCE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void readOn() {
      try {
        while (!isOver) {
          reader.ensureAvailable();
          reader.skip(reader.available());
        }
      } catch (DataReader.InsufficientDataAvailableException
          | ServerConnectionException
          | UncheckedIOException _) {
        isOver = true; // The client has left, or is silent for too long.
      }
    }

    @Override
    public Duration idleTime() {
      return inner.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      isOver = true;
      inner.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
      return inner instanceof InterruptableTask<?> task && task.canInterrupt();
    }
  }
}
