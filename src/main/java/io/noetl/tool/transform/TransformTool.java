package io.noetl.tool.transform;

import io.noetl.tool.Tool;
import io.noetl.tool.ToolCall;
import io.noetl.tool.Watch;
import io.noetl.value.Value;

/// `type: transform`: its data, with all templates evaluated, is its result.
public final class TransformTool implements Tool {
  @Override
  public String kind() {
    return "transform";
  }

  @Override
  public Value run(ToolCall call, Watch watch) {
    return call.data();
  }
}
