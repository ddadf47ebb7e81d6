package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Large and hostile texts are handled or refused with a sentence; none overflows the stack.
class PlaybookBoundsTest {
  private static final String HEADER =
      """
      apiVersion: noetl.io/v1
      kind: Playbook
      metadata: {path: tests/bounds}
      """;

  private static final String ONE_STEP = "workflow: [{step: start}]\n";

  @Test
  void aThousandStepsInTwoHundredKilobytesAreRead() {
    var steps =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    """
                      - step: %s
                        type: python
                        data: {value: "{{ workload.value }}", other: "{{ start.x | default(1) }}"}
                        code: |
                          def main(value, other):
                              return {"value": value, "other": other}
                        next:
                          - step: %s
                            when: "{{ result.value > %d }}"
                    """
                        .formatted(name(i), name(i + 1), i))
            .collect(Collectors.joining());
    var text = HEADER + "workload: {value: 1}\nworkflow:\n" + steps + "  - step: s1000\n";

    var playbook = Vectors.playbook(text);

    assertThat(text.length()).isGreaterThan(200_000);
    assertThat(playbook.steps()).hasSize(1001);
    assertThat(playbook.graph().reaches("start", "s1000")).isTrue();
  }

  private static String name(int i) {
    return i == 0 ? "start" : "s" + i;
  }

  private static String chain(int length, String tail) {
    return HEADER
        + "workflow:\n"
        + IntStream.range(0, length - 1)
            .mapToObj(i -> "- {step: %s, next: %s}\n".formatted(name(i), name(i + 1)))
            .collect(Collectors.joining())
        + "- {step: %s%s}\n".formatted(name(length - 1), tail);
  }

  @Test
  void aChainOfTenThousandStepsIsRead() {
    assertThat(Vectors.playbook(chain(10_000, "")).steps()).hasSize(10_000);
  }

  @Test
  void aCycleOfTenThousandRoutersIsFound() {
    assertThat(Vectors.codes(chain(10_000, ", next: start"))).containsExactly("router-cycle");
  }

  @Test
  void moreStepsThanTenThousandAreRefused() {
    assertThat(Vectors.codes(chain(10_001, ""))).containsExactly("too-many-steps");
  }

  @Test
  void aTextOfMoreThanFourMegabytesIsRefused() {
    var text = HEADER + ONE_STEP + "# ".repeat(PlaybookParser.TEXT_MAX / 2);

    assertThat(Vectors.codes(text)).containsExactly("too-long");
  }

  @Test
  void aliasesThatUnfoldToBillionsAreRefused() {
    var bomb = new StringBuilder("workload:\n  a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("  a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(8)));
    }

    assertThat(Vectors.codes(HEADER + bomb + ONE_STEP)).containsExactly("too-many-aliases");
  }

  @Test
  void mergeKeysThatUnfoldToBillionsAreRefused() {
    var bomb = new StringBuilder("workload:\n  a0: &a0 {x: 1, y: 2}\n");
    for (int i = 1; i < 40; i++) {
      bomb.append(
          "  a%d: &a%d {k%d: *a%d, <<: [*a%d, *a%d]}\n".formatted(i, i, i, i - 1, i - 1, i - 1));
    }

    assertThat(Vectors.codes(HEADER + bomb + ONE_STEP)).containsExactly("too-many-aliases");
  }

  @Test
  void anAliasWithinItsOwnAnchorIsRefused() {
    assertThat(Vectors.codes(HEADER + "workload: &w {a: *w}\n" + ONE_STEP))
        .containsExactly("unknown-alias");
  }

  @Test
  void deepNestingIsRefusedHoweverItIsWritten() {
    var lists = "workload: {a: " + "[".repeat(100_000) + "}\n";
    var maps = "workload: " + "{a: ".repeat(50_000) + "\n";
    var dashes = "workload: {}\nworkbook:\n" + "- ".repeat(100_000) + "x\n";
    var indented =
        "workload:\n"
            + IntStream.range(1, 200)
                .mapToObj(i -> " ".repeat(i) + "a:\n")
                .collect(Collectors.joining());

    assertThat(Vectors.codes(HEADER + lists + ONE_STEP)).containsExactly("too-deep");
    assertThat(Vectors.codes(HEADER + maps + ONE_STEP)).containsExactly("too-deep");
    assertThat(Vectors.codes(HEADER + dashes)).containsExactly("too-deep");
    assertThat(Vectors.codes(HEADER + indented + ONE_STEP)).containsExactly("too-deep");
  }

  @Test
  void nestingThatAliasesAddUpToIsRefused() {
    var half = "[".repeat(60) + "%s" + "]".repeat(60);
    var text =
        "workload:\n  a: &a " + half.formatted("1") + "\n  b: " + half.formatted("*a") + "\n";

    assertThat(Vectors.codes(HEADER + text + ONE_STEP)).containsExactly("too-deep");
  }

  @Test
  void templatesOfAHundredThousandBracketsAreRefused() {
    for (var opening : new String[] {"(", "[", "{", "not ", "-", "x(", "x["}) {
      var template = "'{{ " + opening.repeat(200_000 / opening.length()) + " }}'";
      var text = HEADER + "workload: {a: " + template + "}\n" + ONE_STEP;

      assertThat(Vectors.codes(text)).as(opening).containsExactly("template-syntax");
    }
  }

  @Test
  void noMoreThanAThousandProblemsAreTold() {
    var keys =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "key%d: 1\n".formatted(i))
            .collect(Collectors.joining());

    assertThat(Vectors.codes(HEADER + keys + ONE_STEP)).hasSize(Problems.COUNT_MAX);
  }

  @Test
  void aLineOfAQuarterOfAMillionCharactersIsRefused() {
    var text = HEADER + "workload: {n: " + "9".repeat(PlaybookParser.LINE_MAX) + "}\n" + ONE_STEP;

    assertThat(Vectors.codes(text)).containsExactly("too-long");
  }

  @Test
  void aNumberOfAHundredThousandDigitsIsText() {
    var text = HEADER + "workload: {n: " + "9".repeat(100_000) + "}\n" + ONE_STEP;

    assertThat(Vectors.playbook(text).workload().get("n").kind()).isEqualTo("text");
  }

  @Test
  void cyclesWithinCyclesWithoutEndAreRefused() {
    var steps =
        IntStream.range(0, 5000)
            .mapToObj(
                i ->
                    "- {step: %s, type: transform, data: {a: 1}, next: [{step: %s, when: x}, %s]}\n"
                        .formatted(name(i), name(Math.max(0, i - 1)), name(Math.min(4999, i + 1))))
            .collect(Collectors.joining());

    assertThat(Vectors.codes(HEADER + "workload: {x: 1}\nworkflow:\n" + steps))
        .contains("tangled-cycles");
  }

  /// Whatever a slip of the hand makes of a playbook is read or refused, never thrown.
  @Test
  void damagedPlaybooksAreReadOrRefused() throws IOException {
    var random = new SplittableRandom(11);
    var texts = new ArrayList<String>();
    for (var name : Vectors.in("valid")) {
      texts.add(Vectors.read("valid", name + ".yaml"));
    }
    for (int round = 0; round < 3000; round++) {
      var text = new StringBuilder(texts.get(random.nextInt(texts.size())));
      for (int slip = random.nextInt(4); slip >= 0; slip--) {
        damage(text, random);
      }

      assertThat(PlaybookParser.parse("damaged.yaml", text.toString())).isNotNull();
    }
  }

  private static void damage(StringBuilder text, SplittableRandom random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(20));
    switch (random.nextInt(4)) {
      case 0 -> text.delete(at, end);
      case 1 -> text.insert(at, text.substring(at, end));
      case 2 -> text.setCharAt(at, "{}[]:-&*!|>'\"%@`#?,\n\t 😀".charAt(random.nextInt(24)));
      default -> text.insert(random.nextInt(text.length()), text.substring(at, end));
    }
  }
}
