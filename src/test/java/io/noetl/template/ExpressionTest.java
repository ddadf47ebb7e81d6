package io.noetl.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Undefined;
import io.noetl.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The cases of `expressions/jinja.json`, with the answers of Python's Jinja2.
class ExpressionTest {
  private static final Fields VECTORS = read("/expressions/jinja.json");
  private static final Scope SCOPE = Scope.of(fields(VECTORS, "context"));

  @TestFactory
  Stream<DynamicTest> everyCaseGivesTheTextThatJinjaGives() {
    return cases().map(each -> DynamicTest.dynamicTest(source(each), () -> checkText(each)));
  }

  @TestFactory
  Stream<DynamicTest> everyExpressionGivesTheValueThatJinjaGives() {
    return cases()
        .filter(each -> each.has("nat"))
        .map(each -> DynamicTest.dynamicTest(source(each), () -> checkValue(each)));
  }

  private static Stream<Fields> cases() {
    return ((Items) VECTORS.get("cases")).list().stream().map(Fields.class::cast);
  }

  private static void checkText(Fields each) {
    var expected = fields(each, "r");
    if (expected.has("err")) {
      assertThatThrownBy(() -> text(each)).isInstanceOf(TemplateError.class);
    } else {
      assertThat(text(each)).isEqualTo(((Text) expected.get("s")).text());
    }
  }

  private static String text(Fields each) {
    return template(each).renderText(SCOPE, Ambients.PLAIN);
  }

  private static void checkValue(Fields each) {
    var expected = fields(each, "nat");
    if (expected.has("err")) {
      assertThatThrownBy(() -> template(each).render(SCOPE, Ambients.PLAIN))
          .isInstanceOf(TemplateError.class);
      return;
    }
    var evaluated = template(each).evaluate(SCOPE, Ambients.PLAIN);
    assertThat(evaluated instanceof Undefined).isEqualTo(expected.has("undefined"));
    assertThat(template(each).render(SCOPE, Ambients.PLAIN)).isEqualTo(expected.get("v"));
  }

  private static Template template(Fields each) {
    return each.get("kind").equals(Text.of("expr"))
        ? Template.parse("{{ " + source(each) + " }}")
        : Template.parse(source(each));
  }

  private static String source(Fields each) {
    return ((Text) each.get("src")).text();
  }

  private static Fields fields(Fields fields, String name) {
    return (Fields) fields.get(name);
  }

  static Fields read(String resource) {
    try (var in = ExpressionTest.class.getResourceAsStream(resource)) {
      Value value = Json.read(in.readAllBytes());
      return (Fields) value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
