package io.noetl.tool.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PythonSaverTest {
  private final PythonTool python = new PythonTool("python3", Environment.of(System.getenv()), 1);
  private final PythonSaver saver = new PythonSaver(python);

  @AfterEach
  void end() {
    python.close();
  }

  @Test
  void mainGetsTheData() throws Exception {
    var answer = save("{\"code\": \"def main(data): return len(data['rows'])\", \"code_line\": 3}");

    assertThat(Json.write(answer)).isEqualTo("{\"saved\":\"python\",\"result\":2}");
  }

  @Test
  void aFailureNamesTheLine() {
    assertThat(failure("{\"code\": \"def main(data): return 1 / 0\", \"code_line\": 3}"))
        .isEqualTo("ZeroDivisionError: division by zero (playbook line 3)");
    assertThat(failure("{}")).isEqualTo("'storage: python' needs 'code' that defines main(data)");
  }

  @Test
  void whatCannotBeRunIsTold() {
    assertThat(failure("{\"code\": \"x = 1\", \"code_line\": 3}"))
        .isEqualTo("Main function must be defined in Python task.");
    assertThat(failure("{\"code\": \"def main(data): retrun 1\", \"code_line\": 3}"))
        .isEqualTo("SyntaxError: invalid syntax (playbook line 3)");
    assertThat(failure("{\"code\": \"def main(data): return {1}\", \"code_line\": 3}"))
        .startsWith("result is of type set: ");
    assertThat(failure("{\"code\": \"def main(data): raise ValueError('日本')\"}"))
        .startsWith("ValueError: 日本 (");
  }

  private Fields save(String spec) throws Exception {
    var order = new Order("k", 1, "step", Calls.fields(spec), Calls.fields("{\"rows\": [1, 2]}"));
    return saver.save(order, new TestWatch());
  }

  private String failure(String spec) {
    return catchThrowableOfType(ToolFailure.class, () -> save(spec)).failure().message();
  }
}
