package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.secret.Role;
import io.noetl.server.Served;
import io.noetl.server.ServerSettings.Tokens;
import io.noetl.store.Store;
import io.noetl.store.memory.MemoryStore;
import io.noetl.store.sqlite.SqliteStore;
import io.noetl.value.Fields;
import io.noetl.value.Num;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands on a server: the same as on a data directory.
@Timeout(120)
class ServerCommandsTest {
  private static final String WRONG =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: wrong, path: test/wrong}
      workflow:
        - {step: start, next: nowhere}
      """;

  private static final String WAITING =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: waiting, path: test/waiting}
      workflow:
        - {step: start, next: nap}
        - {step: nap, type: wait, duration: 1h, next: end}
        - {step: end}
      """;

  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  private static Shell.Answer at(Served served, String... args) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--server", served.url()));
    return Shell.with("", all.toArray(String[]::new));
  }

  private Served onData() throws Exception {
    return new Served(store(), Served.Working.HERE, Served.local());
  }

  private Store store() throws Exception {
    Files.createDirectories(shell.data());
    return SqliteStore.open(shell.data());
  }

  private void same(Served served, String... args) {
    var there = at(served, args);
    var here = shell.on(args);

    assertThat(there.exit()).as(there.err()).isEqualTo(here.exit());
    assertThat(there.out()).isEqualTo(here.out());
    assertThat(there.err()).isEqualTo(here.err());
  }

  @Test
  void whatIsShownIsTheSameAsOnTheDataDirectory() throws Exception {
    try (var served = onData()) {
      served.register(Served.THREE);
      var first = served.start();
      served.end(first);
      served.end(served.start());

      same(served, "executions");
      same(served, "executions", "--json", "--limit", "1");
      same(served, "executions", "--status", "failed,cancelled");
      same(served, "executions", "--path", Served.PATH, "--search", first);
      same(served, "executions", "--search", "a+b & ü/%");
      same(served, "status", first);
      same(served, "status", first, "--json");
      same(served, "events", first);
      same(served, "events", first, "--json");
      same(served, "events", first, "--follow");
      same(served, "why", first, "b");
      same(served, "why", first, "c", "--json");
      same(served, "why", first, "nowhere");
      same(served, "logs", first);
      same(served, "catalog", "list");
      same(served, "catalog", "list", Served.PATH, "--json");
      same(served, "catalog", "show", Served.PATH);
      same(served, "catalog", "show", Served.PATH + "@1", "--json");
      same(served, "catalog", "show", Served.PATH + "@9");
      same(served, "catalog", "list", "test/unknown");
    }
  }

  @Test
  void whatIsRefusedIsTheSameAsOnTheDataDirectory() throws Exception {
    try (var served = onData()) {
      served.register(Served.THREE);
      var ended = served.start();
      served.end(ended);

      for (var command : List.of("status", "events", "logs", "cancel", "pause", "resume")) {
        same(served, command, "4711");
      }
      same(served, "why", "4711", "a");
      same(served, "cancel", ended);
      same(served, "pause", ended);
      same(served, "executions", "--status", "SOON");
    }
  }

  @Test
  void playbooksAreRegisteredWithWhatIsWrongWithThem() {
    var good = shell.file("good.yaml", Served.THREE);
    var wrong = shell.file("wrong.yaml", WRONG);
    try (var served = Served.open()) {
      var there = at(served, "register", good, wrong);
      var here = shell.on("register", good, wrong);

      assertThat(there.exit()).isEqualTo(Exit.INVALID_PLAYBOOK).isEqualTo(here.exit());
      assertThat(there.out()).isEqualTo(Served.PATH + " version 1\n").isEqualTo(here.out());
      assertThat(there.err()).contains(wrong + ":5:").isEqualTo(here.err());
      assertThat(at(served, "catalog", "register", good, "--json").out()).contains("\"version\":1");
    }
  }

  @Test
  void credentialsAreKeptByTheServer() {
    try (var served = Served.open()) {
      var args = List.of("credential", "register", "api", "--type", "bearer", "--json");
      var there = at(served, with(args, "--field", "token=abcdefgh", "--tags", "a,b"));
      var here = shell.on(with(args, "--field", "token=abcdefgh", "--tags", "a,b"));

      assertThat(there.exit()).as(there.err()).isEqualTo(Exit.DONE);
      assertThat(there.json().names()).isEqualTo(here.json().names());
      assertThat(at(served, "credential", "list").out()).contains("api", "bearer", "a,b");
      assertThat(at(served, "credential", "list", "--type", "basic").out()).isEmpty();
      var odd =
          at(served, "credential", "register", "team/api", "--data", "{\"token\": \"abcdefgh\"}");
      assertThat(odd.exit()).as(odd.err()).isEqualTo(Exit.DONE);
      assertThat(at(served, "credential", "delete", "1").exit()).isEqualTo(Exit.NOT_FOUND);
      assertThat(at(served, "credential", "delete", "team/api").exit()).isEqualTo(Exit.DONE);
      assertThat(at(served, "credential", "delete", "api").exit()).isEqualTo(Exit.DONE);
      var again = at(served, "credential", "delete", "api");
      assertThat(again.exit()).isEqualTo(Exit.NOT_FOUND);
      assertThat(again.err()).contains("there is no credential 'api'");
      var empty = at(served, "credential", "register", "x", "--type", "bearer");
      assertThat(empty.exit()).isEqualTo(Exit.USAGE);
      assertThat(empty.err())
          .isEqualTo(shell.on("credential", "register", "x", "--type", "bearer").err());
    }
  }

  private static String[] with(List<String> args, String... more) {
    var all = new ArrayList<>(args);
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void aListGoesOnOverThePages() {
    try (var served = Served.withoutWorker()) {
      for (int i = 0; i < 1_002; i++) {
        served.store.catalog().register("test/p" + i, "content " + i, Map.of());
      }

      assertThat(at(served, "catalog", "list", "--json").jsonLines()).hasSize(1_002);
    }
  }

  @Test
  void whatWaitsSaysUntilWhen() throws Exception {
    try (var served = new Served(store(), Served.Working.NOT_HERE, Served.local())) {
      served.register(WAITING);
      var id = at(served, "execute", "test/waiting").out().strip();

      assertThat(at(served, "status", id).out()).contains("nap", "waits until");
      assertThat(until(at(served, "status", id))).isEqualTo(until(shell.on("status", id)));
    }
  }

  private static String until(Shell.Answer answer) {
    return answer.out().replaceAll("(?s).*waits until ([^\n]*).*", "$1");
  }

  @Test
  void playbooksMayBeSaidToBeSuch() throws Exception {
    var good = shell.file("good.yaml", Served.THREE);
    var input = shell.file("input.json", "{\"n\": 5}");
    try (var served = Served.open()) {
      var registered = at(served, "catalog", "register", "playbook", good);
      assertThat(registered.out()).isEqualTo(Served.PATH + " version 1\n");
      assertThat(at(served, "register", "playbook", good).exit()).isEqualTo(Exit.DONE);

      var all = at(served, "catalog", "list").out();
      assertThat(all).contains(Served.PATH);
      assertThat(at(served, "catalog", "list", "playbook").out()).isEqualTo(all);
      assertThat(at(served, "catalog", "list", "playbook", Served.PATH).out())
          .isEqualTo(at(served, "catalog", "list", Served.PATH).out());
      assertThat(at(served, "catalog", "list", "a", "b").exit()).isEqualTo(Exit.USAGE);

      for (var command : List.of(List.of("execute", "playbook"), List.of("execute"))) {
        var args = new ArrayList<>(List.of("catalog"));
        args.addAll(command);
        args.addAll(List.of(Served.PATH, "--input", input));
        var id = at(served, args.toArray(String[]::new)).out().strip();
        assertThat(served.end(id).get("result")).isEqualTo(Fields.of("n", Num.of(7)));
      }
    }
  }

  @Test
  void anExecutionIsPausedResumedAndCancelled() throws Exception {
    try (var served = Served.withoutWorker()) {
      served.register(Served.THREE);
      var id = served.start();

      assertThat(at(served, "pause", id).err()).contains(id + " is PAUSED");
      assertThat(at(served, "status", id).out()).contains("PAUSED");
      assertThat(at(served, "resume", id).err()).contains(id + " is RUNNING");
      assertThat(at(served, "status", id).out()).contains("waits for a free worker");
      var cancelled = at(served, "cancel", id);
      assertThat(cancelled.exit()).as(cancelled.err()).isEqualTo(Exit.DONE);
      assertThat(cancelled.err()).contains(id + " is over: CANCELLED");
      assertThat(at(served, "resume", id).exit()).isEqualTo(Exit.NOT_ALLOWED);
    }
  }

  @Test
  void theProcessThatRunsAnExecutionIsAskedToPauseIt() throws Exception {
    try (var served = new Served(store(), Served.Working.NOT_HERE, Served.local())) {
      served.register(Served.THREE);
      var id = served.start();

      assertThat(shell.on("pause", id).err()).contains(id + " is PAUSED");
      assertThat(shell.on("pause", id).exit()).isEqualTo(Exit.DONE);
      assertThat(shell.on("resume", id).err()).contains(id + " is RUNNING");
      assertThat(shell.on("cancel", id).err()).contains(id + " is over: CANCELLED");
    }
  }

  @Test
  void whoseProcessIsGoneCannotBePausedAndSaysHowItGoesOn() throws Exception {
    String id;
    try (var served = new Served(store(), Served.Working.NOT_HERE, Served.local())) {
      served.register(Served.THREE);
      id = served.start();
      served.engine.pause(Long.parseLong(id));
    }

    var answer = shell.on("resume", id);
    assertThat(answer.exit()).isEqualTo(Exit.NOT_ALLOWED);
    assertThat(answer.err()).contains("is gone: noetl run --resume " + id);
    var resumed = shell.on("run", "--resume", id);
    assertThat(resumed.exit()).as(resumed.err()).isEqualTo(Exit.DONE);
    assertThat(resumed.out()).contains("\"n\": 3");
  }

  @Test
  void aRetryIsANewExecution() throws Exception {
    try (var served = Served.open()) {
      served.register(Served.THREE);
      var id = served.start();
      served.end(id);

      var again = at(served, "retry", id, "--from", "b");
      assertThat(again.exit()).as(again.err()).isEqualTo(Exit.DONE);
      assertThat(again.out().strip()).matches("\\d+").isNotEqualTo(id);
      assertThat(served.end(again.out().strip()).get("status")).hasToString("COMPLETED");
      assertThat(at(served, "retry", id, "--from", "x").exit()).isEqualTo(Exit.NOT_FOUND);
    }
  }

  @Test
  void aRetryInTheDataDirectoryRunsHere() {
    var file = shell.file("three.yaml", Served.THREE);
    shell.on("run", file);
    var id = shell.newest(Served.PATH);

    var again = shell.on("retry", id, "--from", "c");
    assertThat(again.exit()).as(again.err()).isEqualTo(Exit.DONE);
    assertThat(again.out()).contains("\"n\": 3");
    assertThat(shell.on("retry", "4711").exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void whoMayNotIsToldSo() {
    var settings = Served.local().withTokens(Tokens.ALWAYS);
    try (var served = new Served(new MemoryStore(), Served.Working.NOT_HERE, settings)) {
      var file = shell.file("good.yaml", Served.THREE);
      var stranger = at(served, "executions");
      assertThat(stranger.exit()).isEqualTo(Exit.NOT_ALLOWED);
      assertThat(stranger.err()).contains("NOETL_TOKEN", "--token-file");

      assertThat(as(Role.VIEWER, served, "executions").exit()).isEqualTo(Exit.DONE);
      assertThat(as(Role.VIEWER, served, "register", file).exit()).isEqualTo(Exit.NOT_ALLOWED);
      assertThat(as(Role.OPERATOR, served, "register", file).exit()).isEqualTo(Exit.DONE);
    }
  }

  private static Shell.Answer as(Role role, Served served, String... args) {
    var env = Map.of("NOETL_SERVER_URL", served.url(), "NOETL_TOKEN", served.token(role));
    return Shell.with(env, Console.Kind.PLAIN, args);
  }

  @Test
  void whatIsPrintedIsShownStepByStep() {
    var file =
        shell.file(
            "print.yaml",
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {name: print, path: test/print}
            workflow:
              - {step: start, next: say}
              - {step: say, type: shell, command: "printf 'one\\ntwo'", next: end}
              - {step: end}
            """);
    assertThat(shell.on("run", file).exit()).isEqualTo(Exit.DONE);
    var id = shell.newest("test/print");

    assertThat(shell.on("logs", id).out()).isEqualTo("say | one\nsay | two\n");
    assertThat(shell.on("logs", id, "--step", "say").out()).isEqualTo("one\ntwo\n");
    assertThat(shell.on("logs", id, "--step", "end").out()).isEmpty();
    Fields json = shell.on("logs", id, "--json").jsonLines().getFirst();
    assertThat(json.names()).containsExactly("step", "visit", "attempt", "text", "at");
  }
}
