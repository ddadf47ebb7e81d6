package io.noetl.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.value.Bool;
import io.noetl.value.Num;
import io.noetl.value.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
  private static final String DATA =
      "{\"x\": 5, \"s\": \"abc\", \"yes\": \" YES \", \"no\": \"no\", \"list\": [], \"none\":"
          + " null}";

  private static Verdict judge(String condition) {
    return Condition.parse(condition).judge(Rendered.scope(DATA), Ambients.PLAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x > 3",
        "{{ x > 3 }}",
        "{{ yes }}",
        "yes",
        "x",
        "'1'",
        "'True'",
        "not list",
        "missing is not defined",
        "{% if x %}true{% endif %}",
        "missing.a == 1 or x == 5",
        "[1]"
      })
  void theseHold(String condition) {
    assertThat(judge(condition)).isInstanceOf(Verdict.Held.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x < 3",
        "list",
        "none",
        "no",
        "s",
        "'abc'",
        "''",
        "0",
        "missing",
        "missing.a.b",
        "missing > 3",
        "missing + 1 == 2",
        "x > missing.y",
        "missing.upper() == 'A'",
        "{{ x }} > 3"
      })
  void theseDoNot(String condition) {
    assertThat(judge(condition)).isInstanceOf(Verdict.NotHeld.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x > 'a'",
        "x / 0",
        "x|nofilter",
        "nofunc()",
        "s.nomethod()",
        "x is strange",
        "none < 1"
      })
  void theseCannotBeJudged(String condition) {
    assertThat(judge(condition)).isInstanceOf(Verdict.Failed.class);
  }

  @Test
  void theVerdictSaysWhatItSaw() {
    assertThat(judge("x + 1")).isEqualTo(new Verdict.Held(Num.of(6)));
    assertThat(judge("x == 1")).isEqualTo(new Verdict.NotHeld(Bool.FALSE, "it is false"));
    assertThat(judge("s"))
        .isEqualTo(
            new Verdict.NotHeld(
                Text.of("abc"), "it is the text 'abc', and not `true`, `1` or `yes`"));
    assertThat(why("missing.q > 1")).isEqualTo("`missing.q` is undefined");
    assertThat(why("x.y.z")).isEqualTo("`x.y.z` is undefined");
    assertThat(why("list")).isEqualTo("it is []");
    assertThat(judge("x > 'a'"))
        .isEqualTo(
            new Verdict.Failed(
                "`>` does not work between a number and text;"
                    + " make the text a number first: `| int` or `| float`"));
  }

  private static String why(String condition) {
    return judge(condition) instanceof Verdict.NotHeld(_, var why) ? why : "";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'hello'",
        "{{ 'hello' }}",
        "[]",
        "{'a': 1}",
        "{{ x }} > 3",
        "not {{ x }}",
        "{{ a }} and {{ b }}"
      })
  void whatCanNeverBeTrueIsSeenBeforehand(String condition) {
    assertThat(Condition.parse(condition).neverTruth()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false",
        "0",
        "'yes'",
        "'no'",
        "x",
        "{{ x }}",
        "tr{{ x }}",
        "{{ x }}{{ y }}",
        " {{ x }} ",
        "{% if x %}true{% endif %}",
        "{{ x }}E"
      })
  void whatMayBeTrueOrIsMeantAsFalseIsLeftAlone(String condition) {
    assertThat(Condition.parse(condition).neverTruth()).isEmpty();
  }

  @Test
  void itTellsItsNamesAndFlaws() {
    var condition = Condition.parse("a.b > 1 and c|lenght");
    assertThat(condition.names()).containsExactly("a", "c");
    assertThat(condition.flaws()).extracting(Flaw::hint).containsExactly("did you mean `length`?");
    assertThat(condition.source()).isEqualTo("a.b > 1 and c|lenght");
    assertThatThrownBy(() -> Condition.parse("")).hasMessageContaining("expected an expression");
  }
}
