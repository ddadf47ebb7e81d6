package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// docs/playbook.md says what the parser does.
class PlaybookDocsTest {
  private static final Path DOCUMENT = Path.of("docs/playbook.md");
  private static final Path SOURCES = Path.of("src/main/java/io/noetl/playbook");
  private static final Pattern CODE = Pattern.compile("\"([a-z]+(?:-[a-z0-9]+)+)\"");
  private static final Pattern BROKEN =
      Pattern.compile("```yaml broken\n(.*?)```\n```text\n(.*?)```", Pattern.DOTALL);

  @Test
  void theBrokenPlaybooksPrintWhatStandsBelowThem() throws IOException {
    var examples = BROKEN.matcher(Files.readString(DOCUMENT)).results().toList();

    assertThat(examples).hasSize(10);
    for (var example : examples) {
      var problems =
          PlaybookParser.parse("weather.yaml", example.group(1)).problems().stream()
              .map(problem -> problem + "\n")
              .collect(Collectors.joining());
      assertThat(problems).isEqualTo(example.group(2));
    }
  }

  @Test
  void everyCodeIsListedAndNoOther() throws IOException {
    var document = Files.readString(DOCUMENT);
    var table = document.substring(document.indexOf("| Code |"), document.indexOf("## Ten broken"));
    var listed =
        Pattern.compile("`([a-z]+(?:-[a-z0-9]+)+)`")
            .matcher(table)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed).isEqualTo(codesInSources());
  }

  /// Every text in the room's sources that has the form of a code is one.
  private static Set<String> codesInSources() throws IOException {
    Set<String> codes = new TreeSet<>();
    try (var files = Files.list(SOURCES)) {
      for (var file : files.toList()) {
        CODE.matcher(Files.readString(file)).results().forEach(found -> codes.add(found.group(1)));
      }
    }
    return codes;
  }

  @Test
  void everyKeyOfEveryToolIsListed() throws IOException {
    var document = Files.readString(DOCUMENT);

    for (var spec : Tools.all()) {
      assertThat(document).containsPattern("\\| \\[?`" + spec.kind() + "`");
      for (var own : spec.keys()) {
        assertThat(document).as(spec.kind()).contains("`" + own.name() + "`");
      }
    }
  }
}
