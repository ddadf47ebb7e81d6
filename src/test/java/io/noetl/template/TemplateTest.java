package io.noetl.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final String DATA =
      "{\"a\": {\"b\": 7, \"items\": [1]}, \"n\": 5, \"zip\": \"00123\"}";

  @Test
  void aWholeTextExpressionGivesItsOwnValue() {
    assertThat(Rendered.value("{{ a.b }}", DATA)).isEqualTo(Num.of(7));
    assertThat(Rendered.value("  {{ zip }}\n", DATA)).isEqualTo(Text.of("00123"));
    assertThat(Rendered.json("{{ a }}", DATA)).isEqualTo("{\"b\":7,\"items\":[1]}");
    assertThat(Rendered.value("{{ a|tojson }}", DATA)).isInstanceOf(Text.class);
  }

  @Test
  void anythingMoreGivesText() {
    assertThat(Rendered.value("{{ n }}{{ n }}", DATA)).isEqualTo(Text.of("55"));
    assertThat(Rendered.value("{{ n }}.", DATA)).isEqualTo(Text.of("5."));
    assertThat(Rendered.value("{% if n %}{{ n }}{% endif %}", DATA)).isEqualTo(Text.of("5"));
  }

  @Test
  void aBareExpressionNeedsNoBraces() {
    var template = Template.expression(" n + 1 ");
    assertThat(template.render(Rendered.scope(DATA), Ambients.PLAIN)).isEqualTo(Num.of(6));
    assertThatThrownBy(() -> Template.expression("n }}")).isInstanceOf(TemplateError.class);
  }

  @Test
  void whatIsUndefinedIsNullAsAValueAndEmptyAsText() {
    assertThat(Rendered.value("{{ missing.deep.er }}", DATA)).isEqualTo(Null.NULL);
    assertThat(Rendered.text("<{{ missing.deep }}{{ n.x }}>", DATA)).isEqualTo("<>");
    assertThat(Template.parse("{{ missing.deep }}").evaluate(Rendered.scope(DATA), Ambients.PLAIN))
        .isEqualTo(new Undefined("missing.deep"));
  }

  @Test
  void undefinedEntriesOfALiteralAreNullButNotThoseOfComputedLists() {
    assertThat(Rendered.json("{{ {'x': missing, 'y': [missing, 1]} }}"))
        .isEqualTo("{\"x\":null,\"y\":[null,1]}");
    assertThatThrownBy(() -> Rendered.json("{{ [{}]|map(attribute='x')|list }}"))
        .isInstanceOf(TemplateError.class)
        .hasMessageContaining("`x`, an entry of the result, is undefined");
  }

  @Test
  void dataWinOverMethodsUnlessCalled() {
    assertThat(Rendered.json("{{ a.items }}", DATA)).isEqualTo("[1]");
    assertThat(Rendered.json("{{ a.items() }}", DATA)).isEqualTo("[[\"b\",7],[\"items\",[1]]]");
    assertThat(Rendered.json("{{ a.keys }}", DATA)).isEqualTo("null");
  }

  @Test
  void functionsAreFoundEvenWhereAVariableHasTheirName() {
    assertThat(Rendered.text("{{ now }} {{ now() }}", "{\"now\": 1}"))
        .isEqualTo("1 2026-01-02T03:04:05.123456Z");
  }

  @Test
  void plainTextStaysAsItIs() {
    assertThat(Rendered.value("echo {x}\n", DATA)).isEqualTo(Text.of("echo {x}\n"));
    assertThat(Template.parse("echo {x}").isConstant()).isTrue();
    assertThat(Template.parse("{# x #}").isConstant()).isFalse();
    assertThat(Template.parse("{{ 'x' }}").isConstant()).isFalse();
  }

  @Test
  void viewsAnswerAttributesAndAreDataForTheRest() {
    Scope scope = name -> name.equals("step") ? new StepView() : new Undefined(name);
    assertThat(render("{{ step.answer }}", scope)).isEqualTo(Num.of(42));
    assertThat(render("{{ step['answer'] }}", scope)).isEqualTo(Num.of(42));
    assertThat(render("{{ step.other is defined }}", scope).toString()).isEqualTo("FALSE");
    assertThat(render("{{ step }}", scope)).isEqualTo(Items.of(Num.of(1), Num.of(2)));
    assertThat(render("{{ [step]|first|length + step[1] }}", scope)).isEqualTo(Num.of(4));
    assertThat(render("{{ [step] }}", scope)).isEqualTo(Items.of(Items.of(Num.of(1), Num.of(2))));
    assertThat(render("{% for i in step %}{{ i }}{% endfor %}", scope)).isEqualTo(Text.of("12"));
    assertThat(render("{{ step ~ '' }}", scope)).isEqualTo(Text.of("[1, 2]"));
    assertThat(render("{{ step.index(2) }}", scope)).isEqualTo(Num.of(1));
  }

  private static Value render(String template, Scope scope) {
    return Template.parse(template).render(scope, Ambients.PLAIN);
  }

  private static final class StepView implements View {
    @Override
    public Value attribute(String name) {
      return name.equals("answer") ? Num.of(42) : new Undefined("step." + name);
    }

    @Override
    public Value plain() {
      return Items.of(Num.of(1), Num.of(2));
    }

    @Override
    public String kind() {
      return "list";
    }
  }

  @Test
  void oneScopeLiesOverAnother() {
    var scope = Rendered.scope("{\"x\": 1}").over(Rendered.scope("{\"x\": 2, \"y\": 3}"));
    assertThat(render("{{ [x, y, z is defined] }}", scope).toString()).contains("1", "3", "FALSE");
  }

  @Test
  void itsNamesAreThoseItTakesFromOutside() {
    assertThat(Template.parse("{{ a.b }} {{ c|default(d) }} {{ now() }}").names())
        .containsExactly("a", "c", "d");
    assertThat(
            Template.parse("{% for x in xs %}{{ x.y }}{{ loop.index }}{{ z }}{% endfor %}").names())
        .containsExactly("xs", "z");
    assertThat(
            Template.parse("{% set x = y %}{{ x }}{% macro m(p) %}{{ p }}{{ q }}{% endmacro %}")
                .names())
        .containsExactly("y", "q");
  }

  @Test
  void aNameThatIsSetOnlyPerhapsOrLaterCountsAsTaken() {
    assertThat(Template.parse("{% if a %}{% set x = 1 %}{% endif %}{{ x }}").names())
        .containsExactly("a", "x");
    assertThat(Template.parse("{% for i in l %}{% set c = c + i %}{% endfor %}").names())
        .containsExactly("l", "c");
  }

  @Test
  void itsPathsGoAsFarAsTheSourceTells() {
    assertThat(
            Template.parse("{{ workload.city }}{{ a['b'].c[0].d }}{{ s.x.upper() }}{{ l[i.j] }}")
                .paths())
        .containsExactly(
            List.of("workload", "city"),
            List.of("a", "b", "c"),
            List.of("s", "x"),
            List.of("l"),
            List.of("i", "j"));
  }

  @Test
  void flawsAreFoundWithoutRendering() {
    var flaws =
        Template.parse("{{ x|uper }}{{ x is None }}{{ len(x) }}{{ l|map('lowr') }}").flaws();

    assertThat(flaws)
        .containsExactly(
            new Flaw(5, "unknown filter `uper`", "did you mean `upper`?"),
            new Flaw(20, "unknown test `None`", "did you mean `none`?"),
            new Flaw(30, "unknown function `len`", "use `x | length`"),
            new Flaw(44, "unknown filter `lowr`", "did you mean `lower`?"));
  }

  @Test
  void wrongArgumentsAreFlawsToo() {
    assertThat(
            Template.parse("{{ x|truncate(lenght=3) }}{{ x|replace('a') }}{{ uuid(1) }}").flaws())
        .extracting(Flaw::message)
        .containsExactly(
            "`truncate` has no argument `lenght`, it takes `length`, `killwords`, `end`, `leeway`",
            "`replace` needs its argument `new`",
            "`uuid` takes no arguments, found 1");
    assertThat(Template.parse("{{ data.append(1) }}").flaws()).hasSize(1);
    assertThat(Template.parse("{% set x = [] %}{{ x.append(1) }}{{ m is defined }}").flaws())
        .isEmpty();
  }

  @Test
  void aTemplateIsItsSource() {
    assertThat(Template.parse("{{ a }}")).isEqualTo(Template.parse("{{ a }}"));
    assertThat(Template.parse("{{ a }}")).isNotEqualTo(Template.parse("{{ b }}"));
    assertThat(Template.parse("{{ a }}").source()).isEqualTo("{{ a }}");
    assertThat(Template.isTemplate("{ {a} }")).isFalse();
    assertThat(Template.isTemplate("a {# b")).isTrue();
  }

  @Test
  void theCacheForgetsWhatWasUsedLongestAgo() {
    var templates = new Templates();
    var first = templates.parse("{{ a }}");
    assertThat(templates.parse("{{ a }}")).isSameAs(first);
    for (int i = 0; i < 5000; i++) {
      templates.parse("{{ a" + i + " }}");
    }
    assertThat(templates.size()).isLessThanOrEqualTo(4096);
    assertThat(templates.parse("{{ a }}")).isNotSameAs(first);
  }

  @Test
  void aDocumentIsRenderedAsAWhole() {
    var tree =
        Fields.of(
            "x",
            Text.of("{{ n }}"),
            "y",
            Items.of(Text.of("{{ uuid() }}"), Text.of("{{ uuid() }}")));
    var rendered = (Fields) Rendering.render(tree, Rendered.scope(DATA), Ambients.PLAIN);

    assertThat(rendered.get("x")).isEqualTo(Num.of(5));
    assertThat(((Items) rendered.get("y")).list()).doesNotHaveDuplicates();
    assertThat(Rendering.names(tree)).containsExactly("n");
    assertThatThrownBy(
            () ->
                Rendering.render(
                    Fields.of("a", Fields.of("b", Text.of("{{ 1/0 }}"))),
                    Scope.EMPTY,
                    Ambients.PLAIN))
        .hasMessage("a.b: division by zero");
  }
}
