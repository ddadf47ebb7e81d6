package io.noetl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps of type `secrets`, and what becomes of their value: those that name it get it, and nobody
/// else does.
class SecretStepTest {
  private static final String SECRET = "a-secret-of-24-characters";

  /// Reads the secret, with the rest of the workflow behind it.
  private static final String HEAD =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {name: s, path: test/secrets}
      workflow:
        - step: start
          next: get
        - step: get
          type: secrets
          provider: env
          name: api_key
      """;

  private static final String WORKBOOK =
      """
      workbook:
        - {name: read, type: secrets, provider: env, secret_name: api_key}
      workflow:""";

  private static final String LENGTH =
      """
        - step: use
          type: python
          code: |
            def main(key):
                print("the key is", key)
                return {"length": len(key), "key": key}
      """;

  private static final String END =
      """
        - {step: end, result: "{{ use }}"}
      """;

  @TempDir Path home;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(home);
  }

  private Shell.Answer run(String... steps) {
    return runText(HEAD + String.join("", steps));
  }

  private Shell.Answer runText(String text) {
    return Shell.with(
        Map.of("NOETL_SECRET_API_KEY", SECRET, "PATH", System.getenv("PATH")),
        Console.Kind.PLAIN,
        "run",
        shell.file("secrets.yaml", text),
        "--json",
        "--data",
        shell.data().toString());
  }

  private static void assertLength(Shell.Answer answer) {
    assertThat(answer.err()).doesNotContain(SECRET);
    assertThat(answer.out())
        .as(answer.out() + answer.err())
        .contains("\"length\":%d,\"key\":\"***\"".formatted(SECRET.length()));
  }

  @Test
  void aStepThatNamesTheSecretGetsIt() {
    var answer =
        run(
            "    next: use\n",
            LENGTH,
            "    data: {key: \"{{ get.secret_value }}\"}\n    next: end\n",
            END);

    assertLength(answer);
    var id = shell.newest("test/secrets");
    assertThat(shell.on("events", id, "--json").out())
        .doesNotContain(SECRET)
        .contains("***", "{{ get.secret_value }}");
    assertThat(shell.on("logs", id).out()).contains("the key is ***");
  }

  @Test
  void anEdgeMayCarryItEvenThroughARouter() {
    assertLength(
        run(
            "    next: {step: between, data: {key: \"{{ get.data.secret_value }}\"}}\n",
            "  - {step: between, next: use}\n",
            LENGTH,
            "    next: end\n",
            END));
  }

  @Test
  void anInputThatIsOnlyKnownLateIsKnownToTheOtherTemplatesOfItsStep() {
    var answer =
        run(
            """
                next: use
              - step: use
                type: shell
                data: {key: "{{ get.secret_value }}"}
                command: ["expr", "{{ key }}", ":", ".*"]
                next: end
            """,
            "  - {step: end, result: {length: \"{{ use.stdout | trim | int }}\", key: \"***\"}}\n");

    assertLength(answer);
  }

  @Test
  void anEntryOfTheWorkbookMayReadIt() {
    var head =
        HEAD.replace("workflow:", WORKBOOK)
            .replace(
                "type: secrets\n    provider: env\n    name: api_key",
                "type: workbook\n    name: read");

    assertLength(
        runText(
            head
                + "    next: use\n"
                + LENGTH
                + "    data: {key: \"{{ get.secret_value }}\"}\n    next: end\n"
                + END));
  }

  @Test
  void dataThatReadsLikeATemplateIsData() {
    var answer =
        run(
            """
                next: outside
              - step: outside
                type: transform
                data: {text: "{{ '{{' }} get.secret_value {{ '}}' }}"}
                next: use
            """,
            LENGTH,
            "    data: {key: \"{{ outside.text }}\"}\n    next: end\n",
            END);

    assertThat(answer.out()).contains("{\"length\":22,\"key\":\"{{ get.secret_value }}\"}");
  }

  @Test
  void dataThatReadsLikeTheTemplateOfAnotherEdgeIsRefused() {
    var answer =
        run(
            """
                next:
                  - {step: use, when: "{{ false }}", data: {key: "{{ get.secret_value }}"}}
                  - outside
              - step: outside
                type: transform
                data: {text: "{{ '{{' }} get.secret_value {{ '}}' }}"}
                next: {step: use, data: {key: "{{ outside.text }}"}}
            """,
            LENGTH,
            "    next: end\n",
            END);

    assertThat(answer.exit()).isEqualTo(Exit.FAILED);
    assertThat(answer.json().get("error").toString())
        .contains("`key` reads like the template that another edge carries there");
  }

  /// Both steps before `use` have been given the template by an edge; what they carry on is data.
  @Test
  void whoWasGivenATemplateCannotPassOnDataThatReadLikeIt() {
    var outside = "  - step: outside\n    type: transform\n%s    data: {text: \"%s\"}\n";
    var text = "{{ '{{' }} get.secret_value {{ '}}' }}";
    var edge = "{step: %s, data: {key: \"{{ get.secret_value }}\"}}";
    var imitation = "{step: use, data: {key: \"{{ outside.text }}\"}}";
    for (var between : List.of("type: transform, data: {n: 1}, ", "")) {
      var answer =
          run(
              "    next: [outside, {step: use, when: \"{{ false }}\", data: {key: \"{{"
                  + " get.secret_value }}\"}}]\n",
              outside.formatted("", text),
              "    next: " + edge.formatted("between") + "\n",
              "  - {step: between, %snext: %s}\n".formatted(between, imitation),
              LENGTH,
              "    next: end\n",
              END);

      assertThat(answer.out())
          .contains("`key` reads like the template that another edge carries there");
    }
  }

  @Test
  void whoWasGivenATemplateCannotPassItsTextOnUnderAnotherName() {
    for (var between : List.of("type: transform, data: {n: 1}, ", "")) {
      var answer =
          run(
              "    next: {step: between, data: {token: \"{{ get.secret_value }}\"}}\n",
              "  - {step: between, %snext: {step: use, data: {key: \"x{{ token }}\"}}}\n"
                  .formatted(between),
              LENGTH,
              "    next: end\n",
              END);

      assertThat(answer.json().get("error").toString())
          .contains("only a worker knows what `token` is");
    }
  }

  @Test
  void aChildIsNotGivenWhatOnlyAWorkerKnows() {
    var answer =
        run(
            """
                next: {step: use, data: {key: "{{ get.secret_value }}"}}
              - step: use
                type: playbook
                path: test/child
                next: end
            """,
            END);

    assertThat(answer.json().get("error").toString())
        .contains("which only a worker knows; a playbook step has none");
  }

  @Test
  void aSecretThatIsNotThereFailsItsStepWithWhatToDo() {
    var missing =
        Shell.with(
            Map.of(),
            Console.Kind.PLAIN,
            "run",
            shell.file("secrets.yaml", HEAD),
            "--json",
            "--data",
            shell.data().toString());
    assertThat(missing.json().get("error").toString())
        .contains(
            "the secret api_key is not known: set NOETL_SECRET_API_KEY where the worker runs");
  }

  @Test
  void aConditionThatLooksForTheValueIsWarnedOf() {
    var file =
        shell.file(
            "secrets.yaml",
            HEAD
                + "    next: {step: end, when: \"{{ get.secret_value != '' }}\"}\n  - step: end\n");

    var answer = Shell.with("", "validate", file);

    assertThat(answer.err() + answer.out())
        .contains("hidden-value (warning): `when` sees *** in place of a secret's value");
  }
}
