package io.noetl.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

  @ParameterizedTest
  @CsvSource({
    "512MB, 536870912, 512MB",
    "512 mib, 536870912, 512MB",
    "1.5G, 1610612736, 1536MB",
    "64k, 65536, 64KB",
    "1000, 1000, 1000 bytes",
    "1tb, 1099511627776, 1TB"
  })
  void sizesAreReadAndWritten(String text, long bytes, String written) {
    assertThat(Sizes.parse(Text.of(text))).contains(bytes);
    assertThat(Sizes.text(bytes)).isEqualTo(written);
  }

  @Test
  void aNumberIsBytes() {
    assertThat(Sizes.parse(Num.of(4096))).contains(4096L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1MB", "5XB", "99999999TB", "1..5G", "lots"})
  void anythingElseIsNone(String text) {
    assertThat(Sizes.parse(Text.of(text))).isEmpty();
  }

  @Test
  void neitherARealNumberNorANegativeOneIsASize() {
    assertThat(Sizes.parse(Num.of(1.5))).isEmpty();
    assertThat(Sizes.parse(Num.of(-1))).isEmpty();
  }
}
