package io.noetl.server.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.noetl.job.wire.Protocol;
import io.noetl.value.Json;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// The HTTP library's side: requests come in here and answers go out. All of them pass one handler,
/// so that none can go round the guard.
public final class Door {
  private static final String REQUESTS = "noetl_http_requests_total";
  private static final String SECONDS = "noetl_http_request_seconds";

  /// Packing less than this costs more than it saves.
  private static final int PACKED_MIN = 1_024;

  /// More headers than this nobody needs.
  private static final int HEADERS_MAX = 16 << 10;

  /// Paths and queries of ours are short; a template in a query may be some kilobytes.
  private static final int FIRST_LINE_MAX = 16 << 10;

  /// Connections that may be open at once; each costs some memory only.
  private static final int CONNECTIONS_MAX = 10_000;

  /// How long a client may take for the next piece of its request.
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

  private static final Duration IDLE_MAX = Duration.ofMinutes(2);

  /// No route takes more; each has its own bound.
  private static final long BODIES_MAX = 64L << 20;

  private static final long RETRY_MILLIS = 1_000;

  private final Place place;
  private final Desk desk;
  private final Traffic traffic;
  private final Meters meters;
  private final WebServer server;

  /// Where it listens.
  public record Place(String host, int port) {}

  /// What it is made of.
  public record Parts(Routes routes, Guard guard, Pages pages, Traffic traffic, Meters meters) {}

  public Door(Place place, Parts parts) {
    this.place = place;
    desk = new Desk(parts.routes(), parts.guard(), parts.pages());
    traffic = parts.traffic();
    meters = parts.meters();
    meters.describe(REQUESTS, "counter", "Requests by method, route and status.");
    meters.describe(SECONDS, "histogram", "How long requests took, streams not counted.");
    server =
        WebServer.builder()
            .host(place.host())
            .port(place.port())
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(
                new Lingering(
                    Http1Config.builder()
                        .maxHeadersSize(HEADERS_MAX)
                        .maxPrologueLength(FIRST_LINE_MAX)
                        .continueImmediately(false)
                        .build()))
            .maxTcpConnections(CONNECTIONS_MAX)
            .maxPayloadSize(BODIES_MAX)
            .connectionOptions(options -> options.readTimeout(SILENCE_MAX).tcpNoDelay(true))
            .idleConnectionTimeout(IDLE_MAX)
            .shutdownGracePeriod(Duration.ofMillis(500))
            .directHandlers(problems())
            .routing(HttpRouting.builder().any(this::handle))
            .build();
  }

  /// Listens; the port that it got. Throws [UncheckedIOException] if it cannot have the place: the
  /// library would only log that.
  public int open() {
    if (place.port() != 0) {
      try (var probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(place.host(), place.port()));
      } catch (IOException e) {
        throw taken(e);
      }
    }
    server.start();
    if (!server.isRunning()) {
      throw taken(new BindException("it was taken just now"));
    }
    return server.port();
  }

  private UncheckedIOException taken(IOException e) {
    return new UncheckedIOException(
        "cannot listen on %s:%d (%s): stop whoever does, or choose another address or port"
            .formatted(place.host(), place.port(), e.getMessage()),
        e);
  }

  public void close() {
    server.stop();
  }

  private void handle(ServerRequest request, ServerResponse response) {
    traffic.begin();
    long begun = System.nanoTime();
    var incoming = incoming(request);
    try {
      var given = desk.answer(incoming);
      var reply = given.reply();
      var verb = incoming.verb();
      var known = Status.create(reply.status());
      var labels =
          "method=\"%s\",route=\"%s\",status=\"%d\""
              .formatted(isUsual(verb) ? verb : "OTHER", given.route(), known.code());
      meters.count(REQUESTS, labels, 1);
      if (!(reply instanceof Reply.Streamed)) {
        var took = Duration.ofNanos(System.nanoTime() - begun);
        meters.time(SECONDS, "route=\"" + given.route() + "\"", took);
      }
      send(incoming, reply, response);
      end(request, reply, response);
    } finally {
      traffic.end();
    }
  }

  /// Ends the connection if either side wants that. The library would go on, and take for a request
  /// what is left of this one's body.
  private static void end(ServerRequest request, Reply reply, ServerResponse response) {
    boolean isAsked = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    if (isAsked && response instanceof RoutingResponse whole) {
      whole.commit(); // The last piece of a stream, which is sent when all else has returned.
    }
    if (reply.isLast() || (isAsked && !request.content().consumed())) {
      throw new Lingering.Refused();
    }
    if (isAsked) {
      throw new CloseConnectionException("the client asked for no more than this");
    }
  }

  private static boolean isUsual(String verb) {
    return switch (verb) {
      case "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS" -> true;
      default -> false;
    };
  }

  private static Incoming incoming(ServerRequest request) {
    var headers = request.headers();
    var length = headers.contentLength();
    boolean isChunked = headers.contains(HeaderNames.TRANSFER_ENCODING);
    return new Incoming(
        request.prologue().method().text(),
        request.prologue().uriPath().rawPath(),
        request.prologue().query().rawValue(),
        name -> headers.first(HeaderNames.create(name)).orElse(""),
        isChunked ? -1 : length.orElse(0),
        () -> new Translated(request.content().inputStream()));
  }

  /// The body, with what the library throws put into our words.
  private static final class Translated extends FilterInputStream {
    private Translated(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (RequestException e) {
        throw (e.status().code() == 413
                ? Fault.of(413, "too-large", "the body is too large")
                : Fault.of(400, "broken-body", "the body is not sent as HTTP wants it"))
            .closing();
      } catch (RuntimeException e) {
        // It ended early, or nothing came for too long; nobody is likely to hear it.
        throw Fault.of(408, "broken-body", "the body did not come to its end").closing();
      }
    }
  }

  private void send(Incoming request, Reply reply, ServerResponse response) {
    response.status(Status.create(reply.status()));
    header(response, "X-Content-Type-Options", "nosniff");
    header(response, "Referrer-Policy", "no-referrer");
    reply.headers().forEach((name, value) -> header(response, name, value));
    switch (reply) {
      case Reply.Whole it -> {
        header(response, "Content-Type", it.type());
        if (!it.headers().containsKey("Cache-Control")) {
          header(response, "Cache-Control", "no-store");
        }
        header(response, "Content-Security-Policy", CLOSED);
        var text = isJson(it.type()) ? json(request).apply(it.text()) : it.text();
        send(request, text.getBytes(StandardCharsets.UTF_8), response);
      }
      case Reply.Raw it -> {
        header(response, "Content-Type", it.type());
        header(response, "Content-Security-Policy", PAGE);
        if (it.headers().containsKey("Content-Encoding")) {
          sendAsIs(request, bytes(it.bytes()), response);
        } else {
          send(request, bytes(it.bytes()), response);
        }
      }
      case Reply.Unchanged _ -> {
        header(response, "Content-Security-Policy", PAGE);
        header(response, "Vary", "Accept-Encoding");
        response.send();
      }
      case Reply.Streamed it -> stream(it.stream(), json(request), response);
    }
  }

  private static boolean isJson(String type) {
    return type.equals(Reply.JSON) || type.equals(Reply.PROBLEM);
  }

  /// What becomes of JSON: our own programs get every value as it is, others what all can read.
  private static UnaryOperator<String> json(Incoming request) {
    return request.header(Protocol.HEADER).isEmpty() ? Json::strict : UnaryOperator.identity();
  }

  /// What an answer of the API may do if a browser shows it: nothing.
  private static final String CLOSED =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

  /// What the web interface may do: be itself.
  private static final String PAGE =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'";

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static void header(ServerResponse response, String name, String value) {
    response.header(HeaderNames.create(name), value.split(Reply.LINE_END));
  }

  private static void send(Incoming request, byte[] bytes, ServerResponse response) {
    boolean isPacked =
        bytes.length >= PACKED_MIN && Packing.isWelcome(request.header("Accept-Encoding"));
    if (isPacked) {
      header(response, "Content-Encoding", Packing.GZIP);
    }
    sendAsIs(request, isPacked ? Packing.packed(bytes) : bytes, response);
  }

  private static void sendAsIs(Incoming request, byte[] bytes, ServerResponse response) {
    header(response, "Vary", "Accept-Encoding");
    if (request.verb().equals("HEAD")) {
      header(response, "Content-Length", Integer.toString(bytes.length));
      response.send();
    } else {
      response.send(bytes);
    }
  }

  private static void stream(
      Reply.Stream stream, UnaryOperator<String> json, ServerResponse response) {
    header(response, "Content-Type", "text/event-stream");
    header(response, "Cache-Control", "no-store");
    header(response, "X-Accel-Buffering", "no");
    try (var out = response.outputStream()) {
      var outlet = new Outlet(out, json);
      outlet.retry(RETRY_MILLIS);
      stream.run(outlet);
    } catch (IOException | UncheckedIOException _) {
      // Whoever listened has left.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Requests that the library refuses before we see them.
  private static DirectHandlers problems() {
    var handlers = DirectHandlers.builder();
    for (var type : DirectHandler.EventType.values()) {
      handlers.addHandler(
          type,
          (request, event, status, headers, message) -> {
            // A request that is too long to be read comes without words.
            var fault = fault(event, status.code(), String.valueOf(message));
            var reply = (Reply.Whole) Reply.problem(fault, pathOf(request::path));
            return DirectHandler.TransportResponse.builder()
                .status(Status.create(fault.status()))
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, Reply.PROBLEM)
                .entity(reply.text())
                .keepAlive(false)
                .build();
          });
    }
    return handlers.build();
  }

  private static String pathOf(Supplier<String> path) {
    return Fault.shortened(String.valueOf(path.get()));
  }

  private static Fault fault(DirectHandler.EventType type, int status, String message) {
    return switch (type) {
      case PAYLOAD_TOO_LARGE -> Fault.of(413, "too-large", "the body is too large");
      case FORBIDDEN -> Fault.of(403, "forbidden", "that is not allowed");
      case INTERNAL_ERROR -> Fault.of(500, "internal", "the server met a bug");
      case BAD_REQUEST, HTTP_VERSION_NOT_SUPPORTED, OTHER ->
          Fault.of(
              status < 400 ? 400 : status,
              "bad-request",
              "the request is not HTTP as it should be: " + Fault.shortened(message));
    };
  }
}
