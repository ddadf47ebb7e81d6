package io.noetl.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.PostgresServer;
import io.noetl.cli.Canary;
import io.noetl.cli.Exit;
import io.noetl.cli.Shell;
import io.noetl.tool.Await;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Text;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server and a worker as two processes, with PostgreSQL as the memory of the one and the target
/// of the other; commands go to the server.
@Timeout(600)
class SystemIT {
  private static final PostgresServer.Database DATABASE = PostgresServer.database();
  private static final String CREATE_TABLES =
      "tests/fixtures/playbooks/save_storage_test/create_tables";

  @TempDir static Path home;
  private static int port;
  private static String url;
  private static Noetl server;
  private static Noetl worker;
  private static Canary canary;

  @BeforeAll
  static void open() throws IOException {
    canary = new Canary();
    port = freePort();
    url = "http://127.0.0.1:" + port;
    var shell = new Shell(home);
    var db = DATABASE.url();
    server = Noetl.start(shell, "server", "start", "--port", "" + port, "--slots", "0", "--db", db);
    Await.until("the server is ready: " + server.err(), SystemIT::isReady);
    worker = Noetl.start(shell, Canary.VARIABLES, "worker", "start", "--server", url);
    good(
        "credential",
        "register",
        shell.file(
            "pg.json",
            "{\"name\": \"pg_local\", \"data\": %s, \"type\": \"postgres\"}"
                .formatted(Json.write(DATABASE.credential()))));
    good("credential", "register", shell.file("bird.json", Canary.CREDENTIAL));
    good("register", "examples", shell.file("canary.yaml", canary.playbook()));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isReady() {
    return Shell.with("", "executions", "--server", url).exit() == Exit.DONE;
  }

  @AfterAll
  static void close() throws Exception {
    worker.signal("TERM");
    server.signal("TERM");
    assertThat(worker.end()).as(worker.err()).isZero();
    assertThat(server.end()).as(server.err()).isZero();
    worker.close();
    server.close();
    canary.close();
  }

  private static Shell.Answer to(String... args) {
    return Shell.with(
        "", Stream.concat(Stream.of(args), Stream.of("--server", url)).toArray(String[]::new));
  }

  private static Shell.Answer good(String... args) {
    var answer = to(args);
    assertThat(answer.exit()).as(answer.err() + server.err() + worker.err()).isEqualTo(Exit.DONE);
    return answer;
  }

  /// Runs it in the spelling of the quick start, and waits for its end; its id.
  private static String run(String path) {
    var answer =
        good(
            "execute",
            "playbook",
            path,
            "--payload",
            "{\"pg_auth\": \"pg_local\"}",
            "--merge",
            "--wait",
            "--json");
    assertThat(answer.json().get("status")).hasToString("COMPLETED");
    return answer.json().get("execution_id").toString();
  }

  private static List<String> history(String id) {
    var rows =
        DATABASE.rows(
            "SELECT event_type, node_name, status FROM noetl.event WHERE execution_id = "
                + id
                + " ORDER BY created_at");
    return rows.lines().toList();
  }

  @Test
  void threeStepsLeaveFourteenEvents() {
    var expected =
        Stream.of(
                Stream.of("(execution_start,,RUNNING)"),
                Stream.of("create_flat_table", "create_nested_table", "create_summary_table")
                    .flatMap(
                        step ->
                            Stream.of(
                                "(step_started,%s,RUNNING)".formatted(step),
                                "(action_started,%s,RUNNING)".formatted(step),
                                "(action_completed,%s,COMPLETED)".formatted(step),
                                "(step_completed,%s,COMPLETED)".formatted(step))),
                Stream.of("(execution_complete,,COMPLETED)"))
            .flatMap(each -> each)
            .toList();

    var id = run(CREATE_TABLES);

    assertThat(history(id)).isEqualTo(expected);
    assertThat(
            DATABASE.rows(
                "SELECT queue_id, node_id, status, attempts, max_attempts, worker_id"
                    + " FROM noetl.queue WHERE execution_id = %s ORDER BY queue_id".formatted(id)))
        .isEmpty();
  }

  @Test
  void eachRunOfTheIteratorLeavesThreeRows() {
    for (int i = 0; i < 2; i++) {
      var id = run("tests/fixtures/playbooks/iterator_save_test");

      assertThat(
              DATABASE.rows(
                  "SELECT item_name, item_value FROM public.iterator_save_test"
                      + " WHERE execution_id = '%s' ORDER BY 1".formatted(id)))
          .isEqualTo("(item1,100)\n(item2,200)\n(item3,300)");
    }
  }

  @Test
  void bothHotTasksRunBeforeTheOneEnd() {
    var history = history(run("tests/fixtures/playbooks/control_flow_workbook"));

    assertThat(history)
        .contains("(step_completed,hot_task_a,COMPLETED)", "(step_completed,hot_task_b,COMPLETED)")
        .doesNotContain("(step_started,cold_path,RUNNING)");
    assertThat(history.stream().filter(row -> row.contains("execution_complete"))).hasSize(1);
    assertThat(history.getLast()).isEqualTo("(execution_complete,,COMPLETED)");
  }

  @Test
  void playbooksAreComposed() {
    var id = run("tests/fixtures/playbooks/playbook_composition/playbook_composition");

    assertThat(
            DATABASE.rows(
                "SELECT id, profile_score, score_category FROM public.user_profile_results"
                    + " WHERE id LIKE '%s:%%' ORDER BY id".formatted(id)))
        .isEqualTo(
            """
            (%1$s:Alice,16.2,Junior)
            (%1$s:Bob,16.7,Junior)
            (%1$s:Charlie,15.6,Junior)
            (%1$s:Diana,21.2,Junior)"""
                .formatted(id));
    assertThat(
            DATABASE.rows("SELECT status FROM noetl.execution WHERE parent_execution_id = " + id))
        .isEqualTo("(COMPLETED)\n(COMPLETED)\n(COMPLETED)\n(COMPLETED)");
  }

  /// See [io.noetl.cli.CanaryTest], which looks at what is on one machine.
  @Test
  void theCanaryIsHeardNowhere() throws Exception {
    var answer = good("execute", "test/canary", "--wait", "--json");

    Canary.assertClean("out", answer.out() + answer.err());
    var id = answer.json().get("execution_id").toString();
    for (var path :
        List.of(
            "/api/executions/%s?include_result=true",
            "/api/executions/%s/events?limit=1000",
            "/api/executions/%s/logs",
            "/api/executions/%s/why?step=follows",
            "/api/events/summary/%s",
            "/api/credentials/bird?include_data=true",
            "/api/credentials",
            "/api/queue",
            "/api/catalog/playbooks",
            "/metrics")) {
      Canary.assertClean(path, get(path.formatted(id)));
    }
    assertThat(get("/api/executions/%s/logs".formatted(id))).contains("key is ***");
    var dump = dump();
    assertThat(dump).contains("ValueError: cannot use ***", "bird");
    Canary.assertClean("tables", dump);
    Canary.assertClean("the server's log", server.out() + server.err());
    Canary.assertClean("the worker's log", worker.out() + worker.err());
  }

  private static String get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(url + path)).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }

  /// All tables of our schema, and the marks of saves.
  private static String dump() {
    var tables =
        DATABASE
            .rows("SELECT tablename FROM pg_tables WHERE schemaname = 'noetl'")
            .lines()
            .toList();
    assertThat(tables).hasSizeGreaterThan(10);
    return tables.stream()
        .map(table -> DATABASE.rows("SELECT * FROM noetl." + table.replaceAll("[()]", "")))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void whatTheServerSaysIsWhatPsqlSays() {
    var id = run(CREATE_TABLES);

    var told = good("events", id, "--json").jsonLines().stream().map(SystemIT::row).toList();

    assertThat(told).isEqualTo(history(id));
    assertThat(good("status", id).out()).contains("COMPLETED");
    assertThat(good("executions", "--limit", "1000").out()).contains(id);
  }

  private static String row(Fields event) {
    var node = event.get("node_name") instanceof Text(var name) ? name : "";
    return "(%s,%s,%s)".formatted(event.get("event_type"), node, event.get("status"));
  }

  @Test
  void nobodyGuessesWhereThingsAre() {
    assertThat(to("status", "1").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(to("execute", "no/such/playbook").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(Shell.with("", "executions", "--port", "1").exit()).isEqualTo(Exit.UNREACHABLE);
  }
}
