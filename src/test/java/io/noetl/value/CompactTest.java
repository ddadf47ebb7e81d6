package io.noetl.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.store.RandomValues;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CompactTest {

  @Test
  void itWritesWhatTheLibraryWrites() {
    var values = new RandomValues(new Random(11));
    for (int i = 0; i < 5_000; i++) {
      assertSame(values.value());
    }
  }

  @Test
  void everyCharacterIsWrittenAsTheLibraryDoes() {
    var all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      all.append((char) c);
    }

    assertSame(Text.of(all.toString()));
    assertSame(Fields.of(all.toString(), Null.NULL));
  }

  private static void assertSame(Value value) {
    var library = new StringWriter();
    Json.write(value, library);

    assertThat(Json.write(value)).isEqualTo(library.toString());
  }

  @Test
  void itEndsAtTheDepthThatTheLibraryEndsAt() {
    var deepest = nested(Json.WRITTEN_DEPTH_MAX);
    var deeper = nested(Json.WRITTEN_DEPTH_MAX + 1);

    assertSame(deepest);
    assertThatThrownBy(() -> Json.write(deeper))
        .isInstanceOf(JsonError.class)
        .hasMessageContaining("more than 520 levels deep");
    assertThatThrownBy(() -> Json.write(deeper, new StringWriter())).isInstanceOf(JsonError.class);
  }

  private static Value nested(int depth) {
    Value value = Num.of(1);
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? Items.of(value) : Fields.of("in", value);
    }
    return value;
  }
}
