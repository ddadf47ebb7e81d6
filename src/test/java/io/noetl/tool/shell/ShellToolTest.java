package io.noetl.tool.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.job.Failure;
import io.noetl.tool.Await;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.TestWatch;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolContract;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellToolTest implements ToolContract {
  private final ShellTool tool =
      new ShellTool(
          Environment.of(
              Map.of("PATH", System.getenv("PATH"), "NOETL_SECRET_X", "x", "NOETL_VAR_Y", "y")));

  @Override
  public Tool tool() {
    return tool;
  }

  @Override
  public ToolCall quick() {
    return Calls.of("{\"command\": \"echo hello\"}", "{}");
  }

  @Override
  public ToolCall endless() {
    return Calls.of(
        "{\"command\": \"sleep %s & (sleep %<s &) ; echo begun; wait\"}".formatted(LONG), "{}");
  }

  @Override
  public boolean hasBegun(TestWatch watch) {
    return watch.logged().contains("begun");
  }

  @Override
  public ToolCall torrent() {
    return Calls.of("{\"command\": \"head -c 20000000 /dev/zero | tr '\\\\0' x\"}", "{}");
  }

  @Test
  void theResultHasExitCodeAndOutput() throws Exception {
    assertThat(run("{\"command\": \"echo out; echo err >&2\"}"))
        .isEqualTo("{\"exit_code\":0,\"stdout\":\"out\\n\",\"stderr\":\"err\\n\"}");
  }

  @Test
  void aListIsAProgramAndItsWords() throws Exception {
    assertThat(run("{\"command\": [\"printf\", \"%s|\", \"a b\", \"$HOME\", 3]}"))
        .contains("\"stdout\":\"a b|$HOME|3|\"");
  }

  @Test
  void anotherExitCodeFailsAndKeepsTheResult() {
    var failure = failure("{\"command\": \"echo some; echo why >&2; exit 3\"}");

    assertThat(failure.kind()).isEqualTo(Failure.Kind.ERROR);
    assertThat(failure.code()).isEqualTo("exit_code");
    assertThat(failure.message()).isEqualTo("the command ended with exit code 3: why");
    assertThat(Json.write(failure.result())).contains("\"exit_code\":3", "\"stdout\":\"some\\n\"");
  }

  @Test
  void directoryVariablesAndInputAreGiven(@TempDir Path directory) throws Exception {
    var config =
        """
        {"command": "pwd; cat; echo $A-$NOETL_VAR_Y-$NOETL_SECRET_X", "cwd": "%s",
         "env": {"A": 1}, "stdin": "in\\n"}
        """
            .formatted(directory);

    assertThat(run(config)).contains("\"stdout\":\"%s\\nin\\n1-y-\\n\"".formatted(directory));
  }

  @Test
  void whatHoldsTheOutputInTheBackgroundIsEnded() throws Exception {
    assertThat(run("{\"command\": \"sleep 600 & echo done\"}")).contains("done");
  }

  @Test
  void whatClosedItsOutputInTheBackgroundIsEndedToo() throws Exception {
    run("{\"command\": \"sleep %s >/dev/null 2>&1 & echo done\"}".formatted(LONG));

    Await.until("no process is left", () -> !ToolContract.anySleeps());
  }

  @Test
  void aCommandThatTakesTooMuchMemorySaysTheLimit() {
    var failure =
        failure(
            "{\"command\": [\"perl\", \"-e\", \"$n = 3e8; $x = 'x' x $n; print length $x\"],"
                + " \"limits\": {\"memory\": \"64MB\"}}");

    assertThat(failure.code()).isEqualTo("memory_limit");
    assertThat(failure.message())
        .startsWith("the command ended with exit code")
        .contains("more memory than its limit of 64MB");
  }

  @Test
  void aCommandThatTakesTooMuchProcessorTimeSaysTheLimit() {
    var failure = failure("{\"command\": \"while :; do :; done\", \"limits\": {\"cpu\": \"1s\"}}");

    assertThat(failure.code()).isEqualTo("cpu_limit");
    assertThat(failure.message()).contains("more processor time than its limit of 1s");
  }

  @Test
  void aCommandThatIgnoresTheFirstSignalGetsAnother() {
    var failure =
        failure("{\"command\": \"trap '' XCPU; while :; do :; done\", \"limits\": {\"cpu\": 1}}");

    assertThat(failure.code()).isEqualTo("cpu_limit");
  }

  @Test
  void aFailureWithinItsLimitsIsAnOrdinaryOne() {
    var failure =
        failure("{\"command\": \"exit 3\", \"limits\": {\"memory\": \"64MB\", \"cpu\": 9}}");

    assertThat(failure.code()).isEqualTo("exit_code");
    assertThat(failure.message()).isEqualTo("the command ended with exit code 3");
  }

  @Test
  void aListOfVariablesIsAllThatTheCommandSees() throws Exception {
    var command = "{\"command\": \"env | grep -c NOETL; true\", \"env\": %s}";

    assertThat(run(command.formatted("[]"))).contains("\"stdout\":\"0\\n\"");
    assertThat(run(command.formatted("[\"NOETL_VAR_Y\"]"))).contains("\"stdout\":\"1\\n\"");
    assertThat(failure(command.formatted("[\"NOETL_SECRET_X\"]")).message())
        .contains("steps may not see the variable NOETL_SECRET_X");
  }

  @Test
  void muchInputReachesTheCommand() throws Exception {
    var input = "x".repeat(3_000_000);

    assertThat(run("{\"command\": \"wc -c\", \"stdin\": \"%s\"}".formatted(input)))
        .contains("3000000");
  }

  @Test
  void aWrongCallIsExplained() {
    assertThat(failure("{}").message()).isEqualTo("a shell step needs a 'command'");
    assertThat(failure("{\"command\": \"true\", \"cwd\": \"/no/such\"}").message())
        .isEqualTo("there is no directory /no/such");
  }

  private String run(String config) throws Exception {
    return Json.write(tool.run(Calls.of(config, "{}"), new TestWatch()));
  }

  private Failure failure(String config) {
    return catchThrowableOfType(ToolFailure.class, () -> run(config)).failure();
  }
}
