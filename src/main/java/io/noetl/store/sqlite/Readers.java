package io.noetl.store.sqlite;

import io.noetl.store.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// Reads on a few platform threads, each with a connection of its own: they see what is committed,
/// wait for no writer, and hold up no virtual thread in native code.
final class Readers implements AutoCloseable {
  private static final int THREADS = 2;
  private static final long CLOSING_SECONDS_MAX = 30;

  private final Path file;
  private final Opening opening;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().name("store-reader-", 0).daemon().factory());
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();

  /// Opens a session.
  interface Opening {
    Session open() throws SQLException;
  }

  Readers(Path file, Opening opening) {
    this.file = file;
    this.opening = opening;
  }

  <T> T read(Work<T> work) {
    try {
      return CompletableFuture.supplyAsync(() -> perform(work), threads).join();
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailable("the store on %s is closed".formatted(file), e);
    } catch (CompletionException e) {
      throw Failed.again(e);
    }
  }

  private <T> T perform(Work<T> work) {
    try {
      var session = idle.poll();
      if (session == null) {
        session = opening.open();
      }
      try {
        return work.with(session);
      } finally {
        idle.push(session);
      }
    } catch (SQLException e) {
      if (Trouble.isSurroundings(e)) {
        throw Trouble.of(e, file);
      }
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSING_SECONDS_MAX, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    for (var session = idle.poll(); session != null; session = idle.poll()) {
      try {
        session.close();
      } catch (SQLException _) {
        // It only read.
      }
    }
  }
}
