package io.noetl.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.job.Failure;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolContract;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Value;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a step may use of memory, processor time and variables, and how the pool keeps processes of
/// several kinds.
class PythonLimitsTest {
  private static final String PYTHON = System.getenv().getOrDefault("NOETL_PYTHON", "python3");
  private static final String PID = "import os\ndef main(): return os.getpid()";
  private static final Environment CANARY =
      Environment.of(
          Map.of(
              "PATH", System.getenv("PATH"),
              "HOME", System.getenv().getOrDefault("HOME", "/"),
              "NOETL_VAR_A", "a",
              "NOETL_VAR_B", "b",
              "NOETL_SECRET_S", "canary-1",
              "NOETL_MASTER_KEY", "canary-2",
              "NOETL_DB", "canary-3",
              "AWS_SECRET_ACCESS_KEY", "canary-4",
              "NOETL_ENV_ALLOW", "LISTED,NOETL_MASTER_KEY",
              "LISTED", "d"));
  private static final PythonTool TOOL = new PythonTool(PYTHON, CANARY, 2);

  @AfterAll
  static void end() {
    TOOL.close();
  }

  @Test
  void aStepThatTakesTooMuchMemoryFailsAndSaysTheLimit() {
    var failure =
        failure("{\"limits\": {\"memory\": \"64MB\"}}", "def main():\n  return bytearray(1 << 28)");

    assertThat(failure.code()).isEqualTo("memory_limit");
    assertThat(failure.message())
        .startsWith("it needed more memory than its limit of 64MB: raise limits.memory")
        .endsWith("MemoryError (playbook line 11)");
  }

  @Test
  void memoryThatIsTakenInSmallPiecesCountsToo() {
    var code = "def main():\n  rows = []\n  while True: rows.append('x' * 1000 + str(len(rows)))";

    var failure = failure("{\"limits\": {\"memory\": \"64MB\"}}", code);

    assertThat(failure.code()).isEqualTo("memory_limit");
  }

  @Test
  void aStepThatTakesTooMuchProcessorTimeFailsAndSaysTheLimit() {
    var watch = new TestWatch();
    var code = "def main():\n  print('begun')\n  while True: pass";

    var failure = failure("{\"limits\": {\"cpu\": 1}}", code, watch);

    assertThat(failure.code()).isEqualTo("cpu_limit");
    assertThat(failure.message())
        .startsWith("it used more processor time than its limit of 1s: raise limits.cpu");
    assertThat(watch.logged()).contains("begun").contains("in main");
  }

  @Test
  void whatEarlierCallsHaveUsedDoesNotCount() throws Exception {
    var code =
        """
        import time
        def main():
            end = time.process_time() + 0.6
            while time.process_time() < end: pass
            return "done"
        """;

    for (int i = 0; i < 4; i++) {
      assertThat(Json.write(run("{\"limits\": {\"cpu\": \"1s\"}}", code))).isEqualTo("\"done\"");
    }
  }

  @Test
  void processesOfOneKindAreUsedAgainAndNeverForAnother() throws Exception {
    var plain = run("{}", PID);
    var limited = run("{\"limits\": {\"memory\": \"128MB\"}}", PID);

    assertThat(limited).isNotEqualTo(plain);
    assertThat(run("{\"limits\": {\"memory\": \"128MB\"}}", PID)).isEqualTo(limited);
    assertThat(run("{}", PID)).isEqualTo(plain);
  }

  @Test
  void thereAreNeverMoreProcessesThanPlaces() throws Exception {
    var before = ToolContract.children();
    for (int i = 0; i < 12; i++) {
      run("{\"limits\": {\"memory\": \"%dMB\"}}".formatted(64 + i % 5), PID);
      var now = new HashSet<>(ToolContract.children());
      now.removeAll(before);
      assertThat(now.size()).isLessThanOrEqualTo(3); // One may be about to end.
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{~limits~: {~memory~: ~much~}} | `limits.memory` must be a size of at least 16MB",
        "{~limits~: {~memory~: 1000}}   | `limits.memory` must be a size of at least 16MB",
        "{~limits~: {~cpu~: ~10ms~}}    | `limits.cpu` must be a time of at least 1s",
        "{~limits~: 5}                  | `limits` must be a map",
        "{~env~: [~OTHER~]}  | steps may not see the variable OTHER: add it to NOETL_ENV_ALLOW",
        "{~env~: [~NOETL_MASTER_KEY~]}  | the variable NOETL_MASTER_KEY: it opens everything",
        "{~env~: [~NOETL_VAR_MISSING~]} | NOETL_VAR_MISSING is not set where the worker runs",
        "{~env~: [~A-B~]}               | `A-B` cannot be the name of a variable",
        "{~env~: ~PATH~}                | `env` must be a list of names or a map"
      },
      quoteCharacter = '"')
  void aWrongCallIsExplained(String config, String message) {
    var failure = failure(config.replace('~', '"'), "def main(): pass");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
    assertThat(failure.message()).contains(message.strip());
  }

  @Test
  void aListOfVariablesIsAllThatTheCodeSees() throws Exception {
    var code =
        """
        import os
        def main():
            return sorted(n for n in os.environ if n[:2] in ('NO', 'NU', 'LI'))
        """;

    assertThat(Json.write(run("{}", code)))
        .isEqualTo("[\"LISTED\",\"NOETL_VAR_A\",\"NOETL_VAR_B\"]");
    assertThat(Json.write(run("{\"env\": [\"NOETL_VAR_B\", \"HOME\"]}", code)))
        .isEqualTo("[\"NOETL_VAR_B\"]");
    assertThat(Json.write(run("{\"env\": {\"NUMBER\": 7}}", code)))
        .isEqualTo("[\"LISTED\",\"NOETL_VAR_A\",\"NOETL_VAR_B\",\"NUMBER\"]");
    assertThat(Json.write(run("{}", code)))
        .as("the next call")
        .isEqualTo("[\"LISTED\",\"NOETL_VAR_A\",\"NOETL_VAR_B\"]");
  }

  @Test
  void programsThatTheCodeStartsSeeTheSame() throws Exception {
    var code = "import subprocess\ndef main(): return subprocess.check_output('env').decode()";

    assertThat(Json.write(run("{\"env\": {\"NUMBER\": 7}}", code)))
        .contains("NUMBER=7", "NOETL_VAR_A=a")
        .doesNotContain("canary");
  }

  private static ToolCall call(String config, String code) {
    var whole = Calls.fields(config).with("code_line", io.noetl.value.Num.of(10));
    return new ToolCall("1/step/1", whole, Fields.EMPTY, code, Fields.EMPTY, "step");
  }

  private static Value run(String config, String code) throws Exception {
    return TOOL.run(call(config, code), new TestWatch());
  }

  private static Failure failure(String config, String code) {
    return failure(config, code, new TestWatch());
  }

  private static Failure failure(String config, String code, TestWatch watch) {
    var thrown = catchThrowableOfType(ToolFailure.class, () -> TOOL.run(call(config, code), watch));
    assertThat(thrown).as(code).isNotNull();
    return thrown.failure();
  }
}
