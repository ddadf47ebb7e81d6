package io.noetl.tool.python;

import io.noetl.tool.ToolFailure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A call that waits for its turn on one of the [Lanes], and its end.
final class Turn {
  /// What is to be done.
  @FunctionalInterface
  interface Work {
    PythonChild.Answer run() throws ToolFailure, InterruptedException;
  }

  private enum State {
    WAITING,
    /// A lane is at it.
    TAKEN,
    OVER
  }

  private final Source code;
  private final Work work;
  private final CompletableFuture<Optional<PythonChild.Answer>> end = new CompletableFuture<>();
  private State state = State.WAITING;
  private @Nullable Thread lane;

  Turn(Source code, Work work) {
    this.code = code;
    this.work = work;
  }

  Source code() {
    return code;
  }

  /// Does the work on this thread, unless whoever wanted it has gone.
  void carryOut() {
    if (!take()) {
      return;
    }
    try {
      end.complete(Optional.of(work.run()));
    } catch (ToolFailure | InterruptedException | RuntimeException | Error e) {
      end.completeExceptionally(e);
    } finally {
      leave();
    }
  }

  private synchronized boolean take() {
    if (state != State.WAITING) {
      return false;
    }
    state = State.TAKEN;
    lane = Thread.currentThread();
    return true;
  }

  private synchronized void leave() {
    state = State.OVER;
    lane = null;
    boolean _ = Thread.interrupted(); // It was meant for this turn, not for the next.
  }

  /// Sends the caller away to do the work itself, if it waits yet.
  void sendAway() {
    if (withdraw()) {
      end.complete(Optional.empty());
    }
  }

  private synchronized boolean withdraw() {
    boolean waits = state == State.WAITING;
    if (waits) {
      state = State.OVER;
    }
    return waits;
  }

  private synchronized void interruptLane() {
    if (lane != null) {
      lane.interrupt();
    }
  }

  /// The answer; nothing if the caller is to do the work itself. An interrupted caller hears at
  /// once that it was, if the work has not begun; otherwise whoever does it is interrupted.
  Optional<PythonChild.Answer> await() throws ToolFailure, InterruptedException {
    boolean isInterrupted = false;
    try {
      while (true) {
        try {
          return end.get();
        } catch (InterruptedException e) {
          if (withdraw()) {
            throw e;
          }
          isInterrupted = true;
          interruptLane();
        }
      }
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static ToolFailure failure(ExecutionException wrapped) throws InterruptedException {
    return switch (wrapped.getCause()) {
      case ToolFailure failure -> failure;
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException broken -> throw broken;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(wrapped);
    };
  }
}
