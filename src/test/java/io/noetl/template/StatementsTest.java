package io.noetl.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StatementsTest {

  @Test
  void aVariableThatTheTemplateSetCanBeChanged() {
    assertThat(
            Rendered.text(
                "{% set x = [3] %}{% for i in [1, 2] %}{% set _ = x.append(i) %}{% endfor %}{{ x }}"
                    + "{{ x.pop() }}{{ x }}{% set _ = x.extend([9]) %}{{ x.sort() }}{{ x }}"))
        .isEqualTo("[3, 1, 2]2[3, 1]None[1, 3, 9]");
    assertThat(
            Rendered.text(
                "{% set d = {} %}{% set _ = d.update({'a': []}, b=1) %}{{ d.a.append(5) or '' }}"
                    + "{{ d.setdefault('c', 2) }}{{ d.pop('b') }}{{ d }}"))
        .isEqualTo("21{'a': [5], 'c': 2}");
    assertThat(
            Rendered.text(
                "{% set ns = namespace(l=[]) %}{% for i in [1, 2] %}{{ ns.l.append(i) or '' }}"
                    + "{% endfor %}{{ ns.l }}"))
        .isEqualTo("[1, 2]");
  }

  @Test
  void dataFromOutsideNeverChange() {
    assertThat(Rendered.text("{{ l.append(5) }}{{ l }}{{ l.pop() }}{{ l }}", "{\"l\": [1]}"))
        .isEqualTo("None[1]1[1]");
    assertThat(Rendered.text("{% set x = l %}{{ x.append(2) }}{{ x }}{{ l }}", "{\"l\": [1]}"))
        .isEqualTo("None[1, 2][1]");
  }

  @Test
  void macrosTakeDefaultsNamesAndTheRest() {
    assertThat(
            Rendered.text(
                "{% macro m(a, b=a ~ '!') %}{{ a }}{{ b }}{{ varargs }}{{ kwargs }}{% endmacro %}"
                    + "{{ m(1) }} {{ m(1, 2, 3, x=4) }} {{ m(*[7], **{'b': 8}) }}"))
        .isEqualTo("11!(){} 12(3,){'x': 4} 78(){}".replace("()", "[]").replace("(3,)", "[3]"));
    assertThatThrownBy(() -> Rendered.text("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}"))
        .hasMessage("`m` takes at most one argument, found 2");
  }

  @Test
  void recursionKeepsEachLevelsOwnNames() {
    assertThat(
            Rendered.text(
                "{% macro f(n) %}{% set here = n %}{% if n > 1 %}{{ f(n - 1) }}{% endif %}"
                    + "{{ here }}{% endmacro %}{{ f(3) }}"))
        .isEqualTo("123");
    assertThat(
            Rendered.text(
                "{% for n in t recursive %}{{ n.v }}{% if n.c %}({{ loop(n.c) }}){% endif %}"
                    + "{{ loop.depth }}{% endfor %}",
                "{\"t\": [{\"v\": \"a\", \"c\": [{\"v\": \"b\"}, {\"v\": \"c\"}]}, {\"v\":"
                    + " \"d\"}]}"))
        .isEqualTo("a(b2c2)1d1");
  }

  @Test
  void callBlocksGiveTheirBodyToAMacro() {
    assertThat(
            Rendered.text(
                "{% macro each(xs) %}{% for x in xs %}<{{ caller(x) }}>{% endfor %}{% endmacro %}"
                    + "{% call(y) each([1, 2]) %}{{ y * 10 }}{% endcall %}"))
        .isEqualTo("<10><20>");
  }

  @Test
  void loopsKnowWhereTheyStand() {
    assertThat(
            Rendered.text(
                "{% for x in 'abc' %}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.revindex }}"
                    + "{{ loop.changed(x == 'a') }} {% endfor %}"))
        .isEqualTo("b3True ac2True b1False ");
    assertThat(Rendered.text("{% for x in [1, 2, 3] if x > 1 %}{{ loop.length }}{% endfor %}"))
        .isEqualTo("22");
  }

  @Test
  void setsInsideALoopStayThere() {
    assertThat(Rendered.text("{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{% endfor %}{{ x }}"))
        .isEqualTo("1");
    assertThat(Rendered.text("{% if true %}{% set x = 2 %}{% endif %}{{ x }}")).isEqualTo("2");
    assertThat(Rendered.text("{% with x = 1, y = x %}{{ x }}{{ y }}{% endwith %}", "{\"x\": 9}"))
        .isEqualTo("19");
    assertThat(Rendered.text("{% set y | upper %}a{{ 1 }}{% endset %}{{ y }}")).isEqualTo("A1");
  }

  @Test
  void whiteSpaceIsTrimmedWhereAskedFor() {
    assertThat(Rendered.text("a {%- if true %} b {% endif -%} c")).isEqualTo("a b c");
    assertThat(Rendered.text("a {#- x -#} b")).isEqualTo("ab");
    assertThat(Rendered.text("{%- raw -%} {{ x }} {%- endraw %} b")).isEqualTo("{{ x }} b");
    assertThat(Rendered.text("{{ 1 }}\r\nb\r\n")).isEqualTo("1\nb");
  }

  @Test
  void oneFrameOneBudgetForAllParts() {
    assertThatThrownBy(
            () ->
                Template.parse("{% for i in range(60) %}{% endfor %}{{ range(50) }}")
                    .render(Scope.EMPTY, Ambients.with(new Budget(150, 100, 10))))
        .hasMessageContaining("more than 150 steps");
  }
}
