package io.noetl.tool.http;

import io.noetl.tool.ToolFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sends requests, and follows where their answers lead. Each leg of the way has to pass the guard,
/// which is why the client itself follows nothing.
final class Courier implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(30);

  private final Outbound outbound;
  private @Nullable HttpClient made;

  /// What is done with an answer that leads elsewhere.
  enum Following {
    REDIRECTS,
    NOTHING
  }

  Courier(Outbound outbound) {
    this.outbound = outbound;
  }

  /// The last answer on the way. `login` names the headers that are for the first server only.
  HttpResponse<InputStream> send(HttpRequest request, Set<String> login, Following following)
      throws ToolFailure, InterruptedException {
    int left = following == Following.REDIRECTS ? Redirects.FOLLOWED_MAX : 0;
    var redirects = new Redirects(login);
    var leg = request;
    while (true) {
      var response = sendOnce(leg);
      var next = redirects.next(leg, response);
      if (next.isEmpty() || left-- == 0) {
        return response;
      }
      closeQuietly(response.body());
      leg = next.get();
    }
  }

  private HttpResponse<InputStream> sendOnce(HttpRequest request)
      throws ToolFailure, InterruptedException {
    try (var _ = outbound.pass(request.uri())) {
      return client().send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw failed(request, e);
    }
  }

  static ToolFailure failed(HttpRequest request, IOException e) {
    return ToolFailure.error("http_request", "Request error: " + reason(request, e));
  }

  private static String reason(HttpRequest request, IOException e) {
    var what =
        switch (e) {
          case HttpConnectTimeoutException _ -> "the connection was not made in time";
          case UnknownHostException _ -> "unknown host";
          case ConnectException c when c.getCause() instanceof UnresolvedAddressException ->
              "unknown host";
          case ConnectException _ -> "connection refused";
          default -> String.valueOf(e.getMessage());
        };
    var uri = request.uri();
    return "%s %s://%s: %s".formatted(request.method(), uri.getScheme(), uri.getAuthority(), what);
  }

  static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // It is given up anyway.
    }
  }

  /// Made when it is first needed: making one takes longer than a small request. A proxy would
  /// connect to what it likes, so a guarded one uses none.
  private synchronized HttpClient client() {
    if (made == null) {
      var builder =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECTING);
      made = (outbound.isGuarded() ? builder.proxy(HttpClient.Builder.NO_PROXY) : builder).build();
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.shutdownNow();
    }
  }
}
