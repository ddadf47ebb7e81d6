package io.noetl.tool.duckdb;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// One call's work on a database, on a platform thread of its own: DuckDB computes in native code,
/// which would keep a virtual thread's carrier from all others. To stop means to close the
/// connection under it: that interrupts whatever runs there, and lets nothing begin any more.
final class Session<T> {
  private static final long LOOK_MILLIS = 20;

  /// What does not end after so long is left to itself; its connection goes when it ends.
  private static final long PATIENCE_MILLIS = 30_000;

  private final Call call;
  private final Work<T> work;
  private final FutureTask<T> task = new FutureTask<>(this::workThrough);
  private final Thread thread = Thread.ofPlatform().daemon().name("noetl-duckdb").unstarted(task);
  private @Nullable DuckDBConnection busy;
  private boolean stopped;

  private Session(Call call, Work<T> work) {
    this.call = call;
    this.work = work;
  }

  /// On what the work is done; `permits` bounds how many threads compute at once.
  record Call(Databases databases, Semaphore permits, Place place, Limits limits) {}

  /// What to do with the connection.
  @FunctionalInterface
  interface Work<T> {
    T run(Databases.Lease lease) throws SQLException, ToolFailure, InterruptedException;
  }

  /// Runs `work` until it is done or `watch` says stop. Throws the work's own [SQLException].
  static <T> T run(Call call, Watch watch, Work<T> work)
      throws SQLException, ToolFailure, InterruptedException {
    call.permits().acquire();
    var session = new Session<>(call, work);
    session.thread.start();
    try (var _ = watch.onStop(session::stop)) {
      return session.result();
    } catch (InterruptedException e) {
      session.stop();
      throw e;
    }
  }

  private T result() throws SQLException, ToolFailure, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (isStopped()) {
        throw new InterruptedException();
      }
      switch (e.getCause()) {
        case SQLException it -> throw it;
        case ToolFailure it -> throw it;
        case InterruptedException it -> throw it;
        case RuntimeException it -> throw it;
        case Error it -> throw it;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private T workThrough() throws SQLException, ToolFailure, InterruptedException {
    try {
      var lease = call.databases().take(call.place(), call.limits());
      try {
        enter(lease.connection());
        return work.run(lease);
      } finally {
        leave();
        lease.giveBack();
      }
    } finally {
      call.permits().release();
    }
  }

  private synchronized void enter(DuckDBConnection connection) throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
    busy = connection;
  }

  private synchronized void leave() {
    busy = null;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  /// Who has no connection yet waits for the database, or opens it.
  private synchronized @Nullable DuckDBConnection stopping() {
    stopped = true;
    thread.interrupt();
    return busy;
  }

  /// Returns when the work has ended.
  private void stop() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!task.isDone() && System.nanoTime() - end < 0) {
      var connection = stopping();
      if (connection != null) {
        Database.closeQuietly(connection);
      }
      joinFor(Duration.ofMillis(LOOK_MILLIS));
    }
  }

  private void joinFor(Duration duration) {
    try {
      thread.join(duration);
    } catch (InterruptedException e) {
      // Whoever stops it is told already; the work is ended all the same.
    }
  }
}
