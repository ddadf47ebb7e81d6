package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Bool;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every command but `run`: what it prints and how it exits.
class CommandsTest {
  private static final String LINEAR =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: linear, path: test/linear}
      workload: {go: true}
      workflow:
        - step: start
          next: [one]
        - step: one
          type: transform
          data: {n: 1}
          next:
            - {step: two, when: "{{ workload.go }}"}
            - {step: side, when: "{{ one.n > 10 }}"}
        - step: two
          type: transform
          data: {n: "{{ one.n + 1 }}"}
          next: [three]
        - step: side
          type: transform
          data: {n: 0}
          next: [three]
        - step: three
          type: transform
          data: {n: "{{ two.n + 1 }}"}
          next: [end]
        - step: end
      """;

  @TempDir Path home;
  private Shell shell;
  private String file;

  @BeforeEach
  void write() {
    shell = new Shell(home);
    file = shell.file("linear.yaml", LINEAR);
  }

  private String run(String... more) {
    var args = new java.util.ArrayList<>(List.of("run", file, "--json"));
    args.addAll(List.of(more));
    return shell.on(args.toArray(String[]::new)).json().get("execution_id").toString();
  }

  @Test
  void threeLinearStepsAreFourteenEvents() {
    var events = shell.events(run());

    assertThat(events.stream().map(it -> it.get("event_type").toString()).toList())
        .containsExactly(
            "execution_start",
            "step_started",
            "action_started",
            "action_completed",
            "step_completed",
            "step_started",
            "action_started",
            "action_completed",
            "step_completed",
            "step_started",
            "action_started",
            "action_completed",
            "step_completed",
            "execution_complete");
    assertThat(events.stream().map(it -> it.get("created_at").toString()).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void eventsAreATableForPeople() {
    var answer = shell.on("events", run());

    assertThat(answer.out().lines()).hasSize(15);
    assertThat(answer.out()).contains("execution_complete", "-> two", "{\"n\":3}");
  }

  @Test
  void followingAnEndedExecutionEnds() {
    assertThat(shell.on("events", run(), "--follow").out().lines()).hasSize(15);
  }

  @Test
  void statusSaysWhereItStands() {
    var id = run();

    var json = shell.on("status", id, "--json").json();

    assertThat(shell.on("status", id).out()).contains(id, "COMPLETED", "3 of 4", "{\"n\":3}");
    assertThat(json.get("status")).hasToString("COMPLETED");
    assertThat(json.get("orphaned")).isEqualTo(Bool.FALSE);
  }

  @Test
  void executionsAreListedNewestFirst() {
    var first = run();
    var second = run();

    var all = shell.on("executions", "--json").jsonLines();
    var one = shell.on("executions", "--limit", "1");

    assertThat(all.stream().map(it -> it.get("execution_id").toString()).toList())
        .containsExactly(second, first);
    assertThat(one.out()).contains(second).doesNotContain(first);
  }

  @Test
  void whySaysWhatAConditionSaw() {
    var id = run();

    assertThat(shell.on("why", id, "two").out())
        .contains("ran once", "taken: `{{ workload.go }}` gave true");
    assertThat(shell.on("why", id, "side").out())
        .contains("did not run", "not taken: `{{ one.n > 10 }}` gave false");
    assertThat(shell.on("why", id, "end").out()).contains("was reached");
    assertThat(shell.on("why", id, "start").out()).contains("The execution begins with it.");
    assertThat(shell.on("why", id, "side", "--json").json().get("transitions").toString())
        .contains("one.n > 10");
  }

  @Test
  void whySaysWhichStepUpstreamNeverRan() {
    var id = run("--set", "go=false");

    assertThat(shell.on("why", id, "three").out())
        .contains("did not run", "from two: not judged, since it never ran");
  }

  @Test
  void replayVerifiesAndFindsWhatWasChanged() throws Exception {
    var id = run();

    assertThat(shell.on("replay", id).exit()).isEqualTo(Exit.DONE);
    assertThat(shell.on("replay", "--all", "--verify").out()).contains(id, "14 events, verified");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE event SET result = '{\"n\":7}' WHERE event_type = 'execution_complete'");
    }
    var changed = shell.on("replay", id, "--verify");
    assertThat(changed.exit()).isEqualTo(Exit.DIVERGED);
    assertThat(changed.err()).contains("recorded", "decided");
    assertThat(shell.on("replay", id, "--verify", "--json").json().get("verified"))
        .isEqualTo(Bool.FALSE);
  }

  private Path database() {
    return shell.data().resolve("noetl.db");
  }

  @Test
  void anEndedExecutionCannotBeCancelled() {
    var answer = shell.on("cancel", run());

    assertThat(answer.exit()).isEqualTo(Exit.NOT_ALLOWED);
    assertThat(answer.err()).contains("has ended already (COMPLETED)");
  }

  @Test
  void unknownExecutionsAreNotFound() {
    run();
    for (var args :
        List.of(
            List.of("status", "77"),
            List.of("events", "77"),
            List.of("why", "77", "one"),
            List.of("cancel", "77"),
            List.of("replay", "77"))) {
      var answer = shell.on(args.toArray(String[]::new));

      assertThat(answer.exit()).as(args.toString()).isEqualTo(Exit.NOT_FOUND);
      assertThat(answer.err()).contains("there is no execution 77");
    }
  }

  @Test
  void lookingMakesNoDirectory() {
    assertThat(shell.on("executions").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(shell.data()).doesNotExist();
  }

  @Test
  void validateFindsAllPlaybooksAndAllThatIsWrong() {
    shell.file("books/bad.yaml", LINEAR.replace("type: transform", "type: transfrom"));
    shell.file("books/other.yaml", "services: {web: {image: x}}");
    shell.file("books/.hidden/bad.yaml", "kind: Playbook");

    var good = Shell.with("", "validate", file);
    var bad = Shell.with("", "validate", home.resolve("books").toString(), "--json");
    var piped = Shell.with(LINEAR, "validate", "-");

    assertThat(good.exit()).isEqualTo(Exit.DONE);
    assertThat(good.out()).isEmpty();
    assertThat(bad.exit()).isEqualTo(Exit.INVALID_PLAYBOOK);
    assertThat(bad.jsonLines()).hasSize(4);
    assertThat(bad.jsonLines().getFirst().get("line")).hasToString("Int[number=9]");
    assertThat(bad.err()).contains("1 playbook, 1 not valid");
    assertThat(piped.exit()).isEqualTo(Exit.DONE);
  }

  @Test
  void registeredPlaybooksAreInTheCatalog() {
    shell.file("books/again.yaml", LINEAR.replace("test/linear", "test/again"));

    var first = shell.on("register", file, home.resolve("books").toString());
    var same = shell.on("catalog", "register", file);

    assertThat(first.out().lines())
        .containsExactly("test/linear version 1", "test/again version 1");
    assertThat(same.out()).isEqualTo("test/linear version 1\n");
    assertThat(shell.on("catalog", "list").out()).contains("test/linear", "test/again");
    assertThat(shell.on("catalog", "show", "test/linear").out()).isEqualTo(LINEAR);
    assertThat(shell.on("catalog", "show", "test/linear@2").exit()).isEqualTo(Exit.NOT_FOUND);
    assertThat(shell.on("catalog", "list", "none").exit()).isEqualTo(Exit.NOT_FOUND);
  }

  @Test
  void whatIsNotValidIsNotRegistered() {
    var bad = shell.file("bad.yaml", LINEAR.replace("next: [one]", "next: [onne]"));

    var answer = shell.on("register", bad, file);

    assertThat(answer.exit()).isEqualTo(Exit.INVALID_PLAYBOOK);
    assertThat(answer.out()).isEqualTo("test/linear version 1\n");
    assertThat(answer.err()).contains("bad.yaml:7:", "onne");
  }

  @Test
  void graphsComeInFourForms() {
    assertThat(Shell.with("", "graph", file).out()).startsWith("flowchart");
    assertThat(Shell.with("", "graph", file, "--format", "dot").out()).startsWith("digraph");
    assertThat(Shell.with("", "graph", file, "--format", "svg").out()).startsWith("<svg");
    assertThat(Shell.with("", "graph", file, "--format", "json").out())
        .contains("\"entry\": \"start\"")
        .contains("\"code_line\": null");
    assertThat(Shell.with("", "graph", file, "--format", "png").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void theSchemaIsJson() {
    assertThat(((Fields) Json.read(Shell.with("", "schema").out())).get("$schema").toString())
        .contains("draft-07");
  }

  @Test
  void evalRendersTextAndValues() {
    var context = shell.file("context.json", "{\"names\": [\"a\", \"b\"]}");
    var template = "{{ names | map('upper') | list }}";

    assertThat(Shell.with("", "eval", "{{ names | join('-') }}", "--context", context).out())
        .isEqualTo("a-b\n");
    assertThat(Shell.with("", "eval", template, "--context", context, "--json").out())
        .isEqualTo("[\"A\",\"B\"]\n");
    assertThat(Shell.with("", "eval", "{{ 1 + }}").exit()).isEqualTo(Exit.FAILED);
    assertThat(Shell.with("", "eval").exit()).isEqualTo(Exit.USAGE);
  }

  @Test
  void evalReadsLines() {
    var lines =
        """
        {"template": "{{ a.b }}", "context": {}}
        {"template": "{{ a }}", "context": {"a": [1]}}
        {"template": "{{ 1 / 0 }}"}
        nonsense
        """;

    var answers = Shell.with(lines, "eval", "--jsonl").jsonLines();

    assertThat(answers).hasSize(4);
    assertThat(answers.get(0).get("undefined")).isEqualTo(Bool.TRUE);
    assertThat(answers.get(0).get("text")).hasToString("");
    assertThat(answers.get(1).get("value")).hasToString("Items[list=[Int[number=1]]]");
    assertThat(answers.get(2).get("error").toString()).isNotEqualTo("NULL");
    assertThat(answers.get(3).get("error").toString()).contains("not valid JSON");
  }

  @Test
  void helpNamesEveryCommand() {
    var help = Shell.with("", "help");

    assertThat(help.exit()).isEqualTo(Exit.DONE);
    for (var command :
        List.of(
            "run validate executions status events why cancel replay register catalog graph eval"
                .split(" "))) {
      assertThat(help.out()).contains("  " + command + " ");
      assertThat(Shell.with("", command, "--help").out()).startsWith("Usage: noetl " + command);
      assertThat(Shell.with("", "help", command).out()).startsWith("Usage: noetl " + command);
    }
    assertThat(Shell.with("", "--version").out()).startsWith("noetl ");
    assertThat(Shell.with("", "generate-completion").out()).contains("complete", "--resume");
  }

  @Test
  void anUnknownCommandIsUsage() {
    var answer = Shell.with("", "runn", "x");

    assertThat(answer.exit()).isEqualTo(Exit.USAGE);
    assertThat(answer.err()).contains("there is no command 'runn'", "run");
    assertThat(Shell.with("").exit()).isEqualTo(Exit.USAGE);
  }
}
