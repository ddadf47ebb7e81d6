package io.noetl.tool.python;

import io.noetl.tool.Saver;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;
import io.noetl.value.Text;
import java.util.Set;

/// `storage: python`: calls `main(data)` of the `code`; what it returns is the answer's `result`.
public final class PythonSaver implements Saver {
  private final PythonTool python;

  public PythonSaver(PythonTool python) {
    this.python = python;
  }

  @Override
  public String storage() {
    return "python";
  }

  @Override
  public Set<String> verbatim() {
    return Set.of("code");
  }

  @Override
  public Fields save(Order order, Watch watch) throws ToolFailure, InterruptedException {
    if (!(order.spec().get("code") instanceof Text(var code))) {
      throw ToolFailure.invalid("save", "'storage: python' needs 'code' that defines main(data)");
    }
    var inputs = Fields.of("data", order.data());
    var call = new ToolCall(order.key(), order.spec(), inputs, code, Fields.EMPTY, order.step());
    return Fields.of("saved", Text.of(storage()), "result", python.run(call, watch));
  }
}
