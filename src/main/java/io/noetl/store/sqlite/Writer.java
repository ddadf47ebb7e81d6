package io.noetl.store.sqlite;

import io.noetl.store.GroupCommit;
import io.noetl.store.StoreUnavailable;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/// The only way to write: what callers ask for at the same time is done in one transaction, and
/// each is answered after the commit.
final class Writer implements AutoCloseable {
  /// Bounds a transaction: some megabytes at most.
  private static final int GROUP_EVENTS_MAX = 8_000;

  /// How long another process may hold the write lock. Its transactions take milliseconds.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long PAUSE_MIN_NANOS = 50_000;
  private static final long PAUSE_MAX_NANOS = 1_000_000;

  private final Session session;
  private final Path file;
  private final GroupCommit<Request<?>> groups;

  /// Takes the session over.
  Writer(Session session, Path file) {
    this.session = session;
    this.file = file;
    groups =
        new GroupCommit<>(
            "store-writer", GroupCommit.Callers.ALL, 1, GROUP_EVENTS_MAX, this::together);
  }

  <T> T write(Work<T> work) {
    return write(1, work);
  }

  /// Does `work` in a transaction and returns when it is durable. `rows` is about how many it
  /// writes.
  <T> T write(int rows, Work<T> work) {
    var request = new Request<T>(rows, work);
    if (!groups.submit(request)) {
      throw new StoreUnavailable("the store on %s is closed".formatted(file));
    }
    return request.await();
  }

  /// How many wait for the transaction after the present one.
  int waiting() {
    return groups.waiting();
  }

  /// Does what is waiting, then stops.
  @Override
  public void close() {
    groups.close();
    try {
      session.close();
    } catch (SQLException _) {
      // Everything that was acknowledged is on the disk already.
    }
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
  private static final class Request<T> implements GroupCommit.Request {
    private final int rows;
    private final Work<T> work;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private Runnable acknowledgement = () -> {}; // Until there is a result.

    Request(int rows, Work<T> work) {
      this.rows = rows;
      this.work = work;
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public boolean isDone() {
      return answer.isDone();
    }

    void run(Session session) throws SQLException {
      var result = work.with(session);
      acknowledgement = () -> answer.complete(result);
    }

    void acknowledge() {
      acknowledgement.run();
    }

    @Override
    public void fail(Throwable cause) {
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
