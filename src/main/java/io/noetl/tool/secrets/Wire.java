package io.noetl.tool.secrets;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Unreached;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Speaks with providers over HTTP: in bounded time, with bounded answers, a few times where they
/// stumble. Their addresses are the operator's, so no guard stands before them; they are followed
/// nowhere, since a redirect would carry the login along.
final class Wire implements AutoCloseable {
  /// A provider answers in milliseconds; a step waits for it.
  static final Duration TIMEOUT = Duration.ofSeconds(15);

  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /// Providers keep secrets of 64 KiB or less; Vault's may be larger.
  private static final long BYTES_MAX = 2 << 20;

  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 150;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;

  private final Duration timeout;
  private @Nullable HttpClient made;

  Wire(Duration timeout) {
    this.timeout = timeout;
  }

  /// A request to be built, for a URL that the operator or this code has made.
  static HttpRequest.Builder to(String url) throws ToolFailure {
    try {
      var uri = URI.create(url);
      if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("(?i)https?")) {
        throw new IllegalArgumentException("expected http://host or https://host");
      }
      return HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1);
    } catch (IllegalArgumentException e) {
      throw Refused.invalid("'%s' is no address: %s".formatted(url, e.getMessage()));
    }
  }

  /// The answer, whatever its status. Errors of the provider and lost connections are tried again;
  /// who keeps silent is not, since that takes long.
  Answer send(HttpRequest request) throws ToolFailure, InterruptedException {
    for (int number = 1; ; number++) {
      try {
        var answer = once(request);
        boolean isPassing = answer.status() >= SERVER_ERROR || answer.status() == TOO_MANY;
        if (!isPassing || number == TRIES) {
          return answer;
        }
      } catch (TimeoutException _) {
        throw Refused.error(
            "%s did not answer within %d ms".formatted(place(request), timeout.toMillis()));
      } catch (IOException e) {
        if (number == TRIES) {
          throw Refused.error(
              "%s cannot be reached: %s".formatted(place(request), Unreached.reason(e)));
        }
      }
      Thread.sleep(PAUSE_MILLIS * number * number);
    }
  }

  private Answer once(HttpRequest request)
      throws IOException, TimeoutException, InterruptedException {
    var sent =
        client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), BYTES_MAX));
    try {
      HttpResponse<byte[]> response = sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return Answer.of(response.statusCode(), response.body());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      sent.cancel(true);
    }
  }

  private static String place(HttpRequest request) {
    return request.uri().getScheme() + "://" + request.uri().getAuthority();
  }

  private synchronized HttpClient client() {
    if (made == null) {
      made =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECTING)
              .build();
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
