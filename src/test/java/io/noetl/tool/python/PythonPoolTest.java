package io.noetl.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.value.Fields;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PythonPoolTest {
  private static final String PYTHON = System.getenv().getOrDefault("NOETL_PYTHON", "python3");
  private static final PythonPool POOL = pool();

  private static PythonPool pool() {
    var children = Environment.of(System.getenv()).forChildren();
    return new PythonPool(new Interpreter(PYTHON, children, Optional.empty()), children, 1);
  }

  @AfterAll
  static void end() {
    POOL.close();
  }

  @Test
  void anAnswerSaysHowLongItTookTheProcess() throws Exception {
    assertThat(nanos("def main(): return time.sleep(0.05)", "import time\n"))
        .isGreaterThanOrEqualTo(Duration.ofMillis(49).toNanos());
    assertThat(nanos("def main(): time.sleep(0.05); return 1 / 0", "import time\n"))
        .isGreaterThanOrEqualTo(Duration.ofMillis(49).toNanos());
    assertThat(nanos("def main(): return 1", "")).isGreaterThanOrEqualTo(0);
  }

  @Test
  void codeThatTurnsTheClockBackDoesNotDisturbTheAnswer() throws Exception {
    assertThat(nanos("def main(): time.perf_counter = lambda: 'x'", "import time\n"))
        .isGreaterThanOrEqualTo(0);
    assertThat(nanos("def main(): return 1", "")).isGreaterThanOrEqualTo(0);
  }

  private static long nanos(String code, String imports) throws Exception {
    var call = Calls.python(imports + code, "{}");
    return POOL.call(call, PythonKind.PLAIN, Fields.EMPTY, new TestWatch()).nanos();
  }
}
