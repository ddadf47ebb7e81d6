package io.noetl.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {

  @Test
  void aNumberIsSeconds() {
    assertThat(Durations.parse(Num.of(30))).contains(Duration.ofSeconds(30));
    assertThat(Durations.parse(Num.of(0.25))).contains(Duration.ofMillis(250));
    assertThat(Durations.parse(Num.of(0))).contains(Duration.ZERO);
  }

  @Test
  void textHasUnits() {
    assertThat(Durations.parse(Text.of("500ms"))).contains(Duration.ofMillis(500));
    assertThat(Durations.parse(Text.of("1.5s"))).contains(Duration.ofMillis(1500));
    assertThat(Durations.parse(Text.of("5m"))).contains(Duration.ofMinutes(5));
    assertThat(Durations.parse(Text.of("2h"))).contains(Duration.ofHours(2));
    assertThat(Durations.parse(Text.of("1d"))).contains(Duration.ofDays(1));
    assertThat(Durations.parse(Text.of(" 1h30m "))).contains(Duration.ofMinutes(90));
    assertThat(Durations.parse(Text.of("45"))).contains(Duration.ofSeconds(45));
  }

  @Test
  void anythingElseIsNone() {
    for (var text : new String[] {"", "s", "1w", "-1s", "1..5s", ".", "1 2 3 x", "5 parsecs"}) {
      assertThat(Durations.parse(Text.of(text))).as(text).isEmpty();
    }
    assertThat(Durations.parse(Num.of(-1))).isEmpty();
    assertThat(Durations.parse(Num.of(Double.NaN))).isEmpty();
    assertThat(Durations.parse(Num.of(1e300))).isEmpty();
    assertThat(Durations.parse(Text.of("99999999999999999999d"))).isEmpty();
    assertThat(Durations.parse(Bool.TRUE)).isEmpty();
    assertThat(Durations.parse(Null.NULL)).isEmpty();
  }

  @Test
  void durationsAreWrittenShortly() {
    assertThat(Durations.text(Duration.ofSeconds(2))).isEqualTo("2s");
    assertThat(Durations.text(Duration.ofMillis(250))).isEqualTo("250ms");
    assertThat(Durations.text(Duration.ofMillis(1500))).isEqualTo("1.5s");
    assertThat(Durations.text(Duration.ofSeconds(90))).isEqualTo("90s");
    assertThat(Durations.text(Duration.ofHours(1))).isEqualTo("60m");
  }
}
