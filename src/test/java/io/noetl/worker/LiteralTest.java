package io.noetl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.value.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1, 2]                      | [1,2]",
        "{\"a\": [null, true]}       | {\"a\":[null,true]}",
        "['a', \"b\", 'it\\'s']      | [\"a\",\"b\",\"it's\"]",
        "[None, True, False, -1.5]   | [null,true,false,-1.5]",
        "{'a': {'b': (1, 2,)}, 3: 4} | {\"a\":{\"b\":[1,2]},\"3\":4}",
        "(1, 2)                      | [1,2]",
        "(1,)                        | [1]",
        "[(1)]                       | [1]",
        "[]                          | []",
        "['\\x41\\u00e4\\n']         | [\"Aä\\n\"]",
        "[12345678901234567890123]   | [12345678901234567890123]"
      })
  void dataAreReadInEitherLanguage(String text, String expected) {
    assertThat(Literal.parse(text)).map(Json::write).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "12",
        "[",
        "[1",
        "[1 2]",
        "['a]",
        "[a]",
        "{'a'}",
        "[1] x",
        "[__import__('os')]",
        "['\\",
        "{1: }",
        "[1, 2}",
        "(",
        "[''''"
      })
  void anythingElseIsNoLiteral(String text) {
    assertThat(Literal.parse(text)).isEmpty();
  }

  @Test
  void depthIsBounded() {
    assertThat(Literal.parse("[(".repeat(100_000))).isEmpty();
  }
}
