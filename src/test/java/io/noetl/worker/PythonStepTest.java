package io.noetl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noetl.job.Failure;
import io.noetl.tool.Environment;
import io.noetl.tool.python.PythonTool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PythonStepTest {
  private static final Bench BENCH =
      new Bench(new PythonTool("python3", Environment.of(System.getenv()), 4));

  @AfterAll
  static void end() {
    BENCH.close();
  }

  @Test
  void codeThatNamesTheContextGetsTheWholeOfIt() {
    var jobs =
        Jobs.of("python")
            .code(
                "def main(context): return [context['workload'], context['a']['x'], context['y']]")
            .inputs("{\"y\": 3}")
            .scope("{\"workload\": {\"w\": 1}}")
            .steps("{\"a\": {\"data\": {\"x\": 2}, \"status\": \"success\", \"error\": \"\"}}");

    assertThat(BENCH.result(jobs)).isEqualTo("[{\"w\":1},2,3]");
  }

  @Test
  void itIsKilledWhenItsTimeIsUp() {
    var failed =
        BENCH.failed(
            Jobs.of("python")
                .code("import time\ndef main():\n    print('before')\n    time.sleep(600)")
                .timeout(2000));

    assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.TIMEOUT);
    assertThat(failed.failure().message())
        .isEqualTo("python step took longer than its timeout of 2s");
    assertThat(BENCH.result(Jobs.of("python").code("def main(): return 1"))).isEqualTo("1");
  }

  @Test
  void anIterationsElementIsAnArgument() {
    var task =
        """
        {"tool": "python", "inputs": {"u": "C"},
         "code": "def main(city, value, batch, index, u): return [city, value, batch, index, u]"}
        """;
    var jobs =
        Jobs.iterator(
            """
            {"element": "city", "collection": ["Rome", "Oslo", "Bonn"], "chunk": 2,
             "enumerate": true, "mode": "async"}
            """,
            task);

    assertThat(BENCH.result(jobs))
        .isEqualTo(
            "[[[\"Rome\",\"Oslo\"],[\"Rome\",\"Oslo\"],[\"Rome\",\"Oslo\"],0,\"C\"],"
                + "[[\"Bonn\"],[\"Bonn\"],[\"Bonn\"],1,\"C\"]]");
  }

  @Test
  void anIterationThatRaisesNamesItsLine() {
    var task =
        """
        {"tool": "python", "config": {"code_line": 20},
         "code": "def main(item):\\n    return 1 / item"}
        """;

    assertThat(
            BENCH
                .failed(Jobs.iterator("{\"element\": \"item\", \"collection\": [1, 0]}", task))
                .failure()
                .message())
        .endsWith("at index 1: ZeroDivisionError: division by zero (playbook line 21)");
  }
}
