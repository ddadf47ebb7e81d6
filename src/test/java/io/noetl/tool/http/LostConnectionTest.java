package io.noetl.tool.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.tool.Calls;
import io.noetl.tool.Credentials;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server that hangs up on the first who come.
class LostConnectionTest {
  private final HttpTool tool = new HttpTool(Environment.of(Map.of()), Credentials.NONE);
  private final AtomicInteger toLose = new AtomicInteger();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void end() throws IOException {
    server.close();
    tool.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (var client = server.accept()) {
        answer(client);
      } catch (IOException _) {
        // The next one.
      }
    }
  }

  private void answer(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    var head = new StringBuilder();
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    heads.add(head.toString());
    if (toLose.getAndDecrement() > 0) {
      client.setSoLinger(true, 0);
      return;
    }
    var answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
  }

  private String run(String config) throws Exception {
    var whole =
        config
            .replace('`', '"')
            .replaceFirst(
                "\\{",
                "{\"endpoint\": \"http://127.0.0.1:%d/\", ".formatted(server.getLocalPort()));
    return Json.write(tool.run(Calls.of(whole, "{}"), new TestWatch()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{`method`: `GET`}                           | 2",
        "{`method`: `PUT`, `payload`: 1}             | 1",
        "{`method`: `DELETE`}                        | 2",
        "{`method`: `POST`, `payload`: 1, `idempotent`: true} | 2",
      })
  void whatMayComeTwiceIsSentAgain(String config, int lost) throws Exception {
    toLose.set(lost);

    assertThat(run(config)).contains("\"status_code\":200");
    assertThat(heads).hasSize(lost + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{`method`: `POST`, `payload`: 1}  | 1 | 1",
        "{`method`: `PATCH`, `payload`: 1} | 1 | 1",
        "{`method`: `GET`}                 | 9 | 3",
      })
  void whatMayNotAndWhatIsLostAgainAndAgainFails(String config, int lost, int sent) {
    toLose.set(lost);

    var failure = catchThrowableOfType(ToolFailure.class, () -> run(config)).failure();

    assertThat(failure.code()).isEqualTo("http_request");
    assertThat(failure.message()).startsWith("Request error: ");
    // The client itself sends what is idempotent by its method once more.
    assertThat(heads.size()).isGreaterThanOrEqualTo(sent);
    if (sent == 1) {
      assertThat(heads).hasSize(1);
    }
  }

  @Test
  void allTriesCarryTheSameKey() throws Exception {
    toLose.set(1);

    run("{`method`: `POST`, `payload`: 1, `idempotent`: true}");
    run("{`method`: `POST`, `idempotent`: true, `headers`: {`idempotency-key`: `mine`}}");

    assertThat(heads.subList(0, 2)).allMatch(head -> head.contains("Idempotency-Key: 1/step/1\n"));
    assertThat(heads.getLast()).contains("idempotency-key: mine").doesNotContain("1/step/1");
  }
}
