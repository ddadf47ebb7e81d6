package io.noetl.tool.postgres;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;

/// One call's work on a connection, on a thread of its own: an interrupt would close the socket
/// under a statement, which then would go on in the database. To stop means to ask the database to
/// cancel, again and again until it has, since a request that comes between two statements is lost.
final class Session<T> {
  private static final long CANCEL_MILLIS = 50;

  /// A server that does not react for so long is given up.
  private static final long PATIENCE_MILLIS = 5_000;

  private final Connections connections;
  private final Target target;
  private final Work<T> work;
  private final FutureTask<T> task = new FutureTask<>(this::workThrough);
  private final Thread thread = Thread.ofVirtual().name("noetl-postgres").unstarted(task);
  private @Nullable BaseConnection busy;
  private boolean stopped;

  private Session(Connections connections, Target target, Work<T> work) {
    this.connections = connections;
    this.target = target;
    this.work = work;
  }

  /// What to do with the connection.
  @FunctionalInterface
  interface Work<T> {
    T run(BaseConnection connection) throws SQLException, ToolFailure, InterruptedException;
  }

  /// Runs `work` until it is done or `watch` says stop. Throws the work's own [SQLException].
  static <T> T run(Connections connections, Target target, Watch watch, Work<T> work)
      throws SQLException, ToolFailure, InterruptedException {
    var session = new Session<>(connections, target, work);
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
    var lease = lease();
    boolean isSound = false;
    try {
      enter(lease.connection());
      var result = work.run(lease.connection());
      isSound = !lease.connection().isClosed();
      return result;
    } catch (ToolFailure e) {
      isSound = !lease.connection().isClosed();
      throw e;
    } finally {
      if (leave() || !isSound) {
        lease.drop();
      } else {
        lease.giveBack();
      }
    }
  }

  private Connections.Lease lease() throws ToolFailure, InterruptedException {
    try {
      return connections.take(target);
    } catch (SQLException e) {
      throw Trouble.connecting(target, e);
    }
  }

  private synchronized void enter(BaseConnection connection) throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
    busy = connection;
  }

  /// Whether it was stopped: a request to cancel may still be on its way to the connection.
  private synchronized boolean leave() {
    busy = null;
    return stopped;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized @Nullable BaseConnection stopping() {
    stopped = true;
    if (busy == null) {
      thread.interrupt(); // It waits for a connection, or opens one.
    }
    return busy;
  }

  /// Returns when the work has ended.
  private void stop() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (!task.isDone()) {
      var connection = stopping();
      if (connection != null) {
        cancel(connection, System.nanoTime() - end > 0);
      }
      joinFor(Duration.ofMillis(CANCEL_MILLIS));
    }
  }

  private void joinFor(Duration duration) {
    try {
      thread.join(duration);
    } catch (InterruptedException e) {
      // Whoever stops it is told already; the work is ended all the same.
    }
  }

  private static void cancel(BaseConnection connection, boolean isGivenUp) {
    try {
      if (isGivenUp) {
        connection.abort(Runnable::run);
      } else {
        connection.cancelQuery();
      }
    } catch (SQLException e) {
      // The connection is broken: its work ends by itself.
    }
  }
}
