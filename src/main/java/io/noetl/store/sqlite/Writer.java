package io.noetl.store.sqlite;

import io.noetl.store.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The only one that writes: a thread that takes what all callers have waiting, does it in one
/// transaction and answers each after the commit. So one flush of the disk serves many, and no
/// virtual thread is held up in native code.
///
/// Every caller waits for its answer; what waits is therefore bounded by the number of callers.
final class Writer implements AutoCloseable {
  /// Bounds a transaction: some megabytes at most.
  private static final int GROUP_EVENTS_MAX = 8_000;

  /// How long another process may hold the write lock. Its transactions take milliseconds.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long PAUSE_MIN_NANOS = 50_000;
  private static final long PAUSE_MAX_NANOS = 1_000_000;

  private final Session session;
  private final Path file;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final ArrayDeque<Request<?>> waiting = new ArrayDeque<>();
  private boolean closing;

  /// Takes the session over.
  Writer(Session session, Path file) {
    this.session = session;
    this.file = file;
    thread = Thread.ofPlatform().name("store-writer").daemon().start(this::serve);
  }

  <T> T write(Work<T> work) {
    return write(1, work);
  }

  /// Does `work` in a transaction and returns when it is durable. `events` is about how many rows
  /// it writes.
  <T> T write(int events, Work<T> work) {
    var request = new Request<T>(events, work);
    lock.lock();
    try {
      if (closing) {
        throw closed();
      }
      waiting.add(request);
      something.signal();
    } finally {
      lock.unlock();
    }
    return request.await();
  }

  /// How many wait for the transaction after the present one.
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// Does what is waiting, then stops.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      something.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    try {
      for (var group = next(); !group.isEmpty(); group = next()) {
        together(group);
      }
    } finally {
      end();
    }
  }

  private void end() {
    lock.lock();
    try {
      closing = true;
      waiting.forEach(request -> request.fail(closed()));
    } finally {
      lock.unlock();
    }
    try {
      session.close();
    } catch (SQLException _) {
      // Everything that was acknowledged is on the disk already.
    }
  }

  private StoreUnavailable closed() {
    return new StoreUnavailable("the store on %s is closed".formatted(file));
  }

  /// Waits for work; none means that it is time to stop.
  private List<Request<?>> next() {
    List<Request<?>> group = new ArrayList<>();
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        something.awaitUninterruptibly();
      }
      for (int events = 0; events < GROUP_EVENTS_MAX && !waiting.isEmpty(); ) {
        var request = waiting.remove();
        group.add(request);
        events += request.events;
      }
    } finally {
      lock.unlock();
    }
    return group;
  }

  private void together(List<Request<?>> group) {
    try {
      begin();
      for (var request : group) {
        request.run(session);
      }
      session.commit();
      group.forEach(Request::acknowledge);
    } catch (SQLException e) {
      session.rollback();
      if (Trouble.isSurroundings(e)) {
        var trouble = Trouble.of(e, file);
        group.forEach(request -> request.fail(trouble));
      } else {
        apart(group, e);
      }
    } catch (RuntimeException | Error e) {
      session.rollback();
      apart(group, e);
    }
  }

  /// One piece of work is faulty, nobody knows which: each has its own transaction, so that only
  /// that one fails.
  private void apart(List<Request<?>> group, Throwable fault) {
    if (group.size() == 1) {
      group.getFirst().fail(fault);
    } else {
      group.forEach(request -> together(List.of(request)));
    }
  }

  /// Another process may be writing. SQLite's own waiting grows to a tenth of a second at a time
  /// and so would lose against a process that writes without pause.
  private void begin() throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (long pause = PAUSE_MIN_NANOS; ; pause = Math.min(2 * pause, PAUSE_MAX_NANOS)) {
      try {
        session.begin();
        return;
      } catch (SQLException e) {
        if (!Trouble.isBusy(e) || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(pause);
      }
    }
  }

  /// A caller's work and where its answer goes.
  private static final class Request<T> {
    private final int events;
    private final Work<T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Runnable acknowledgement = () -> {}; // Until there is a result.

    Request(int events, Work<T> work) {
      this.events = events;
      this.work = work;
    }

    void run(Session session) throws SQLException {
      var result = work.with(session);
      acknowledgement = () -> answer.complete(result);
    }

    void acknowledge() {
      acknowledgement.run();
    }

    void fail(Throwable cause) {
      answer.completeExceptionally(cause);
    }

    T await() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        throw Failed.again(e);
      }
    }
  }
}
