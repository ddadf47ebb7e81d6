package io.noetl.tool.python;

import io.noetl.job.Failure;
import io.noetl.tool.Environment;
import io.noetl.tool.Limits;
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
/// returns is the result. `python: {packages: ...}` chooses the interpreter, `limits` bounds it,
/// `env` says which variables it sees.
public final class PythonTool implements Tool {
  private static final Set<String> ENVELOPE = Set.of("status", "data", "error", "message", "meta");

  private final Environment environment;
  private final PythonPool pool;
  private final Venvs venvs;

  /// `command` starts the interpreter (`python3`); `childrenMax` bounds the processes.
  public PythonTool(String command, Environment environment, int childrenMax) {
    this(command, environment, childrenMax, Optional.empty());
  }

  /// `memory` is a directory to keep in what can be made anew: what the command stands for, and
  /// virtual environments.
  public PythonTool(
      String command, Environment environment, int childrenMax, Optional<Path> memory) {
    this.environment = environment;
    var children = environment.forChildren();
    pool = new PythonPool(new Interpreter(command, children, memory), children, childrenMax);
    venvs = new Venvs(memory, environment.forInstaller(), pool::command);
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
    var limits = Limits.of(call);
    var env = env(call);
    var kind = new PythonKind(venvs.interpreter(call.config("python"), watch), limits);
    var answer = pool.call(call, kind, env, watch);
    var value = answer.value();
    if (!answer.good()) {
      throw new ToolFailure(failure((Fields) value, limits));
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

  /// The variables that the call's code sees; empty if they are those that all see.
  private Fields env(ToolCall call) throws ToolFailure {
    if (call.config("env") == Null.NULL) {
      return Fields.EMPTY;
    }
    var variables = Fields.builder();
    environment.forCall(call.config("env")).forEach(variables::put);
    return variables.build();
  }

  private static Failure failure(Fields answer, Limits limits) {
    var message = text(answer.get("message"));
    boolean isMemory = limits.memory() > 0 && message.startsWith("MemoryError");
    var failure =
        isMemory
            ? Failure.error("memory_limit", limits.memoryMet().message() + "; " + message)
            : Failure.error(text(answer.get("code")), message);
    return failure.withTrace(text(answer.get("trace")));
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
