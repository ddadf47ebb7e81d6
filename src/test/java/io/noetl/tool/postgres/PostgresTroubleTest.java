package io.noetl.tool.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.PostgresServer;
import io.noetl.job.Failure;
import io.noetl.tool.Await;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.OddServer;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What steps and saves tell when PostgreSQL does not do what they want, or is none.
class PostgresTroubleTest {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();

  private final PostgresTool tool =
      new PostgresTool(Environment.of(Map.of()), DATABASE.credentials("pg"));
  private final PostgresSaver saver = new PostgresSaver(tool);

  @AfterEach
  void close() {
    tool.close();
  }

  @Test
  void aWrongPasswordIsToldWithWhatToCheck() throws Exception {
    try (var locked = OddServer.locked()) {
      var expected =
          ("cannot connect to localhost:%d/d as demo: password authentication failed for user"
                  + " \"demo\": check user and password")
              .formatted(locked.port());

      var failure = failure(at(locked), "SELECT 1");

      assertThat(failure.message()).isEqualTo(expected);
      assertThat(failure.code()).isEqualTo("28P01");
      assertThat(saveFailure(at(locked), "{\"table\": \"t\"}").message()).isEqualTo(expected);
      assertThat(tool.idle()).isZero();
      Await.until("nobody is there any more", locked::isLeft);
    }
  }

  @Test
  void oneWhoWaitsForASilentServerCanBeStopped() throws Exception {
    try (var silent = OddServer.silent();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var watch = new TestWatch();
      var call = threads.submit(() -> run(at(silent), "SELECT 1", watch));
      Await.until("it has come", silent::isVisited);

      watch.stop();
      threads.shutdownNow();

      Await.until("the call has ended", call::isDone);
      assertThat(call.exceptionNow()).isInstanceOf(InterruptedException.class);
      Await.until("nobody is there any more", silent::isLeft);
    }
  }

  @Test
  void whatIsNoPostgresIsNotTakenForOne() throws Exception {
    try (var web = OddServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThat(failure(at(web), "SELECT 1").message())
          .startsWith("cannot connect to localhost:%d/d as demo: ".formatted(web.port()))
          .hasSizeLessThan(300);
    }
  }

  @Test
  void aHostIsNoPlaceForOptionsOfTheDriver() {
    var host = "{\"db_host\": \"h/d?socketFactory=x&y=\"}";

    var failure = failure(pg(host), "SELECT 1");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message())
        .isEqualTo(
            "'db_host' must be the name or address of a server, is 'h/d?socketFactory=x&y='");
  }

  @Test
  void theStatementWhoseRowsAreTooLargeIsNamed() {
    var failure = failure(pg(), "SELECT 1 AS a; SELECT repeat('x', 50000000)");

    assertThat(failure.message()).startsWith("command_1: the rows are larger than 32 MiB: select");
    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(Json.write(failure.result())).contains("{\"a\":1}");
    assertThat(tool.idle()).isZero();
  }

  @Test
  void wrongTypesAndTextsAreTold() {
    assertThat(failure(pg(), "SELECT 'a'::int").message())
        .isEqualTo(
            "command_0: invalid input syntax for type integer: \"a\" (SQLSTATE 22P02, at character"
                + " 8 of: SELECT 'a'::int)");
    assertThat(failure(pg("{\"params\": {\"t\": \"a\\u0000b\"}}"), "SELECT :t").message())
        .contains("invalid byte sequence for encoding \"UTF8\": 0x00");
    assertThat(failure(pg(), "SELECT * FROM \"it's \"\"odd\"\" ünï\"").message())
        .startsWith("command_0: relation \"it's \"odd\" ünï\" does not exist");
  }

  private static Fields pg() {
    return pg("{}");
  }

  private static Fields pg(String more) {
    return Calls.fields("{\"auth\": \"pg\"}").overlaid(Calls.fields(more));
  }

  private static Fields at(OddServer server) {
    return Calls.fields(
        """
        {"db_host": "localhost", "db_port": %d, "db_user": "demo", "db_password": "hidden-word",
         "db_name": "d"}
        """
            .formatted(server.port()));
  }

  private Object run(Fields where, String command, TestWatch watch) throws Exception {
    var config = where.overlaid(Fields.of("command", io.noetl.value.Text.of(command)));
    return tool.run(Calls.of(Json.write(config), "{}"), watch);
  }

  private Failure failure(Fields where, String command) {
    return catchThrowableOfType(ToolFailure.class, () -> run(where, command, new TestWatch()))
        .failure();
  }

  private Failure saveFailure(Fields where, String spec) {
    var whole = Calls.fields(spec).with("spec", where);
    var order = new Order("1/s/1", 1, "s", whole, Calls.fields("{\"a\": 1}"));
    return catchThrowableOfType(ToolFailure.class, () -> saver.save(order, new TestWatch()))
        .failure();
  }
}
