package io.noetl.client;

import io.noetl.job.wire.Protocol;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.JsonError;
import io.noetl.value.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The way to a server. Requests throw [Problem] if the server refuses them, and [Unreachable] if
/// it does not answer. Safe for use by many threads.
public final class Link implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(5);

  /// What a server gives at most.
  private static final int PAGE = 1_000;

  /// For requests that are answered at once.
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Address address;
  private final HttpClient http;

  /// A server's address (`http://host:port`), and the token that is shown there, if any.
  public record Address(URI uri, String token) {
    /// Throws IllegalArgumentException, saying what was expected, if `text` is no such address.
    public static Address of(String text, String token) {
      var uri = URI.create(text.strip().replaceFirst("/+$", ""));
      var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean isHttp = scheme.equals("http") || scheme.equals("https");
      if (!isHttp || uri.getHost() == null || uri.getUserInfo() != null) {
        throw new IllegalArgumentException("expected http://HOST:PORT, found '" + text + "'");
      }
      return new Address(uri, token);
    }

    @Override
    public String toString() {
      return uri.toString();
    }
  }

  /// A name and a value that go with a request.
  public record Header(String name, String value) {}

  public Link(Address address) {
    this.address = address;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  public Address address() {
    return address;
  }

  public Fields get(Locator path) throws InterruptedException {
    return fields(send(request(path, PATIENCE).GET(), BodyHandlers.ofString()));
  }

  public Fields delete(Locator path) throws InterruptedException {
    return fields(send(request(path, PATIENCE).DELETE(), BodyHandlers.ofString()));
  }

  public Fields post(Locator path, Fields body, Header... headers) throws InterruptedException {
    return post(path, body, PATIENCE, headers);
  }

  /// For an answer that may take as long as `patience`.
  public Fields post(Locator path, Fields body, Duration patience, Header... headers)
      throws InterruptedException {
    var request =
        request(path, patience)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.writeBytes(body)));
    for (var header : headers) {
      request.header(header.name(), header.value());
    }
    return fields(send(request, BodyHandlers.ofString()));
  }

  /// Gives each item of the list under `key`, page by page, at most `max`.
  public void each(Locator list, String key, int max, Consumer<Fields> taker)
      throws InterruptedException {
    int left = max;
    var cursor = "";
    while (left > 0) {
      var page = get(list.with("limit", Math.min(left, PAGE)).with("cursor", cursor));
      for (var item : page.get(key) instanceof Items items ? items : Items.EMPTY) {
        if (item instanceof Fields fields) {
          taker.accept(fields);
          left--;
        }
      }
      if (!(page.get("next_cursor") instanceof Text(var next)) || next.equals(cursor)) {
        return;
      }
      cursor = next;
    }
  }

  /// An answer that goes on and on; `header` says where to begin. Whoever asked closes it.
  InputStream stream(Locator path, Header header) throws InterruptedException {
    var request =
        request(path, Duration.ZERO)
            .header("Accept", "text/event-stream")
            .header(header.name(), header.value())
            .GET()
            .build();
    var answer = begun(http.sendAsync(request, BodyHandlers.ofInputStream()));
    if (answer.statusCode() / 100 != 2) {
      throw Problem.of(answer.statusCode(), text(answer.body()));
    }
    return answer.body();
  }

  /// A timeout of the request itself might end the stream as well.
  private <T> HttpResponse<T> begun(CompletableFuture<HttpResponse<T>> asked)
      throws InterruptedException {
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw broken(e.getCause() instanceof IOException cause ? cause : new IOException(e));
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw broken(new HttpTimeoutException("no answer in " + PATIENCE.toSeconds() + " s"));
    }
  }

  private String text(InputStream body) {
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /// Zero means: however long it takes.
  private HttpRequest.Builder request(Locator path, Duration patience) {
    var request = HttpRequest.newBuilder(URI.create(address.uri().toString() + path));
    if (patience.isPositive()) {
      request.timeout(patience);
    }
    // A server gives its own programs values that others may not be able to read.
    request.header(Protocol.HEADER, Integer.toString(Protocol.MAJOR));
    if (!address.token().isEmpty()) {
      request.header("Authorization", "Bearer " + address.token());
    }
    return request;
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body)
      throws InterruptedException {
    try {
      return http.send(request.build(), body);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private Unreachable broken(IOException e) {
    // The client says nothing of a port where nobody listens.
    var silent = e instanceof ConnectException ? "nobody listens there" : e.getClass().getName();
    var reason = e.getMessage() == null ? silent : e.getMessage();
    return new Unreachable("no answer from %s: %s".formatted(address, reason), e);
  }

  private static Fields fields(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw Problem.of(answer.statusCode(), answer.body());
    }
    try {
      if (Json.read(answer.body()) instanceof Fields fields) {
        return fields;
      }
    } catch (JsonError e) {
      // Whatever it is, it is no answer of ours.
    }
    throw Problem.of(answer.statusCode(), answer.body());
  }

  /// Ends what is under way.
  @Override
  public void close() {
    http.shutdownNow();
  }
}
