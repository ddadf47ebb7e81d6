package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Where a command goes.
class TargetTest {
  private static final Map<String, String> ENV =
      Map.of("NOETL_SERVER_URL", "http://other:9000/", "NOETL_TOKEN", "noetl_secret", "HOME", "/h");

  @TempDir Path home;

  private static Target target(Map<String, String> env, String... args) {
    var spec = Target.options(Options.command("test", ""));
    return Target.of(new CommandLine(spec).parseArgs(args), env);
  }

  private static String url(Map<String, String> env, String... args) {
    return target(env, args) instanceof Target.Elsewhere(var address) ? address.toString() : "";
  }

  @Test
  void withoutAnyNamedItIsTheDataDirectory() {
    assertThat(target(Map.of("HOME", "/h")))
        .isEqualTo(new Target.Directory(Path.of("/h/.local/share/noetl")));
  }

  @Test
  void aHostOrAPortIsEnough() {
    assertThat(url(Map.of(), "--port", "9")).isEqualTo("http://localhost:9");
    assertThat(url(Map.of(), "--host", "db")).isEqualTo("http://db:8082");
    assertThat(url(Map.of(), "--host", "::1", "-p", "9")).isEqualTo("http://[::1]:9");
    assertThat(url(Map.of(), "--server", "https://n.example/")).isEqualTo("https://n.example");
  }

  @Test
  void anOptionGoesBeforeTheEnvironment() {
    assertThat(url(ENV)).isEqualTo("http://other:9000");
    assertThat(url(ENV, "--server", "http://here:1")).isEqualTo("http://here:1");
    assertThat(target(ENV, "--data", "/d")).isEqualTo(new Target.Directory(Path.of("/d")));
  }

  @Test
  void theTokenComesFromTheEnvironmentOrFromAFile() {
    var file = new Shell(home).file("token", "noetl_other\n");

    assertThat(target(ENV))
        .isInstanceOfSatisfying(
            Target.Elsewhere.class, it -> assertThat(it.address().token()).contains("secret"));
    assertThat(target(ENV, "--token-file", file))
        .isInstanceOfSatisfying(
            Target.Elsewhere.class, it -> assertThat(it.address().token()).endsWith("_other"));
  }

  @Test
  void whatCannotBeMeantIsUsage() {
    var wrong = new ArrayList<List<String>>();
    wrong.add(List.of("--server", "localhost:8082"));
    wrong.add(List.of("--server", "http://a b"));
    wrong.add(List.of("--server", "http://a", "--port", "9"));
    wrong.add(List.of("--port", "70000"));
    wrong.add(List.of("--port", "9", "--data", "/d"));

    for (var args : wrong) {
      assertThatThrownBy(() -> target(Map.of(), args.toArray(String[]::new)))
          .isInstanceOfSatisfying(
              CommandError.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE));
    }
  }

  @Test
  void aTokenThatIsNoneIsNotRepeated() {
    var file = new Shell(home).file("token", "two words\nand lines");

    assertThatThrownBy(() -> target(Map.of(), "--port", "9", "--token-file", file))
        .isInstanceOf(CommandError.class)
        .hasMessageContaining("expected one access token")
        .hasMessageNotContaining("two words");
  }

  @Test
  void aServerThatIsNotThereHasAnExitCodeOfItsOwn() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var url = "http://127.0.0.1:" + port;
    var playbook = new Shell(home).file("p.yaml", "kind: Playbook\n");
    var commands =
        List.of(
            List.of("executions"),
            List.of("status", "7"),
            List.of("events", "7", "--follow"),
            List.of("why", "7", "a"),
            List.of("logs", "7"),
            List.of("cancel", "7"),
            List.of("pause", "7"),
            List.of("retry", "7"),
            List.of("register", playbook),
            List.of("catalog", "list"),
            List.of("credential", "list"),
            List.of("execute", "demo/hello"));

    for (var command : commands) {
      var args = new ArrayList<>(command);
      args.addAll(List.of("--server", url));
      var answer = Shell.with("", args.toArray(String[]::new));

      assertThat(answer.exit()).as("%s: %s", command, answer.err()).isEqualTo(Exit.UNREACHABLE);
      assertThat(answer.err()).contains(url, "is a server running there?");
      assertThat(answer.out()).isEmpty();
    }
  }

  @Test
  void whatStandsBeforeACommandOfAGroupIsNotPassedOver() {
    var answer = Shell.with("", "execute", "--port", "9", "status", "7");

    assertThat(answer.exit()).isEqualTo(Exit.USAGE);
    assertThat(answer.err()).contains("put --port after 'status'");
  }
}
