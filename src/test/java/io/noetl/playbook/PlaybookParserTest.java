package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.PlaybookParser.Valid;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Text to model: each playbook in `valid/` with its facts beside it.
class PlaybookParserTest {

  @TestFactory
  Stream<DynamicTest> everyValidPlaybookBecomesTheModelBesideIt() throws IOException {
    return Vectors.in("valid").stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var parsed = Vectors.parse("valid", name);

                      assertThat(parsed.problems().stream().filter(Problem::isError)).isEmpty();
                      assertThat(((Valid) parsed).playbook())
                          .extracting(Facts::of)
                          .isEqualTo(Vectors.read("valid", name + ".facts"));
                    }));
  }

  /// Each pair `NAME-a.yaml` and `NAME-b.yaml` says the same in two dialects.
  @TestFactory
  Stream<DynamicTest> twoSpellingsOfTheSameBecomeTheSameModel() throws IOException {
    return Vectors.in("alike").stream()
        .filter(name -> name.endsWith("-a"))
        .map(name -> name.substring(0, name.length() - 2))
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(model("alike", name + "-b"))
                            .isEqualTo(model("alike", name + "-a"))));
  }

  private static String model(String folder, String name) throws IOException {
    var facts = Facts.of(Vectors.playbook(Vectors.read(folder, name + ".yaml")));
    return facts.replaceAll("\"code_line\":\\d+", "\"code_line\":0");
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsMakeNoDifference() {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: p}
        workflow:
          - step: start
            type: python
            code: |
              def main():
                return 1
        """;

    var plain = Facts.of(Vectors.playbook(text));

    assertThat(Facts.of(Vectors.playbook("\uFEFF" + text.replace("\n", "\r\n")))).isEqualTo(plain);
  }

  @Test
  void theFilesNameIsThePathOfAPlaybookThatHasNone() {
    var parsed =
        PlaybookParser.parse(
            "dir/my_flow.yaml",
            "apiVersion: noetl.io/v1\nkind: Playbook\nworkflow: [{step: start}]\n");

    assertThat(((Valid) parsed).playbook().path()).isEqualTo("my_flow");
    assertThat(parsed.problems()).extracting(Problem::code).containsExactly("missing-path");
  }

  @Test
  void toolsAndKindsMayBeWrittenInCapitals() {
    var text = "apiVersion: noetl.io/v1\nkind: PLAYBOOK\nmetadata: {path: p}\nworkflow:\n";

    var playbook = Vectors.playbook(text + "- {step: start, type: Transform, data: {x: 1}}\n");

    assertThat(playbook.step("start").task()).map(Task::tool).contains("transform");
  }

  /// Templates that only the worker can render are kept for it, the others are not.
  @Test
  void templatesOverSecretsAreKeptForTheWorker() throws IOException {
    var playbook = Vectors.playbook(Vectors.read("valid", "tools.yaml"));

    assertThat(playbook.step("http").task().orElseThrow().config().kept())
        .containsExactlyInAnyOrder(
            java.util.List.of("headers", "Authorization"), java.util.List.of("headers", "X-Env"));
  }
}
