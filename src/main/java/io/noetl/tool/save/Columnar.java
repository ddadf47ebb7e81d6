package io.noetl.tool.save;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import io.noetl.value.Value;
import java.nio.file.Path;

/// Writes rows in columns (Parquet) to a file that is not there yet.
@FunctionalInterface
public interface Columnar {
  /// Must end soon after `watch` says so.
  void write(Value data, Path file, Watch watch) throws ToolFailure, InterruptedException;
}
