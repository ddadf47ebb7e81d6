package io.noetl.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong is said at its place, with what was expected and what was found.
class TemplateErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      value = {
        "a {{ 1 + }} b | 9 | expected an expression, found `}}`",
        "{{ unclosed | 11 | expected `}}`, found the end of the template",
        "{{ (1 }} | 6 | expected `)`, found `}`",
        "{{ (1 2) }} | 6 | expected `)` after the expression, found `2`",
        "{{ [(1 | 6 | expected `)`, found the end of the template",
        "{{ [1 2] }} | 6 | expected `]` or `,` after the list's entry, found `2`",
        "{{ {'a' 1} }} | 8 | expected `:` after the map's key, found `1`",
        "{{ a b }} | 5 | expected an operator or `}}`, found `b`",
        "{{ 'abc }} | 3 | expected ' at the end of the text",
        "{{ a && b }} | 5 | unexpected character `&`",
        "{{ a. }} | 6 | expected a name or a place after `.`, found `}}`",
        "{% if x %}y | 3 | expected `{% endif %}` for this `if`, found the end of the template",
        "{% for x on y %}{% endfor %} | 9 | expected `in` after the loop's names, found `on`",
        "{% fro x in y %} | 3 | unknown tag `fro`",
        "{% endif %} | 3 | `{% endif %}` closes nothing",
        "{% do x %} | 3 | the tag `do` is not supported",
        "{% if x %}{% endfor %} | 13 | expected `{% endif %}`, found `endfor`",
        "{# x | 0 | expected `#}` at the end of the comment",
        "{{ x is odd is even }} | 12 | expected one test, found a second `is`",
      })
  void syntaxErrors(String template, int offset, String message) {
    assertError(template, offset, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{{ n + 'a' }} | 5 | `+` does not work between a number and text",
        "x{{ n / 0 }} | 6 | division by zero",
        "{{ missing + 1 }} | 11 | `missing` is undefined",
        "{{ n.x.y > 1 }} | 9 | `n.x.y` is undefined",
        "{{ n[1:] }} | 4 | expected a list or text to slice, found a number",
        "{{ foo(1) }} | 3 | unknown function `foo`",
        "{{ n() }} | 3 | `n` is a number, not a function",
        "{{ s.uper() }} | 5 | text has no method `uper`",
        "{{ -s }} | 3 | expected a number after the sign, found text",
        "{% for i in n %}{% endfor %} | 3 | expected a list, found a number",
        "{% set a, b = [1] %} | 7 | expected 2 values for as many names, found 1",
        "{% set n.x = 1 %} | 7 | `n` is no namespace",
      })
  void errorsOfValues(String template, int offset, String message) {
    assertError(template, offset, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "{{ x|uper }} # did you mean `upper`?",
        "{{ len([1]) }} # use `x | length`",
        "{{ length([1]) }} # it is a filter: `x | length`",
        "{{ get_snowflake_id() }} # use `execution_id` or `uuid()`",
        "{{ x is empty }} # use `not x`, or `x | length == 0`",
        "{{ 'a' + 1 }} # `~` joins values of any kind as text",
        "{{ a && b }} # use `and`",
        "{% while x %} # ",
        "{% fro x in y %} # did you mean `for`?",
        "{% do x %} # use `{% set _ = ... %}`",
      })
  void errorsComeWithHints(String template, String hint) {
    assertThat(error(template).hint()).isEqualTo(hint == null ? "" : hint);
  }

  private static void assertError(String template, int offset, String message) {
    var error = error(template);
    assertThat(error.message()).isEqualTo(message);
    assertThat(error.offset()).isEqualTo(offset);
  }

  private static TemplateError error(String template) {
    var error =
        catchThrowableOfType(
            TemplateError.class, () -> Rendered.value(template, "{\"n\": 1, \"s\": \"x\"}"));
    assertThat(error).as(template).isNotNull();
    return error;
  }
}
