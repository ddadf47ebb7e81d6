package io.noetl.tool.sql;

import io.noetl.tool.ToolFailure;
import io.noetl.tool.Watch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One call's work on a connection, on a thread of its own: an interrupt would close the socket
/// under a statement, which then would go on in the database. To stop means to ask the database to
/// cancel, again and again until it has, since a request that comes between two statements is lost.
public final class Session<T, L extends Link, R> {
  private static final long CANCEL_MILLIS = 50;

  /// A database that does not react for so long is given up; its driver is, after twice the time.
  private static final long PATIENCE_MILLIS = 5_000;

  private final Connections<T, L> connections;
  private final T target;
  private final Work<L, R> work;
  private final FutureTask<R> task = new FutureTask<>(this::workThrough);
  private final Thread thread;
  private @Nullable L busy;
  private boolean stopped;

  private Session(Connections<T, L> connections, T target, Work<L, R> work) {
    this.connections = connections;
    this.target = target;
    this.work = work;
    var name = "noetl-sql";
    thread =
        connections.access().isNative(target)
            ? Thread.ofPlatform().daemon().name(name).unstarted(task)
            : Thread.ofVirtual().name(name).unstarted(task);
  }

  /// What to do with the connection.
  @FunctionalInterface
  public interface Work<L, R> {
    R run(L link) throws SQLException, ToolFailure, InterruptedException;
  }

  /// Runs `work` until it is done or `watch` says stop. Throws the work's own [SQLException].
  public static <T, L extends Link, R> R run(
      Connections<T, L> connections, T target, Watch watch, Work<L, R> work)
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

  private R result() throws SQLException, ToolFailure, InterruptedException {
    try {
      return task.get();
    } catch (CancellationException e) {
      throw new InterruptedException();
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

  private R workThrough() throws SQLException, ToolFailure, InterruptedException {
    var lease = connections.take(target);
    boolean isSound = false;
    try {
      enter(lease.link());
      var result = work.run(lease.link());
      isSound = !lease.link().isClosed();
      return result;
    } catch (ToolFailure e) {
      isSound = !lease.link().isClosed();
      throw e;
    } finally {
      if (leave() || !isSound) {
        lease.drop();
      } else {
        lease.giveBack();
      }
    }
  }

  private synchronized void enter(L link) throws InterruptedException {
    if (stopped) {
      throw new InterruptedException();
    }
    busy = link;
  }

  /// Whether it was stopped: a request to cancel may still be on its way to the connection.
  private synchronized boolean leave() {
    busy = null;
    return stopped;
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized @Nullable L stopping() {
    stopped = true;
    if (busy == null) {
      thread.interrupt(); // It waits for a connection, or opens one.
    }
    return busy;
  }

  /// Returns when the work has ended, or when nothing helps: its thread is left behind then.
  private void stop() {
    long start = System.nanoTime();
    for (long millis = 0; !task.isDone() && millis < 2 * PATIENCE_MILLIS; ) {
      var link = stopping();
      if (link != null) {
        cancel(link, millis > PATIENCE_MILLIS);
      }
      joinFor(Duration.ofMillis(CANCEL_MILLIS));
      millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
    task.cancel(true);
  }

  private void joinFor(Duration duration) {
    try {
      thread.join(duration);
    } catch (InterruptedException e) {
      // Whoever stops it is told already; the work is ended all the same.
    }
  }

  private static void cancel(Link link, boolean isGivenUp) {
    try {
      if (isGivenUp) {
        link.abort();
      } else {
        link.cancel();
      }
    } catch (SQLException e) {
      // The connection is broken: its work ends by itself.
    }
  }
}
