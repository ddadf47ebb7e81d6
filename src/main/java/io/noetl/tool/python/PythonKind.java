package io.noetl.tool.python;

import io.noetl.tool.Limits;

/// Which python processes may take a call: those that the `interpreter` was started for (empty: the
/// worker's own) under the same limits.
record PythonKind(String interpreter, Limits limits) {
  static final PythonKind PLAIN = new PythonKind("", Limits.NONE);
}
