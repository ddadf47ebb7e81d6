package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnderlinesTest {
  /// What is underlined of the line if a problem stands at `column`; empty for nothing.
  private static String underlined(String line, int column) {
    var text = "first: line\n" + line + "\nlast: line";
    return new Underlines(text)
        .end(new Place("file", 2, column))
        .map(
            end -> {
              int from = line.offsetByCodePoints(0, column - 1);
              return line.substring(from, line.offsetByCodePoints(0, end.column() - 1));
            })
        .orElse("");
  }

  @Test
  void aWordIsUnderlinedOrAQuotedTextOrOneCharacter() {
    assertThat(underlined("  next: nowhere  # gone", 9)).isEqualTo("nowhere");
    assertThat(underlined("  next: nowhere", 3)).isEqualTo("next");
    assertThat(underlined("path: demo/hello.v2-x, y", 7)).isEqualTo("demo/hello.v2-x");
    assertThat(underlined("when: \"{{ a \\\" b }}\" # x", 7)).isEqualTo("\"{{ a \\\" b }}\"");
    assertThat(underlined("when: 'it goes on", 7)).isEqualTo("'it goes on");
    assertThat(underlined("when: \"{{ worklod.x }}\"", 11)).isEqualTo("worklod.x");
    assertThat(underlined("- {a: 1}", 3)).isEqualTo("{");
  }

  @Test
  void linesEndWhereTheyDoForTheParser() {
    for (var end : List.of("\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029")) {
      var text = "# remark" + end + "nonsense: 1" + end;
      var place =
          PlaybookParser.parse("file", text).problems().stream()
              .map(Problem::place)
              .filter(it -> it.line() == 2)
              .findFirst();

      assertThat(place.flatMap(new Underlines(text)::end))
          .as(Integer.toHexString(end.charAt(0)))
          .contains(new Place("file", 2, 9));
    }
  }

  @Test
  void columnsCountCharactersAsPeopleDo() {
    assertThat(underlined("🐦: naïve word", 4)).isEqualTo("naïve");
    assertThat(underlined("x: 🐦", 4)).isEqualTo("🐦");
    assertThat(underlined("x: two\r", 4)).isEqualTo("two");
  }

  @Test
  void whereNothingStandsNothingIsUnderlined() {
    assertThat(underlined("short", 6)).isEmpty();
    assertThat(underlined("", 1)).isEmpty();
    assertThat(new Underlines("one line").end(new Place("file", 7, 1))).isEmpty();
  }

  @Test
  void everyProblemOfAPlaybookThatIsWrongHasAnEndOnItsLine() {
    var text =
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: tests/wrong}
        workflow:
          - step: start
            type: pythn
            next: nowhere
          - step: other
            join: some
            next: {step: start, when: "{{ 1 + }}"}
        """;
    var problems = PlaybookParser.parse("wrong.yaml", text).problems();
    var underlines = new Underlines("\uFEFF" + text);

    assertThat(problems).extracting(Problem::code).contains("unknown-tool", "bad-join");
    assertThat(List.copyOf(problems))
        .allSatisfy(
            problem -> {
              var end = underlines.end(problem.place()).orElseThrow();
              assertThat(end.line()).isEqualTo(problem.place().line());
              assertThat(end.column()).isGreaterThan(problem.place().column());
            });
  }
}
