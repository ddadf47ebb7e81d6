package io.noetl.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.tool.Await;
import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.OddServer;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What steps and saves tell when a server does not do what they want, or is none.
class HttpTroubleTest {
  private static final String ENDLESS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n";

  private final HttpTool tool = new HttpTool(Environment.of(Map.of()), Credentials.NONE);
  private final HttpSaver saver = new HttpSaver(tool);

  @AfterEach
  void end() {
    tool.close();
  }

  @Test
  void anAnswerThatEndsTooEarlyIsTold() throws Exception {
    try (var server = OddServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")) {
      assertThat(failure("http", server))
          .endsWith(": the server closed the connection before its answer was whole");
    }
    try (var server = OddServer.saying("")) {
      assertThat(failure("http", server))
          .endsWith(": the server closed the connection before its answer was whole");
    }
  }

  @Test
  void whatSpeaksNoTlsIsTold() throws Exception {
    try (var server = OddServer.saying("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(failure("https", server))
          .isEqualTo(
              ("Request error: GET https://127.0.0.1:%d: the server does not speak TLS at this"
                      + " port: http:// instead of https://?")
                  .formatted(server.port()));
    }
  }

  @Test
  void whatIsNoHttpIsTold() throws Exception {
    try (var server = OddServer.saying("220 mail.example ESMTP\r\n")) {
      assertThat(failure("http", server))
          .startsWith("Request error: GET http://127.0.0.1:%d: ".formatted(server.port()))
          .doesNotContain("Exception");
    }
  }

  @Test
  void anEndlessAnswerIsNotReadToItsEnd() throws Exception {
    try (var server = OddServer.endless(ENDLESS, "x".repeat(1 << 16))) {
      assertThat(failure("http", server)).startsWith("the response is larger than 32 MiB: ask");
      Await.until("the connection is given up", server::isLeft);
    }
  }

  @Test
  void connectionsWithEndlessHeadersAreGivenUp() throws Exception {
    try (var server = OddServer.endless("HTTP/1.1 200 OK\r\n", "a: b\r\n".repeat(1000))) {
      assertThat(failure("http", server)).startsWith("Request error: GET http://127.0.0.1:");
      Await.until("the client and its connection are gone", () -> isLeftAfterCleaning(server));
    }
  }

  private static boolean isLeftAfterCleaning(OddServer server) {
    System.gc();
    return server.isLeft();
  }

  @Test
  void oneWhoWaitsForASilentServerCanBeStopped() throws Exception {
    try (var silent = OddServer.silent()) {
      stop(silent, watch -> () -> tool.run(Calls.of(endpoint("http", silent), "{}"), watch));
    }
    try (var silent = OddServer.silent()) {
      stop(silent, watch -> () -> saver.save(order(silent), watch));
    }
  }

  private static void stop(
      OddServer silent, java.util.function.Function<TestWatch, Callable<?>> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var watch = new TestWatch();
      var call = threads.submit(work.apply(watch));
      Await.until("it has come", silent::isVisited);

      watch.stop();
      threads.shutdownNow();

      Await.until("the call has ended", call::isDone);
      assertThat(call.exceptionNow()).isInstanceOf(InterruptedException.class);
      Await.until("the connection is given up", silent::isLeft);
    }
  }

  @Test
  void aSaveTellsTheSame() throws Exception {
    try (var server = OddServer.saying("HTTP/1.1 507 No\r\nContent-Length: 4\r\n\r\nfull")) {
      assertThat(saveFailure(server)).isEqualTo("HTTP 507: full");
    }
    var closed = OddServer.silent();
    closed.close();
    assertThat(saveFailure(closed)).contains("connection refused: is the server running");
  }

  private static String endpoint(String scheme, OddServer server) {
    return "{\"endpoint\": \"%s://127.0.0.1:%d/x\"}".formatted(scheme, server.port());
  }

  private String failure(String scheme, OddServer server) {
    return catchThrowableOfType(
            ToolFailure.class,
            () -> tool.run(Calls.of(endpoint(scheme, server), "{}"), new TestWatch()))
        .failure()
        .message();
  }

  private static Order order(OddServer server) {
    return new Order(
        "1/s/1", 1, "s", Calls.fields(endpoint("http", server)), Calls.fields("{\"a\": 1}"));
  }

  private String saveFailure(OddServer server) {
    return catchThrowableOfType(ToolFailure.class, () -> saver.save(order(server), new TestWatch()))
        .failure()
        .message();
  }
}
