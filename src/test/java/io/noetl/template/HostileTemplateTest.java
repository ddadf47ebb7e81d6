package io.noetl.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.value.Num;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No template may hold a thread for long, fill the memory or overflow the stack.
class HostileTemplateTest {
  private static final int MANY = 100_000;

  private static void assertRefused(String template, String reason) {
    assertThatThrownBy(() -> Rendered.value(template, "{}"))
        .isInstanceOf(TemplateError.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ range(1000000000) }}",
        "{{ range(10**30) }}",
        "{{ [1] * 10**9 }}",
        "{% for i in range(100000) %}{% for j in range(100000) %}{{ i }}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(40) }}",
        "{{ [1]|batch(10**9, 0) }}",
        "{{ [1]|slice(10**9) }}",
        "{% set n=namespace(x=[1]) %}{% for i in range(60) %}{% set n.x=[n.x,n.x] %}{% endfor %}"
            + "{{ n.x }}",
        "{{ ('a' * 10**6).find('a' * 500000 ~ 'b') }}",
        "{% set x = [] %}{% for i in range(50000) %}{% set _ = x.append(i) %}{% endfor %}",
        "{{ ('a' * 100000)|regex_search('(a*)*b') }}",
        "{{ ('a' * 100000)|regex_search('a*a*a*b') }}",
        "{{ ''|regex_search('(|)' * 40 ~ 'x') }}",
        "{{ ''|regex_search('(a?)?' * 40 ~ 'x') }}",
        "{{ 'x'|regex_search('((((){1000}){1000}){1000}){1000}') }}",
      })
  void workIsBounded(String template) {
    assertRefused(template, "steps");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'a' * 10**9 }}",
        "{{ 'a'|center(10**9) }}",
        "{{ 'a'.ljust(10**9) }}",
        "{{ 'a\nb'|indent(10**9) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{% set n=namespace(x='a') %}{% for i in range(60) %}{% set n.x=n.x~n.x %}{% endfor %}",
        "{{ ('a' * 10**5)|replace('a', 'b' * 10**5) }}",
        "{{ ('&' * 10**7)|e }}",
      })
  void textIsBounded(String template) {
    assertRefused(template, "characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 9 ** 99999999 }}",
        "{{ 10 ** 100000 }}",
        "{{ (10 ** 19000) * (10 ** 19000) }}"
      })
  void numbersAreBounded(String template) {
    assertRefused(template, "bits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% macro m() %}{{ caller() }}{% endmacro %}"
            + "{% macro n() %}{% call m() %}{{ n() }}{% endcall %}{% endmacro %}{{ n() }}",
      })
  void recursionIsBounded(String template) {
    assertRefused(template, "nested too deeply");
  }

  @ParameterizedTest
  @CsvSource({
    "(, )",
    "[, ]",
    "{1:, }",
    "'- ', ''",
    "a[, ]",
    "a(, )",
    "'1 if 0 else ', ''",
    "x|f(, )"
  })
  void deepNestingIsRefused(String opening, String closing) {
    assertRefused("{{ " + opening.repeat(MANY) + "1" + closing.repeat(MANY) + " }}", "levels deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {".b", "[0]", "()", "|abs", " if 1"})
  void endlessTailsAreRefused(String tail) {
    assertRefused("{{ a" + tail.repeat(MANY) + " }}", "levels deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1", "*1", "**1", "//1", " or 0", " and 1", " ~ ''", " < 2", ", 1"})
  void longChainsAreNoDepth(String link) {
    assertThat(Rendered.text("{{ 1" + link.repeat(MANY) + " }}")).isNotEmpty();
  }

  @Test
  void aThousandNotsAreOneTruthValue() {
    assertThat(Rendered.text("{{ " + "not ".repeat(MANY) + "5 }}")).isEqualTo("True");
    assertThat(Rendered.text("{{ " + "not ".repeat(MANY + 1) + "5 }}")).isEqualTo("False");
  }

  @Test
  void nestedTagsAreRefused() {
    assertRefused("{% if 1 %}".repeat(MANY), "levels deep");
    assertRefused("{% set " + "(".repeat(MANY) + "x" + ")".repeat(MANY) + " = 1 %}", "levels deep");
  }

  @Test
  void deeplyNestedDataAreRefused() {
    var loop = "{% set n=namespace(x=1) %}{% for i in range(1000) %}%s{% endfor %}";
    assertRefused(loop.replace("%s", "{% set n.x=[n.x] %}"), "more than 500 levels");
    assertRefused(loop.replace("%s", "{% set n.x={'a': n.x} %}"), "more than 500 levels");
    assertRefused("{% set x=[] %}{% for i in range(1000) %}{{ x.append(x) }}{% endfor %}", "steps");
    assertRefused("{{ ('[' * 100000)|fromjson }}", "nesting depth");
  }

  @Test
  void aPatternThatNeedsTooMuchStackIsRefused() {
    assertRefused("{{ ('a' * 1000000)|regex_search('(?:a|b)*c') }}", "the pattern");
    assertRefused("{{ 'a'|regex_search('a{1000000000}') }}", "at most 1000");
  }

  @Test
  void aResultThatRepeatsALargeTextIsRefused() {
    assertRefused("{{ ['a' * 1000000] * 100 }}", "the result is larger than");
    var verdict =
        Condition.parse("{{ [['a' * 1000000] * 100] }}").judge(Scope.EMPTY, Ambients.PLAIN);
    assertThat(verdict).isInstanceOf(Verdict.Failed.class);
  }

  @Test
  void theBudgetIsTheCallers() {
    var small = Ambients.with(new Budget(100, 50, 10));
    var scope = Rendered.scope("{}");
    assertThatThrownBy(() -> Template.parse("{{ range(101) }}").render(scope, small))
        .hasMessage("the template took more than 100 steps");
    assertThatThrownBy(() -> Template.parse("{{ 'a' * 51 }}").render(scope, small))
        .hasMessage("the template made more than 50 characters");
    assertThat(Template.parse("{{ range(9)|length }}").render(scope, small)).isEqualTo(Num.of(9));
  }

  @Test
  void nothingOfTheHostIsInReach() {
    assertThat(Rendered.text("<{{ ''.__class__ }}{{ [].__class__.__mro__ }}{{ {}.class }}>"))
        .isEqualTo("<>");
    assertRefused("{{ ''.__class__() }}", "no method `__class__`");
    assertRefused("{{ ''.getClass() }}", "no method `getClass`");
    assertThat(Rendered.text("{{ '{0.__class__}'.format(1) }}")).isEmpty();
  }
}
