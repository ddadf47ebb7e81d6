package io.noetl.cli;

import io.noetl.store.ExecutionRow;
import java.util.Locale;

/// Steers executions of a data directory, or of a server.
interface SteeringDesk extends AutoCloseable {
  String REASON = "cancelled by the user";

  /// What may be asked for.
  enum Wish {
    CANCEL,
    PAUSE,
    RESUME;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ExecutionRow row(long execution) throws InterruptedException;

  /// Asks whoever runs the execution; what comes of it is seen in its row. Nothing happens if it
  /// has ended by now.
  void ask(ExecutionRow row, Wish wish) throws InterruptedException;

  /// Cancels it here if nobody runs it any more; true if somebody does.
  boolean isRun(ExecutionRow row) throws InterruptedException;

  @Override
  void close();
}
