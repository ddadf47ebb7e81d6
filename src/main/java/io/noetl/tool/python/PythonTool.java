package io.noetl.tool.python;

import io.noetl.job.Failure;
import io.noetl.tool.Environment;
import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import io.noetl.value.Null;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// `type: python`: calls the `main` of the step's code with the inputs that it names; what it
/// returns is the result.
public final class PythonTool implements Tool {
  private static final Set<String> ENVELOPE = Set.of("status", "data", "error", "message", "meta");

  private final PythonPool pool;

  /// `command` starts the interpreter (`python3`); `childrenMax` bounds the processes.
  public PythonTool(String command, Environment environment, int childrenMax) {
    this(command, environment, childrenMax, Optional.empty());
  }

  /// `memory` is a directory to remember in what the command stands for.
  public PythonTool(
      String command, Environment environment, int childrenMax, Optional<Path> memory) {
    var children = environment.forChildren();
    pool = new PythonPool(new Interpreter(command, children, memory), children, childrenMax);
  }

  @Override
  public String kind() {
    return "python";
  }

  /// Starts one process ahead of the first call, so that it need not wait for it.
  public void prewarm() {
    pool.prewarm();
  }

  @Override
  public Value run(ToolCall call, Watch watch) throws ToolFailure, InterruptedException {
    var answer = pool.call(call, watch);
    var value = answer.value();
    if (!answer.good()) {
      throw new ToolFailure(failure((Fields) value));
    }
    if (value instanceof Fields fields && saysError(fields)) {
      throw new ToolFailure(Failure.error("python_error", errorOf(fields)).withResult(value));
    }
    return value;
  }

  @Override
  public void close() {
    pool.close();
  }

  private static Failure failure(Fields answer) {
    return Failure.error(text(answer.get("code")), text(answer.get("message")))
        .withTrace(text(answer.get("trace")));
  }

  /// Whether the author returned an envelope that reports an error: `{status: error, error: ...}`.
  private static boolean saysError(Fields result) {
    return result.get("status") instanceof Text(var status)
        && status.equalsIgnoreCase("error")
        && result.size() > 1
        && ENVELOPE.containsAll(result.names());
  }

  private static String errorOf(Fields envelope) {
    var error = envelope.get("error");
    var said = error == Null.NULL ? envelope.get("message") : error;
    return said == Null.NULL || said.equals(Text.EMPTY)
        ? "the python step returned the status error"
        : text(said);
  }

  private static String text(Value value) {
    return value instanceof Text(var text) ? text : Json.write(value);
  }
}
