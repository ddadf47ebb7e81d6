package io.noetl.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.value.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions and filters that are ours, beyond those of Jinja.
class FunctionsTest {

  @Test
  void nowAndTodayComeFromOutside() {
    assertThat(Rendered.text("{{ now() }} {{ today() }}"))
        .isEqualTo("2026-01-02T03:04:05.123456Z 2026-01-02");
    assertThat(Rendered.text("{{ now().strftime('%Y/%m') }} {{ now()[:4] }}"))
        .isEqualTo("2026/01 2026");
  }

  @Test
  void eachUuidIsAnotherAndTheSameSeedGivesTheSame() {
    var template = "{{ uuid() }} {{ uuid() }}";
    var ids = Rendered.text(template).split(" ", -1);

    assertThat(ids[0]).isNotEqualTo(ids[1]);
    assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    assertThat(ids[0].charAt(14)).isEqualTo('4');
    assertThat(Rendered.text(template)).isEqualTo(String.join(" ", ids));
    var other = Ambient.of(Ambients.PLAIN.now(), 8);
    assertThat(Template.parse(template).renderText(Scope.EMPTY, other)).doesNotContain(ids[0]);
  }

  @Test
  void randomIsAsRandomAsItsSeed() {
    var template = "{{ range(1000)|random }} {{ range(1000)|random }}";
    assertThat(Rendered.text(template)).isEqualTo(Rendered.text(template));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "'ab12'|regex_match('[a-z]+') # true",
        "'ab12'|regex_match('12') # false",
        "'ab12'|regex_search('[0-9]+') # \"12\"",
        "'ab12'|regex_search('x') # null",
        "'a=1'|regex_search('(\\w)=(\\d)', 2) # \"1\"",
        "'a=1'|regex_search('(?P<key>\\w)=', 'key') # \"a\"",
        "'a=1'|regex_search('(\\w)=(\\d)', [1, 2]) # [\"a\",\"1\"]",
        "'a1b2'|regex_replace('[0-9]', '-') # \"a-b-\"",
        "'a1b2'|regex_replace('[0-9]', '', 1) # \"ab2\"",
        "'John Doe'|regex_replace('(\\w+) (\\w+)', '\\\\2, \\\\1') # \"Doe, John\"",
        "'x'|regex_replace('(?P<a>x)', '<\\\\g<a>>') # \"<x>\"",
        "'A'|regex_match('a', ignorecase=true) # true",
        "'a1b22'|regex_findall('[0-9]+') # [\"1\",\"22\"]",
        "'a1b2'|regex_findall('([a-z])([0-9])') # [[\"a\",\"1\"],[\"b\",\"2\"]]",
        "'a, b;c'|regex_split('[,;] *') # [\"a\",\"b\",\"c\"]",
        "'a.b'|regex_escape # \"a\\\\.b\"",
        "['ab','cd']|select('match', 'a')|list # [\"ab\"]",
        "['ab','cd']|reject('search', 'd')|list # [\"ab\"]",
      })
  void patterns(String expression, String json) {
    assertThat(Rendered.json("{{ " + expression + " }}")).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "'{\"a\": [1, null]}'|fromjson # {\"a\":[1,null]}",
        "fromjson('[1]')[0] # 1",
        "tojson({'a': 1}) # \"{\\\"a\\\": 1}\"",
        "{'a': [1]}|tojson(indent=2) # \"{\\n  \\\"a\\\": [\\n    1\\n  ]\\n}\"",
        "'Grüße'|b64encode # \"R3LDvMOfZQ==\"",
        "'R3LDvMOfZQ=='|b64decode # \"Grüße\"",
        "'8J-YgA'|b64decode|length # 1",
        "'abc'|hash('md5') # \"900150983cd24fb0d6963f7d28e17f72\"",
        "'abc'|sha1 # \"a9993e364706816aba3e25717850c26c9cd0d89d\"",
        "'abc'|hash|length # 64",
        "{'a': {'x': 1}, 'l': [1]}|combine({'a': {'y': 2}}) # {\"a\":{\"y\":2},\"l\":[1]}",
        "{'a': {'x': 1}, 'l': [1]}|merge({'a': {'y': 2}, 'l': [2]}) #"
            + " {\"a\":{\"x\":1,\"y\":2},\"l\":[2]}",
        "[1, [2, [3]]]|flatten # [1,2,3]",
        "[1, [2, [3]]]|flatten(1) # [1,2,[3]]",
        "[1, 2]|zip(['a', 'b'])|list # [[1,\"a\"],[2,\"b\"]]",
        "dict([1, 2]|zip(['a', 'b'])) # {\"1\":\"a\",\"2\":\"b\"}",
        "'a b/c'|urlencode # \"a%20b/c\"",
        "'a+b%2Fc'|urldecode # \"a b/c\"",
        "'/x/y.txt'|basename # \"y.txt\"",
        "'/x/y.txt'|dirname # \"/x\"",
        "'a,b'|split(',') # [\"a\",\"b\"]",
        "\"it's\"|quote # \"'it'\\\"'\\\"'s'\"",
        "[{'t': 'xyz'}]|selectattr('t', 'contains', 'y')|list|length # 1",
      })
  void data(String expression, String json) {
    assertThat(Rendered.json("{{ " + expression + " }}")).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "'2026-01-02'|to_datetime # 2026-01-02T00:00:00.000000Z",
        "'2026-01-02T03:04:05+02:00'|to_datetime # 2026-01-02T01:04:05.000000Z",
        "'02.01.2026 14:30'|to_datetime('%d.%m.%Y %H:%M') # 2026-01-02T14:30:00.000000Z",
        "'Jan 2 2026 2:30 PM'|to_datetime('%b %d %Y %I:%M %p') # 2026-01-02T14:30:00.000000Z",
        "'2026-01-02T00:00:00Z'|timestamp # 1767312000",
        "1767312000.5|from_timestamp # 2026-01-02T00:00:00.500000Z",
        "'2026-01-02T03:04:05Z'|strftime('%d.%m.%y %j %a %B %p %%') # 02.01.26 002 Fri January AM"
            + " %",
        "0|strftime # 1970-01-01 00:00:00",
        "'2026-01-31T00:00:00Z'|date_add(days=1) # 2026-02-01T00:00:00.000000Z",
        "'2026-01-01'|date_add(hours=-1.5) # 2025-12-31T22:30:00.000000Z",
        "'2026-12-31'|strftime('%G-W%V-%u') # 2026-W53-4",
      })
  void dates(String expression, String expected) {
    assertThat(Rendered.text("{{ " + expression + " }}")).isEqualTo(expected);
  }

  @Test
  void whatIsNoDateIsRefused() {
    assertThatThrownBy(() -> Rendered.text("{{ 'soon'|timestamp }}"))
        .hasMessage("expected a date such as 2026-01-02T03:04:05Z, found 'soon'");
    assertThatThrownBy(() -> Rendered.text("{{ '1.2.'|to_datetime('%d.%m.%Y') }}"))
        .hasMessage("'1.2.' is no date in the format `%d.%m.%Y`");
  }

  @Test
  void cyclersAndJoinersGoOn() {
    assertThat(
            Rendered.text(
                "{% set c = cycler('a', 'b') %}{% set j = joiner('|') %}"
                    + "{% for i in range(3) %}{{ j() }}{{ c.next() }}{% endfor %}{{ c.current }}"))
        .isEqualTo("a|b|ab");
  }

  @Test
  void functionsAreNoData() {
    assertThatThrownBy(() -> Rendered.value("{{ now }}", "{}")).hasMessage("`now` is a function");
    assertThat(Rendered.value("{{ now is callable }}", "{}").toString()).isEqualTo("TRUE");
    assertThatThrownBy(() -> Rendered.value("{{ 'a'.encode() }}", "{}"))
        .hasMessage("bytes are no data");
    assertThat(Rendered.value("{{ 'ä'.encode('latin-1').hex() }}", "{}")).isEqualTo(Text.of("e4"));
  }
}
