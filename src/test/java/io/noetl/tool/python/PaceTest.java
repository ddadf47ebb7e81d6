package io.noetl.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Source CODE = new Source("step", 1, "def main(): pass");
  private static final long QUICK = Duration.ofNanos(200_000).toNanos();
  private static final long SLOW = Duration.ofMillis(6).toNanos();

  private final Pace pace = new Pace();

  @Test
  void aCodeIsQuickUntilACallOfItIsSlow() {
    assertThat(pace.isQuick(CODE)).isTrue();

    pace.took(CODE, QUICK);
    assertThat(pace.isQuick(CODE)).isTrue();

    pace.took(CODE, SLOW);
    assertThat(pace.isQuick(CODE)).isFalse();
  }

  @Test
  void aCodeThatWasSlowOnceMustBeQuickSeveralTimes() {
    pace.took(CODE, SLOW);

    pace.took(CODE, QUICK);
    pace.took(CODE, QUICK);
    assertThat(pace.isQuick(CODE)).isFalse();

    pace.took(CODE, QUICK);
    assertThat(pace.isQuick(CODE)).isTrue();
  }

  @Test
  void codesAreJudgedApart() {
    pace.took(CODE, SLOW);

    assertThat(pace.isQuick(new Source("other", 1, CODE.text()))).isTrue();
    assertThat(pace.isQuick(new Source("step", 1, CODE.text()))).isFalse();
  }

  @Test
  void itRemembersABoundedNumberOfCodes() {
    for (int line = 1; line <= 10_000; line++) {
      pace.took(new Source("step", line, ""), SLOW);
    }
    assertThat(pace.isQuick(new Source("step", 1, ""))).isFalse();

    pace.took(new Source("step", 10_001, ""), SLOW);

    assertThat(pace.isQuick(new Source("step", 1, ""))).isTrue();
    assertThat(pace.isQuick(new Source("step", 10_001, ""))).isFalse();
  }
}
