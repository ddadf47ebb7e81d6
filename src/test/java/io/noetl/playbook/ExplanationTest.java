package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.playbook.PlaybookParser.Valid;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What is explained reads back as the same playbook, whatever dialect it was written in.
class ExplanationTest {
  private static final int DOCUMENTS = 2000;

  @TestFactory
  Stream<DynamicTest> whatIsExplainedReadsBackAsTheSame() throws IOException {
    List<Path> files = new ArrayList<>();
    for (var root : List.of("src/test/resources/playbooks/valid", "examples", "src/test")) {
      try (var found = Files.walk(Path.of(root))) {
        found.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
      }
    }
    return files.stream()
        .distinct()
        .flatMap(ExplanationTest::valid)
        .map(read -> DynamicTest.dynamicTest(read.file(), () -> check(read)));
  }

  private record Read(String file, Playbook playbook) {}

  private static Stream<Read> valid(Path file) {
    try {
      var parsed = PlaybookParser.parse(file.toString(), Files.readString(file));
      return parsed instanceof Valid(var playbook, _)
          ? Stream.of(new Read(file.toString(), playbook))
          : Stream.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void check(Read read) {
    var text = Explanation.of(read.playbook());
    var again = Vectors.playbook(text);

    assertThat(facts(again)).as(text).isEqualTo(facts(read.playbook()));
    assertThat(Explanation.of(again)).as("the same text again").isEqualTo(text);
  }

  private static String facts(Playbook playbook) {
    return Facts.of(playbook).replaceAll("\"code_line\":\\d+", "\"code_line\":0");
  }

  @Test
  void everySynonymIsResolved() {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: p}
        steps:
          - name: start
            tool: {kind: http, url: "http://x/{{ item }}", args: {q: 1}}
            loop: {in: [1, 2], iterator: item, mode: parallel}
            sink: {tool: event, args: {a: 1}}
            retry: 2
            next: {condition: "{{ true }}", then: done}
          - step: done
        """;

    assertThat(Explanation.of(Vectors.playbook(text)))
        .isEqualTo(
            """
            apiVersion: noetl.io/v1
            kind: Playbook
            metadata: {path: p}
            workflow:
              - step: start
                type: iterator
                collection: [1, 2]
                element: item
                mode: async
                concurrency: 8
                task:
                  type: http
                  endpoint: "http://x/{{ item }}"
                  data: {q: 1}
                  retry:
                    max_attempts: 2
                    initial_delay: 1s
                    max_delay: 1m
                    backoff_multiplier: 2.0
                    jitter: true
                  save:
                    storage: event_log
                    data: {a: 1}
                next:
                  - {step: done, when: "{{ true }}"}
              - step: done
            """);
  }

  /// Documents by chance: the writer's text reads back as what was written.
  @Test
  void anyDataIsWrittenSoThatItReadsBackAsTheSame() {
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      var random = new Random(seed);
      var document = Fields.of("x", value(random, 3));

      var text = YamlWriter.of(document);

      var source = new Source("written.yaml", text);
      var problems = new Problems(source);
      var read = YamlReader.read(problems);
      assertThat(problems.sorted()).as("seed %d:%n%s", seed, text).isEmpty();
      assertThat(read.orElseThrow().value()).as("seed %d:%n%s", seed, text).isEqualTo(document);
    }
  }

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "true",
          "No",
          "~",
          "null",
          "1",
          "1.5",
          "1e3",
          "0x1f",
          "- a",
          "a: b",
          "a #b",
          "#",
          "{{ x }}",
          "{a",
          "[",
          "'",
          "\"",
          "\\",
          "a\nb",
          "a\nb\n",
          "a\n\nb\n\n",
          "\na",
          " a\nb",
          "a \nb",
          "a\tb\n",
          "a\n  b\n",
          "ä\nß",
          "\uD83D\uDE00",
          "\u0085",
          "\u2028\n",
          "a\r\nb",
          "-",
          "?",
          "!x",
          "&a",
          "*a",
          "|",
          ">",
          "%",
          "@",
          "`",
          "2026-01-01",
          "12:30",
          "a ",
          "end ",
          "...",
          "---\n",
          "=",
          "<<",
          "\u0000",
          "x\n\n",
          "\n",
          "{% if x %}\n{% endif %}\n");

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> Null.NULL;
      case 1 -> io.noetl.value.Bool.of(random.nextBoolean());
      case 2 -> Num.of(random.nextLong());
      case 3 -> Num.of(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
      case 4, 5 -> Text.of(TEXTS.get(random.nextInt(TEXTS.size())));
      case 6 -> {
        List<Value> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        yield new Items(list);
      }
      default -> {
        var fields = Fields.builder();
        for (int i = random.nextInt(4); i > 0; i--) {
          var name = TEXTS.get(random.nextInt(TEXTS.size()));
          fields.put(name.equals("<<") ? "merge" : name, value(random, depth - 1));
        }
        yield fields.build();
      }
    };
  }
}
