package io.noetl.tool.http;

import io.noetl.job.Failure;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.stream.Collectors;

/// A request and the answer to it, whose body is still to be read.
record Exchange(HttpRequest request, HttpResponse<InputStream> response) {
  private static final int EXCERPT_MAX = 200;
  private static final int BAD = 400;

  /// What is made of a good answer's body.
  @FunctionalInterface
  interface Reader {
    Fields read(HttpResponse<InputStream> response, InputStream body)
        throws IOException, ToolFailure;
  }

  boolean isGood() {
    return response.statusCode() < BAD;
  }

  void giveUp() {
    Courier.closeQuietly(response.body());
  }

  /// The result of the step, which began at `start` (of System.nanoTime); a status of 400 or more
  /// is a failure that has it, with the body as data.
  Fields result(Reader reader, Watch watch, long start) throws ToolFailure {
    try (var body = response.body();
        var _ = watch.onStop(() -> Courier.closeQuietly(body))) {
      var read =
          isGood() ? reader.read(response, body) : Bodies.read(response.headers(), body, watch);
      var result =
          Fields.builder()
              .put("status_code", response.statusCode())
              .put("headers", headers())
              .put("url", response.uri().toString())
              .put("elapsed", Num.of((System.nanoTime() - start) / 1e9))
              .putAll(read)
              .build();
      if (isGood()) {
        return result;
      }
      throw new ToolFailure(
          Failure.error("http_status", message(response.statusCode(), read.get("data")))
              .withResult(result));
    } catch (IOException e) {
      throw Courier.failed(request, e);
    }
  }

  private Fields headers() {
    var headers = Fields.builder();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(
                    name.toLowerCase(Locale.ROOT),
                    values.stream().collect(Collectors.joining(", "))));
    return headers.build();
  }

  private static String message(int status, Value data) {
    var body = Requests.text(data).strip();
    var excerpt = body.length() > EXCERPT_MAX ? body.substring(0, EXCERPT_MAX) + "..." : body;
    return excerpt.isEmpty() || excerpt.equals("null")
        ? "HTTP %d: %s".formatted(status, Statuses.phrase(status))
        : "HTTP %d: %s".formatted(status, excerpt);
  }
}
