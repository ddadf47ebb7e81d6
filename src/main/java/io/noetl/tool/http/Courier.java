package io.noetl.tool.http;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Unreached;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Sends requests, and follows where their answers lead. Each leg of the way has to pass the guard,
/// which is why the client itself follows nothing.
final class Courier implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(30);

  /// Methods that change nothing, or the same when they come twice.
  private static final Set<String> REPEATABLE =
      Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

  /// How often a leg is sent again after its connection was lost, and how long to wait before.
  private static final List<Duration> PAUSES =
      List.of(Duration.ofMillis(50), Duration.ofMillis(250));

  private static final List<String> LOST =
      List.of("connection reset", "received no bytes", "broken pipe", "connection closed");

  private final Outbound outbound;
  private final Proxies proxies;
  private final Clients clients;

  /// How a request travels. `redirects`: how many are followed; 0 takes the first answer as it is.
  /// `isRepeatable`: it may be sent twice whatever its method. `proxy`: the one that the request
  /// names itself.
  record Manner(int redirects, boolean isRepeatable, Optional<Proxies.Server> proxy) {
    static final Manner PLAIN = new Manner(0, false, Optional.empty());
  }

  Courier(Outbound outbound, Proxies proxies) {
    this.outbound = outbound;
    this.proxies = proxies;
    clients = new Clients(outbound.isGuarded(), CONNECTING);
  }

  /// The last answer on the way. `login` names the headers that are for the first server only.
  HttpResponse<InputStream> send(HttpRequest request, Set<String> login, Manner manner)
      throws ToolFailure, InterruptedException {
    int left = manner.redirects();
    var redirects = new Redirects(login);
    var leg = request;
    while (true) {
      var response = sendLeg(leg, manner);
      var next =
          manner.redirects() == 0 ? Optional.<HttpRequest>empty() : redirects.next(leg, response);
      if (next.isEmpty()) {
        return response;
      }
      closeQuietly(response.body());
      if (left-- == 0) {
        throw ToolFailure.error(
            "http_redirects",
            "%s leads on and on: more than %d redirects, the last to %s (max_redirects allows more)"
                .formatted(request.uri(), manner.redirects(), next.get().uri()));
      }
      leg = next.get();
    }
  }

  /// A leg whose connection is lost before an answer begins is sent again, if that does no harm: a
  /// server may close a connection that it has kept open in just this moment.
  private HttpResponse<InputStream> sendLeg(HttpRequest leg, Manner manner)
      throws ToolFailure, InterruptedException {
    boolean mayRepeat = manner.isRepeatable() || REPEATABLE.contains(leg.method());
    for (int tried = 0; ; tried++) {
      try {
        return sendOnce(leg, manner);
      } catch (IOException e) {
        if (!mayRepeat || tried == PAUSES.size() || !isLost(e)) {
          throw failed(leg, e);
        }
        Thread.sleep(PAUSES.get(tried));
      }
    }
  }

  /// Whether the connection was there and went away; not that it could not be made, was not
  /// answered in time, or not trusted. The client has no type of its own for it.
  private static boolean isLost(IOException e) {
    if (e instanceof ConnectException || e instanceof HttpTimeoutException) {
      return false;
    }
    for (Throwable each = e; each != null; each = each.getCause()) {
      var message = String.valueOf(each.getMessage()).toLowerCase(Locale.ROOT);
      if (each instanceof SocketException
          || each instanceof EOFException
          || LOST.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return false;
  }

  private HttpResponse<InputStream> sendOnce(HttpRequest leg, Manner manner)
      throws IOException, ToolFailure, InterruptedException {
    var proxy = proxy(leg, manner);
    var sent = proxy.map(it -> through(it, leg)).orElse(leg);
    var client = clients.of(proxy);
    try (var _ = outbound.pass(leg.uri())) {
      return client.send(sent, BodyHandlers.ofInputStream());
    } catch (ProtocolException e) {
      clients.giveUp(proxy, client);
      throw e;
    }
  }

  private Optional<Proxies.Server> proxy(HttpRequest leg, Manner manner) throws ToolFailure {
    if (outbound.isGuarded()) {
      if (manner.proxy().isPresent()) {
        throw ToolFailure.invalid(
            "http_refused",
            "no proxy can be used here: it would connect to what it likes, past the guard of"
                + " requests");
      }
      return Optional.empty();
    }
    try {
      return manner.proxy().isPresent() ? manner.proxy() : proxies.on(leg.uri());
    } catch (IllegalArgumentException e) {
      throw ToolFailure.invalid(
          "http_request", "the proxy of the environment cannot be used: " + e.getMessage());
    }
  }

  private static HttpRequest through(Proxies.Server proxy, HttpRequest leg) {
    return proxy.login().isEmpty()
        ? leg
        : HttpRequest.newBuilder(leg, (_, _) -> true)
            .setHeader("Proxy-Authorization", "Basic " + proxy.login())
            .build();
  }

  static ToolFailure failed(HttpRequest request, IOException e) {
    var uri = request.uri();
    return ToolFailure.error(
        "http_request",
        "Request error: %s %s://%s: %s"
            .formatted(request.method(), uri.getScheme(), uri.getAuthority(), Unreached.reason(e)));
  }

  static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
  }

  @Override
  public void close() {
    clients.close();
  }
}
