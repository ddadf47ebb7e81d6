package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.cli.Exit;
import io.noetl.cli.Shell;
import io.noetl.tool.Await;
import io.noetl.value.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/// A server and two workers, each a process of its own; the worker that has the job is killed.
final class KilledWorker {
  private KilledWorker() {}

  static void hold(Stage stage) throws Exception {
    var home = stage.directory();
    var shell = new Shell(home);
    var port = Integer.toString(freePort());
    var url = "http://127.0.0.1:" + port;
    try (var server = Noetl.start(shell, "server", "start", "--port", port, "--slots", "0")) {
      Await.until("the server is ready: " + server.err(), () -> answers(url));
      try (var first = worker(shell, url)) {
        var playbook = shell.file("job.yaml", playbook(home.toString()));
        assertThat(to(url, "register", playbook).exit()).isEqualTo(Exit.DONE);
        var id = ((Text) to(url, "execute", "acceptance/job", "--json").json().get("execution_id"));
        Await.until("the job hangs", () -> Files.exists(home.resolve("hangs")));
        first.kill();
        try (var second = worker(shell, url)) {
          Await.until(
              "it is done: " + second.err(), () -> status(url, id.text()).equals("COMPLETED"));
        }
        var types =
            to(url, "events", id.text(), "--json").jsonLines().stream()
                .map(row -> row.get("event_type").toString())
                .toList();
        assertThat(types).containsOnlyOnce("step_completed").containsOnlyOnce("execution_complete");
        assertThat(Files.readAllLines(home.resolve("runs"))).isEqualTo(List.of("begun", "begun"));
      }
    }
  }

  private static String playbook(String home) {
    return """
    apiVersion: noetl.io/v1
    kind: Playbook
    metadata: {name: job, path: acceptance/job}
    workflow:
      - step: start
        type: shell
        command: |
          echo begun >> HOME/runs
          if [ ! -e HOME/hangs ]; then touch HOME/hangs; exec sleep 600; fi
        next: end
      - step: end
    """
        .replace("HOME", home);
  }

  private static Noetl worker(Shell shell, String url) {
    return Noetl.start(shell, Map.of(), "worker", "start", "--server", url, "--lease", "2s");
  }

  private static boolean answers(String url) {
    return to(url, "executions").exit() == Exit.DONE;
  }

  private static String status(String url, String id) {
    return to(url, "status", id, "--json").json().get("status").toString();
  }

  private static Shell.Answer to(String url, String... args) {
    var all = new java.util.ArrayList<>(List.of(args));
    all.addAll(List.of("--server", url));
    return Shell.with("", all.toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
