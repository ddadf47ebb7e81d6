package io.noetl.tool.jdbc;

import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Bool;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Text;
import io.noetl.value.Value;

/// How a call's statements run. `fetchSize` and `maxRows` are zero where nothing is said.
record Manner(boolean isTogether, boolean isBatch, int fetchSize, long maxRows) {

  static Manner of(ToolCall call) throws ToolFailure {
    return new Manner(
        call.config("transaction") == Bool.TRUE,
        call.config("batch") == Bool.TRUE,
        (int) number(call, "fetch_size", Integer.MAX_VALUE),
        number(call, "max_rows", Long.MAX_VALUE));
  }

  private static long number(ToolCall call, String name, long most) throws ToolFailure {
    Value value = call.config(name);
    if (value == Null.NULL) {
      return 0;
    }
    long number =
        switch (value) {
          case Num.Int(var it) -> it;
          case Text(var text) when text.matches("\\d{1,9}") -> Long.parseLong(text);
          default -> 0;
        };
    if (number < 1 || number > most) {
      throw ToolFailure.invalid(name, "'%s' must be a whole number, 1 or more".formatted(name));
    }
    return number;
  }
}
