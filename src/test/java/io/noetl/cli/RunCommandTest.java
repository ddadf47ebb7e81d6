package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `noetl run`: inputs, outputs, exit codes.
class RunCommandTest {
  private static final String GREETING =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: greeting, path: test/greeting}
      workload:
        name: World
        punctuation: {mark: "!", count: 1}
        loud: "{{ name | upper }}"
      workflow:
        - step: start
          next: greet
        - step: greet
          type: transform
          data:
            text: "Hello {{ workload.name }}"
            punctuation: "{{ workload.punctuation }}"
            loud: "{{ workload.loud }}"
          next: end
        - step: end
      """;

  private static final String FAILING =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: failing, path: test/failing}
      workflow:
        - step: start
          next: broken
        - step: broken
          type: shell
          command: echo about to fail; exit 3
          next: end
        - step: end
      """;

  @TempDir Path home;
  private Shell shell;
  private String greeting;

  @BeforeEach
  void write() {
    shell = new Shell(home);
    greeting = shell.file("greeting.yaml", GREETING);
  }

  private static String text(Shell.Answer answer, String... path) {
    var value = answer.json().get("result");
    for (var name : path) {
      value = ((io.noetl.value.Fields) value).get(name);
    }
    return value.toString();
  }

  @Test
  void printsTheResultOnOutAndTheProgressOnErr() {
    var answer = shell.on("run", greeting);

    assertThat(answer.exit()).isEqualTo(Exit.DONE);
    assertThat(Json.read(answer.out()).toString()).contains("Hello World", "WORLD");
    assertThat(answer.err()).contains("test/greeting@1", "greet", "completed");
  }

  @Test
  void jsonIsOneObjectOfAFixedShape() {
    var answer = shell.on("run", greeting, "--json");

    assertThat(answer.out().lines()).hasSize(1);
    assertThat(answer.json().names())
        .containsExactly(
            "execution_id",
            "path",
            "version",
            "status",
            "result",
            "error",
            "started_at",
            "ended_at",
            "duration_ms");
    assertThat(answer.json().get("execution_id").kind()).isEqualTo("text");
    assertThat(answer.json().get("status")).hasToString("COMPLETED");
  }

  @Test
  void quietSaysNothingButTheResult() {
    var answer = shell.on("run", greeting, "--quiet");

    assertThat(answer.err()).isEmpty();
    assertThat(answer.out()).contains("Hello World");
  }

  @Test
  void settingsReachIntoMapsAndAreReadAsJsonOrText() {
    var answer =
        shell.on("run", greeting, "--json", "--set", "name=Ada", "--set", "punctuation.count=3");

    assertThat(text(answer, "text")).isEqualTo("Hello Ada");
    assertThat(text(answer, "loud")).isEqualTo("ADA");
    assertThat(answer.json().get("result").toString()).contains("mark=!", "count=Int[number=3]");
  }

  @Test
  void aPayloadReplacesWholeValuesUnlessMerged() {
    var payload = "{\"punctuation\": {\"count\": 2}}";

    var shallow = shell.on("run", greeting, "--json", "--payload", payload);
    var deep = shell.on("run", greeting, "--json", "--payload", payload, "--merge");

    assertThat(text(shallow, "punctuation")).doesNotContain("mark");
    assertThat(text(deep, "punctuation")).contains("mark", "number=2");
  }

  @Test
  void settingsLieDeeplyOverAShallowPayload() {
    var file =
        shell.file("payload.json", "{\"name\": \"Bob\", \"punctuation\": {\"mark\": \"?\"}}");

    var answer =
        shell.on(
            "run", greeting, "--json", "--payload", "@" + file, "--set", "punctuation.count=7");

    assertThat(text(answer, "text")).isEqualTo("Hello Bob");
    assertThat(text(answer, "punctuation")).contains("mark=?", "number=7");
    assertThat(text(shell.on("run", greeting, "--json", "-i", file), "text"))
        .isEqualTo("Hello Bob");
  }

  @Test
  void aFailureNamesTheStepAndWhatItPrinted() {
    var answer = shell.on("run", shell.file("failing.yaml", FAILING));

    assertThat(answer.exit()).isEqualTo(Exit.FAILED);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains("failed at step 'broken'", "| about to fail", "noetl why", "noetl events");
  }

  @Test
  void aFailureIsToldInJsonToo() {
    var answer = shell.on("run", shell.file("failing.yaml", FAILING), "--json", "--quiet");

    assertThat(answer.exit()).isEqualTo(Exit.FAILED);
    assertThat(answer.json().get("status")).hasToString("FAILED");
    assertThat(answer.json().get("error").toString()).contains("3");
    assertThat(answer.json().get("result").kind()).isEqualTo("null");
  }

  @Test
  void anInvalidPlaybookIsNotRun() {
    var file = shell.file("bad.yaml", GREETING.replace("next: greet", "next: gret"));

    var answer = shell.on("run", file);

    assertThat(answer.exit()).isEqualTo(Exit.INVALID_PLAYBOOK);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("bad.yaml:10:", "gret", "greet");
    assertThat(home.resolve("data")).doesNotExist();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(shell.on("run", home.resolve("none.yaml").toString()).exit())
        .isEqualTo(Exit.NOT_FOUND);
    assertThat(shell.on("run", "no/such/playbook").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(shell.on("run", "--resume", "12345").exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void whatIsWrittenWrongIsUsage() {
    for (var wrong :
        List.of(
            List.of("run"),
            List.of("run", greeting, "--bogus"),
            List.of("run", greeting, "--set", "novalue"),
            List.of("run", greeting, "--payload", "[1]"),
            List.of("run", greeting, "--payload", "{"),
            List.of("run", greeting, "--payload", "{}", "--input", greeting),
            List.of("run", greeting, "--slots", "0"),
            List.of("run", "--resume", "abc"),
            List.of("run", "--resume", "1", "--set", "a=1"))) {
      var answer = shell.on(wrong.toArray(String[]::new));

      assertThat(answer.exit()).as(wrong + ": " + answer.err()).isEqualTo(Exit.USAGE);
      assertThat(answer.out()).isEmpty();
    }
  }

  @Test
  void aRunRegistersThePlaybookOnceForEachText() {
    shell.on("run", greeting);
    shell.on("run", greeting);
    shell.file("greeting.yaml", GREETING.replace("Hello", "Hi"));
    shell.on("run", greeting);

    assertThat(shell.on("run", "test/greeting", "--json").json().get("result").toString())
        .contains("Hi World");
    assertThat(shell.on("run", "test/greeting@1", "--json").json().get("result").toString())
        .contains("Hello World");
    assertThat(shell.on("run", "test/greeting@3").exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void aPlaybookCalledByItsPathIsFoundBesideTheFileAndNeverStale() {
    var caller =
        shell.file(
            "caller.yaml",
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {name: caller, path: test/caller}
            workflow:
              - step: start
                next: call
              - step: call
                type: playbook
                path: test/greeting
                data: {name: Child}
                next: end
              - step: end
            """);
    Path nested = Path.of(shell.file("library/deep/greeting.yaml", GREETING));
    home.resolve("greeting.yaml").toFile().delete();

    var first = shell.on("run", caller, "--json");
    shell.file(home.relativize(nested).toString(), GREETING.replace("Hello", "Hi"));
    var second = shell.on("run", caller, "--json");

    assertThat(first.out()).contains("Hello Child");
    assertThat(second.out()).contains("Hi Child");
  }

  @Test
  void anEndedExecutionIsNotResumed() {
    shell.on("run", greeting);

    var answer = shell.on("run", "--resume", shell.newest("test/greeting"));

    assertThat(answer.exit()).isEqualTo(Exit.NOT_ALLOWED);
    assertThat(answer.err()).contains("has ended already");
  }

  @Test
  void aDataDirectoryThatCannotBeUsedIsOneSentence() throws Exception {
    var occupied = shell.file("occupied", "a file");
    Files.createDirectories(home.resolve("broken"));
    Files.writeString(home.resolve("broken/noetl.db"), "no database".repeat(1000));

    for (var data : List.of(occupied, home.resolve("broken").toString())) {
      var answer = Shell.with("", "run", greeting, "--quiet", "--data", data);

      assertThat(answer.exit()).isEqualTo(Exit.FAILED);
      assertThat(answer.err().lines()).hasSize(1);
      assertThat(answer.err()).startsWith("noetl: " + data);
    }
  }

  @Test
  void aTerminalGetsMarksAndColours() {
    var env = Map.of("LANG", "en_US.UTF-8", "HOME", home.toString());

    var coloured = Shell.with(env, Console.Kind.TERMINAL, "run", greeting);
    var plain =
        Shell.with(
            Map.of("LANG", "C", "HOME", home.toString(), "NO_COLOR", "1"),
            Console.Kind.TERMINAL,
            "run",
            greeting);

    assertThat(coloured.err()).contains("\u001b[32m✓");
    assertThat(plain.err()).doesNotContain("\u001b[32m").contains("ok greet");
    assertThat(home.resolve(".local/share/noetl/noetl.db")).exists();
  }

  private String typed() {
    return shell.file(
        "typed.yaml",
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {name: typed, path: test/typed}
        inputs:
          city: {type: string, enum: [Oslo, Rome], default: Oslo}
          days: {type: integer, minimum: 1, required: true}
        workflow:
          - {step: start, next: end}
          - {step: end, result: {city: "{{ city }}", days: "{{ workload.days }}"}}
        """);
  }

  @Test
  void inputsThatDoNotFitAreRefusedAllAtOnce() {
    var answer = shell.on("run", typed(), "--set", "city=Paris");

    assertThat(answer.exit()).isEqualTo(Exit.USAGE);
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err())
        .contains(
            "playbook 'test/typed' cannot take its inputs:",
            "city: expected one of \"Oslo\", \"Rome\", found \"Paris\"",
            "days: expected a whole number, found nothing");
  }

  @Test
  void defaultsOfInputsStandInTheWorkload() {
    var answer = shell.on("run", typed(), "--set", "days=3", "--json");

    assertThat(answer.exit()).isEqualTo(Exit.DONE);
    assertThat(Json.write(answer.json().get("result"))).isEqualTo("{\"city\":\"Oslo\",\"days\":3}");
  }

  @Test
  void whatWasUnderstoodIsExplained() {
    var answer = Shell.with("", "validate", "--explain", greeting);

    assertThat(answer.exit()).isEqualTo(Exit.DONE);
    assertThat(answer.out()).startsWith("apiVersion: noetl.io/v1\n").contains("- step: greet\n");
    assertThat(Shell.with(answer.out(), "validate", "--explain", "-").out())
        .as("explained again")
        .isEqualTo(answer.out());
  }

  @Test
  void executionsAreFoundByTheLabelsOfTheirPlaybooks() {
    var labelled =
        shell.file(
            "labelled.yaml", GREETING.replace("path: test", "labels: {team: data}, path: a"));
    shell.on("run", greeting);
    shell.on("run", labelled);

    assertThat(shell.on("executions", "--label", "team=data", "--json").jsonLines())
        .extracting(row -> row.get("path").toString())
        .containsExactly("a/greeting");
    assertThat(shell.on("executions", "--label", "team=web").err())
        .contains("There are no such executions.");
    assertThat(shell.on("executions", "--label", "=").exit()).isEqualTo(Exit.USAGE);
  }
}
