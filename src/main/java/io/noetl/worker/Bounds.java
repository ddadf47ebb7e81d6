package io.noetl.worker;

import io.noetl.job.Failure;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import io.noetl.value.View;
import java.io.OutputStream;

/// How large a result may be.
final class Bounds {
  /// What the store takes; a result larger than this belongs into a file or a table.
  static final long RESULT_MAX = 32L << 20;

  /// No character takes more bytes in JSON.
  private static final int BYTES_MAX = 6;

  private Bounds() {}

  /// Throws if `value` (which is `what`), written as JSON, is too large or nested too deep.
  static void check(String what, Value value) throws ToolFailure {
    long size = measure(what, value, 0);
    if (size * BYTES_MAX > RESULT_MAX && (size > RESULT_MAX || bytes(value) > RESULT_MAX)) {
      throw new ToolFailure(tooLarge(what));
    }
  }

  static Failure tooLarge(String what) {
    return Failure.error(
        "result_too_large",
        "%s is larger than 32 MiB: save the data to a file or a table and return less"
            .formatted(what));
  }

  /// The characters that `value` takes as JSON without escapes: cheap, and at most its bytes.
  static long size(Value value) throws ToolFailure {
    return measure("the result of the step", value, 0);
  }

  private static long measure(String what, Value value, int depth) throws ToolFailure {
    if (depth > Json.DEPTH_MAX) {
      throw ToolFailure.error(
          "result_too_deep", "%s is nested more than %d deep".formatted(what, Json.DEPTH_MAX));
    }
    return switch (value) {
      case Text(var text) -> text.length() + 2L;
      case Items items -> {
        long sum = 2;
        for (var item : items) {
          sum += measure(what, item, depth + 1) + 1;
        }
        yield sum;
      }
      case Fields fields -> {
        long sum = 2;
        for (var entry : fields.asMap().entrySet()) {
          sum += entry.getKey().length() + 4L + measure(what, entry.getValue(), depth + 1);
        }
        yield sum;
      }
      case View view -> measure(what, view.plain(), depth);
      default -> 1;
    };
  }

  private static long bytes(Value value) {
    var counter = new Counter();
    Json.write(value, counter);
    return counter.bytes;
  }

  private static final class Counter extends OutputStream {
    private long bytes;

    @Override
    public void write(int one) {
      bytes++;
    }

    @Override
    public void write(byte[] some, int offset, int length) {
      bytes += length;
    }
  }
}
