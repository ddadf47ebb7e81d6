package io.noetl.tool.python;

import io.noetl.tool.ToolCall;

/// A step's code and where it stands in the playbook: what a process compiles once.
record Source(String step, int line, String text) {
  static Source of(ToolCall call) {
    return new Source(call.step(), call.codeLine(), call.code());
  }
}
