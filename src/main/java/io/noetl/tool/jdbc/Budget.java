package io.noetl.tool.jdbc;

import io.noetl.tool.ToolFailure;

/// What the rows of a call's statements may hold in all: no more than an event may refer to.
final class Budget {
  static final int CHARS_MAX = 32 << 20;

  private long used;

  void take(long chars) throws ToolFailure {
    used += chars;
    if (used > CHARS_MAX) {
      throw tooLarge();
    }
  }

  /// How much one value may still have; one more would be too much.
  long left() {
    return CHARS_MAX - used + 1;
  }

  static ToolFailure tooLarge() {
    return ToolFailure.invalid(
        "result_too_large",
        "the rows are larger than %d MiB: select fewer of them, or keep them in a table"
            .formatted(CHARS_MAX >> 20));
  }
}
