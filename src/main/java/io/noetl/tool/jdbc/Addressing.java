package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Fields;

/// How a kind of step says where to connect.
interface Addressing {
  /// `said` is what the step says: `auth` and fields of the connection, which beat the
  /// credential's.
  Target find(Fields said, Watch watch) throws ToolFailure;
}
