package io.noetl.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrictJsonTest {
  @Test
  void numbersThatJsonLacksBecomeTexts() {
    assertThat(Json.strict("NaN")).isEqualTo("\"NaN\"");
    assertThat(Json.strict("[NaN,-Infinity,Infinity,-1]"))
        .isEqualTo("[\"NaN\",\"-Infinity\",\"Infinity\",-1]");
    assertThat(Json.strict("{\"a\":{\"b\":NaN}}")).isEqualTo("{\"a\":{\"b\":\"NaN\"}}");
  }

  @Test
  void textsStayAsTheyAre() {
    for (var text :
        new String[] {"NaN", "say \"NaN\", then -Infinity", "\\", "a\\\"NaN", "\nNaN\u0001"}) {
      var json = Json.write(Fields.of(text, Text.of(text), "x", Num.of(Double.NaN)));

      assertThat(Json.read(Json.strict(json)))
          .isEqualTo(Fields.of(text, Text.of(text), "x", Text.of("NaN")));
    }
  }
}
