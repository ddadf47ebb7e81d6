package io.noetl.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a declared input takes, and what is said of what it does not take.
class DeclaredInputsTest {

  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string                                    | \"x\"",
        "integer                                   | 5",
        "integer                                   | 5.0",
        "integer                                   | 123456789012345678901234567890",
        "number                                    | 1.5",
        "boolean                                   | false",
        "array                                     | []",
        "object                                    | {}",
        "{type: [string, \"null\"]}                | null",
        "string                                    | null",
        "{enum: [a, 2, null]}                      | 2",
        "{pattern: \"^a\"}                         | 7",
        "{type: string, pattern: \"b+\"}           | \"abba\"",
        "{type: string, minLength: 1, maxLength: 1} | \"\uD83D\uDE00\"",
        "{type: number, minimum: 1, maximum: 2}    | 2",
        "{items: integer}                          | [1, 2]",
        "{properties: {x: integer}}                | {\"x\": 1, \"y\": \"z\"}",
        "{format: date}                            | \"2026-02-28\"",
        "{format: time}                            | \"08:30\"",
        "{format: date-time}                       | \"2026-02-28T08:30:00+01:00\"",
        "{format: duration}                        | \"1h30m\"",
        "{format: email}                           | \"ann@example.org\"",
        "{format: uri}                             | \"s3://bucket/key\"",
        "{format: uuid}                            | \"00000000-0000-0000-0000-000000000001\""
      })
  void whatFitsPasses(String schema, String value) {
    assertThat(flaws(schema, value)).isEmpty();
  }

  @ParameterizedTest(name = "{0} does not take {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string                         | 5          | expected a text, found 5",
        "integer                        | 5.5        | expected a whole number, found 5.5",
        "{type: [integer, boolean]}     | \"x\"      |"
            + " expected a whole number or true or false, found \"x\"",
        "boolean                        | \"true\"   | expected true or false, found \"true\"",
        "{enum: [a, b]}                 | \"c\"      | expected one of \"a\", \"b\", found \"c\"",
        "{type: string, pattern: \"^a\"} | \"ba\"    |"
            + " expected a text that matches ^a, found \"ba\"",
        "{type: string, minLength: 2}   | \"a\"      | expected at least 2 characters, found \"a\"",
        "{type: number, minimum: 2}     | 1          | expected a number of at least 2, found 1",
        "{type: number, maximum: 2.5}   | 3          | expected a number of at most 2.5, found 3",
        "{type: array, maxItems: 1}     | [1, 2]     | expected at most 1 items, found a list of 2",
        "{format: date}                 | \"31.1.\"  |"
            + " expected a date such as 2026-01-31, found \"31.1.\"",
        "{format: uuid}                 | \"x\"      | expected a UUID, found \"x\"",
        "{type: string, required: true} | null       | expected a text, found nothing"
      })
  void whatDoesNotFitIsSaid(String schema, String value, String flaw) {
    assertThat(flaws(schema, value)).containsExactly("x: " + flaw);
  }

  @Test
  void everythingIsSaidAtOnceWithItsPath() {
    var schema =
        "{type: object, additional: false, properties: {lat: {type: number, required: true},"
            + " tags: {items: string}}}";

    assertThat(flaws(schema, "{\"tags\": [\"a\", 1, 2], \"latt\": 3}"))
        .containsExactly(
            "x.lat: expected a number, found nothing",
            "x.tags[1]: expected a text, found 1",
            "x.tags[2]: expected a text, found 2",
            "x.latt: there is no such input (did you mean `lat`?)");
  }

  @Test
  void otherInputsAreRefusedWhereThePlaybookSaysSo() {
    var playbook = playbook("additional: false\n  city: string");

    assertThat(check(playbook, "{\"ctiy\": \"Rome\", \"unit\": 1}"))
        .containsExactly("ctiy: there is no such input (did you mean `city`?)");
    assertThat(check(playbook("city: string"), "{\"ctiy\": \"Rome\"}")).isEmpty();
  }

  @Test
  void thereIsABoundToWhatIsSaid() {
    var list = "[" + "\"a\", ".repeat(1000) + "1]";

    assertThat(flaws("{items: integer}", list)).hasSize(50);
    assertThat(flaws("{type: integer}", "\"" + "a".repeat(1000) + "\"").getFirst())
        .hasSizeLessThan(150);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "string                     | 75001        | \"75001\"",
        "string                     | true         | \"true\"",
        "{type: [string, \"null\"]} | 5            | \"5\"",
        "string                     | 1.10         | 1.1",
        "number                     | 5            | 5",
        "{type: [string, integer]}  | 5            | 5",
        "{properties: {zip: string}} | {\"zip\": 5, \"n\": 5} | {\"zip\":\"5\",\"n\":5}"
      })
  void settingsBecomeTextAgainWhereThatIsCertain(String schema, String value, String coerced) {
    var settings = Fields.of("x", Json.read(value));

    assertThat(Json.write(playbook("x: " + schema).inputs().coerced(settings).get("x")))
        .isEqualTo(coerced);
  }

  @Test
  void aPatternThatWouldTakeForEverIsGivenUp() {
    var schema = "{pattern: \"^(a+)+\\\\1c$\"}";

    assertThat(flaws(schema, "\"%sb\"".formatted("a".repeat(40))))
        .singleElement()
        .asString()
        .startsWith(
            "x: expected a shorter text (it takes too long to hold it against ^(a+)+\\1c$)");
    assertThat(flaws("{pattern: \"^(a|b)*$\"}", "\"%s\"".formatted("ab".repeat(200_000))))
        .singleElement()
        .asString()
        .contains("a shorter text");
    assertThat(flaws(schema, "\"%s\"".formatted("a".repeat(9) + "c"))).isEmpty();
  }

  private static List<String> flaws(String schema, String value) {
    return check(playbook("x: " + schema), "{\"x\": %s}".formatted(value));
  }

  private static List<String> check(Playbook playbook, String inputs) {
    return playbook
        .inputs()
        .check((Fields) Json.read(inputs), playbook.workload(), playbook.workload());
  }

  private static Playbook playbook(String inputs) {
    return Vectors.playbook(
        """
        apiVersion: noetl.io/v1
        kind: Playbook
        metadata: {path: p}
        workload: {unit: 1}
        inputs:
          %s
        workflow: [{step: start}]
        """
            .formatted(inputs));
  }
}
