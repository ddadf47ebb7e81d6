package io.noetl.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.noetl.playbook.PlaybookParser;
import io.noetl.store.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the documents say is held against the code and against each other, so that they cannot
/// drift.
final class DocsTest {

  private static final Path DOCS = Path.of("docs");
  private static final Path README = Path.of("README.md");
  private static final int README_LINES_MAX = 120;
  private static final int DECISION_LINES_MAX = 60;

  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");
  private static final Pattern TERM = Pattern.compile("\\*\\*([^*]+)\\*\\*");

  /// Written after the language of a block that shows a playbook with problems.
  private static final String BROKEN = "broken";

  @Test
  void linksLeadSomewhere() {
    var dead = new ArrayList<String>();
    for (var document : documents()) {
      for (var line : prose(document)) {
        LINK.matcher(line.replaceAll("`[^`]*`", ""))
            .results()
            .map(link -> link.group(1))
            .filter(target -> !ELSEWHERE.matcher(target).matches() && !leads(document, target))
            .forEach(target -> dead.add(document + " -> " + target));
      }
    }

    assertThat(dead).as("links to files or headings that do not exist").isEmpty();
  }

  private static boolean leads(Path document, String target) {
    var parts = target.split("#", 2);
    var file = parts[0].isEmpty() ? document : sibling(document, parts[0]);
    if (!Files.exists(file)) {
      return false;
    }
    return parts.length == 1 || !isDocument(file) || anchors(file).contains(parts[1]);
  }

  private static Path sibling(Path document, String name) {
    var parent = document.getParent();
    return (parent == null ? Path.of(name) : parent.resolve(name)).normalize();
  }

  private static boolean isDocument(Path file) {
    return file.toString().endsWith(".md");
  }

  /// The headings as GitHub turns them into anchors.
  private static Set<String> anchors(Path document) {
    var anchors = new HashSet<String>();
    for (var line : prose(document)) {
      if (line.startsWith("#")) {
        var heading = line.replaceFirst("^#+\\s*", "").toLowerCase(Locale.ROOT).strip();
        anchors.add(heading.replaceAll("[^\\p{L}\\p{N}\\s_-]", "").replaceAll("\\s", "-"));
      }
    }
    return anchors;
  }

  @Test
  void theReadmeIsShort() {
    assertThat(lines(README))
        .as("README.md is the door, not the house: move the rest to docs/")
        .hasSizeLessThanOrEqualTo(README_LINES_MAX);
  }

  @Test
  void aWordMeansOneThing() {
    var seen = new HashSet<String>();
    var twice = new ArrayList<String>();
    for (var term : terms()) {
      if (!seen.add(term.toLowerCase(Locale.ROOT))) {
        twice.add(term);
      }
    }

    assertThat(seen).as("bold terms of docs/glossary.md").isNotEmpty();
    assertThat(twice).as("terms that docs/glossary.md defines twice").isEmpty();
  }

  /// The terms that stand bold in the glossary; several may share a cell.
  private static List<String> terms() {
    return prose(DOCS.resolve("glossary.md")).stream()
        .flatMap(line -> TERM.matcher(line).results())
        .flatMap(match -> Stream.of(match.group(1).split("[,/]")))
        .map(String::strip)
        .toList();
  }

  @Test
  void everyEventIsDescribed() {
    var text = String.join("\n", lines(DOCS.resolve("events.md")));

    assertThat(EventCodec.names())
        .as("event names that docs/events.md must explain")
        .isNotEmpty()
        .allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
  }

  @Test
  void playbooksInDocumentsSayWhatTheyShow() {
    var wrong = new ArrayList<String>();
    for (var document : documents()) {
      blocks(document)
          .forEach(
              (place, block) -> {
                if (block.startsWith("apiVersion:")) {
                  judge(place, block).ifPresent(wrong::add);
                }
              });
    }

    assertThat(wrong)
        .as("yaml blocks must be valid playbooks; one meant to have problems is ```yaml broken")
        .isEmpty();
  }

  private static Optional<String> judge(String place, String block) {
    var broken = place.endsWith(BROKEN);
    return switch (PlaybookParser.parse(place, block)) {
      case PlaybookParser.Invalid(var problems) ->
          broken ? Optional.empty() : Optional.of(problems.toString());
      case PlaybookParser.Valid(_, var warnings) ->
          broken == !warnings.isEmpty() ? Optional.empty() : Optional.of(place + ": " + warnings);
    };
  }

  @Test
  void everyExampleIsListed() throws IOException {
    var examples = Path.of("examples");
    var listed = Files.readString(examples.resolve("README.md"));
    try (var files = Files.list(examples)) {
      var missing =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("README.md") && !listed.contains("(" + name + ")"))
              .toList();

      assertThat(missing).as("examples that examples/README.md does not list").isEmpty();
    }
  }

  @Test
  void decisionsAreNumberedAndShort() {
    var decisions = Sources.files(DOCS.resolve("decisions"), ".md");

    assertThat(decisions).as("docs/decisions").isNotEmpty();
    for (int i = 0; i < decisions.size(); i++) {
      assertThat(decisions.get(i).getFileName().toString())
          .as("decisions are numbered without a gap")
          .startsWith(String.format(Locale.ROOT, "%04d-", i + 1));
      assertThat(lines(decisions.get(i)))
          .as(decisions.get(i).toString())
          .hasSizeLessThanOrEqualTo(DECISION_LINES_MAX);
    }
  }

  // -- Reading -------------------------------------------------------------------------------

  private static List<Path> documents() {
    try (var top = Files.list(Path.of(""))) {
      return Stream.of(
              top.filter(DocsTest::isDocument),
              Sources.files(DOCS, ".md").stream(),
              Sources.files(Path.of("examples"), ".md").stream(),
              Stream.of(Path.of("bench", "README.md")))
          .flatMap(paths -> paths)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines outside of fenced blocks.
  private static List<String> prose(Path document) {
    var prose = new ArrayList<String>();
    var fenced = false;
    for (var line : lines(document)) {
      if (line.strip().startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced) {
        prose.add(line);
      }
    }
    return prose;
  }

  /// The fenced YAML blocks, each by its place: `file:line yaml`, with `broken` behind it if so
  /// marked.
  private static Map<String, String> blocks(Path document) {
    var blocks = new LinkedHashMap<String, String>();
    var block = new StringBuilder();
    var place = "";
    var number = 0;
    for (var line : lines(document)) {
      number++;
      if (place.isEmpty() && line.startsWith("```yaml")) {
        place = document + ":" + number + " " + line.substring(3).strip();
      } else if (!place.isEmpty() && line.startsWith("```")) {
        blocks.put(place, block.toString());
        block.setLength(0);
        place = "";
      } else if (!place.isEmpty()) {
        block.append(line).append('\n');
      }
    }
    return place.isEmpty() ? blocks : fail("a block is not closed: " + place);
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " must exist", e);
    }
  }
}
