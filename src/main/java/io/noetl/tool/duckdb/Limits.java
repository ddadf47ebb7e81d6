package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Null;
import io.noetl.value.Num;
import io.noetl.value.Sizes;
import io.noetl.value.Value;
import java.util.Properties;

/// How much of the machine one database may take. Zero: as it is, or the default.
record Limits(long memory, int threads) {
  static final Limits DEFAULT = new Limits(0, 0);

  /// Enough for most; what needs more goes to the disk.
  private static final long MEMORY_DEFAULT = 1L << 30;

  /// Less than this and DuckDB cannot even sort.
  private static final long MEMORY_MIN = 16L << 20;

  private static final int THREADS_MAX = 256;

  /// Steps share the machine: more threads for one take them from others.
  private static final int THREADS_DEFAULT_MAX = 4;

  /// What does not fit into memory, for each database.
  private static final String DISK_MAX = "16GiB";

  static Limits of(Value value) throws ToolFailure {
    return switch (value) {
      case Null _ -> DEFAULT;
      case Fields fields -> {
        for (var name : fields.names()) {
          if (!name.equals("memory") && !name.equals("threads")) {
            throw invalid("has memory and threads, not '" + name + "'");
          }
        }
        yield new Limits(memory(fields.get("memory")), threads(fields.get("threads")));
      }
      default -> throw invalid("must be a map of memory and threads");
    };
  }

  private static long memory(Value value) throws ToolFailure {
    if (value == Null.NULL) {
      return 0;
    }
    long bytes = Sizes.parse(value).orElseThrow(() -> invalid("memory: " + Sizes.FORM));
    if (bytes < MEMORY_MIN) {
      throw invalid("memory must be %d MB or more".formatted(MEMORY_MIN >> 20));
    }
    return bytes;
  }

  private static int threads(Value value) throws ToolFailure {
    return switch (value) {
      case Null _ -> 0;
      case Num.Int(var count) when count >= 1 && count <= THREADS_MAX -> (int) count;
      default -> throw invalid("threads must be a number from 1 to " + THREADS_MAX);
    };
  }

  private static ToolFailure invalid(String message) {
    return ToolFailure.invalid("limits", "'limits' " + message);
  }

  void into(Properties properties) {
    int cores = Runtime.getRuntime().availableProcessors();
    properties.setProperty("memory_limit", bytes(memory == 0 ? MEMORY_DEFAULT : memory));
    properties.setProperty(
        "threads", Integer.toString(threads == 0 ? Math.min(cores, THREADS_DEFAULT_MAX) : threads));
    properties.setProperty("max_temp_directory_size", DISK_MAX);
  }

  private static String bytes(long bytes) {
    return (bytes >> 10) + "KiB";
  }

  /// The statements that change a database which is open already.
  java.util.List<String> changes() {
    var changes = new java.util.ArrayList<String>();
    if (memory > 0) {
      changes.add("SET GLOBAL memory_limit = '%s'".formatted(bytes(memory)));
    }
    if (threads > 0) {
      changes.add("SET GLOBAL threads = " + threads);
    }
    return changes;
  }
}
