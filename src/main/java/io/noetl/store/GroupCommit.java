package io.noetl.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Puts together what callers want to be written at the same time: whoever finds nobody at work
/// writes all that waits, and what comes meanwhile is the next group. So one flush of the disk and
/// one way to the database serve many, and a single caller hands his work to no other thread.
///
/// What is left when a caller has been served is seen to by threads of its own.
///
/// Every caller waits for its answer; what waits is therefore bounded by the number of callers.
public final class GroupCommit<R extends GroupCommit.Request> implements AutoCloseable {
  private final Consumer<List<R>> work;
  private final int writersMax;
  private final int rowsMax;
  private final Callers callers;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final ArrayDeque<R> waiting = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private int writing;
  private boolean closing;

  /// Which callers may write.
  public enum Callers {
    ALL,
    /// Not virtual threads: what they do over a socket ends when they are interrupted, and with it
    /// what others wait for.
    PLATFORM_THREADS
  }

  /// Something to be written.
  public interface Request {
    /// About how many rows it has.
    int rows();

    /// Whether it has its answer.
    boolean isDone();

    /// It has no answer, and will get none.
    void fail(Throwable cause);
  }

  /// `work` writes a group of about `rowsMax` rows at most and answers all of it; `writersMax`
  /// threads do so at once. `name` is that of the threads.
  public GroupCommit(
      String name, Callers callers, int writersMax, int rowsMax, Consumer<List<R>> work) {
    this.callers = callers;
    this.work = work;
    this.writersMax = writersMax;
    this.rowsMax = rowsMax;
    for (int i = 0; i < writersMax; i++) {
      threads.add(Thread.ofPlatform().name(name + "-" + i).daemon().start(this::serve));
    }
  }

  /// Takes a request; it may have its answer on return, or get it later. False if this is closed.
  public boolean submit(R request) {
    List<R> group;
    lock.lock();
    try {
      if (closing) {
        return false;
      }
      waiting.add(request);
      if (writing >= writersMax || !mayWrite()) {
        something.signal();
        return true;
      }
      group = next();
    } finally {
      lock.unlock();
    }
    lead(request, group);
    return true;
  }

  private boolean mayWrite() {
    return callers == Callers.ALL || !Thread.currentThread().isVirtual();
  }

  /// Writes until the caller's own request is done. An interrupt is kept for later: it would break
  /// off what others wait for as well.
  private void lead(R own, List<R> first) {
    boolean isInterrupted = Thread.interrupted();
    for (var group = first; !group.isEmpty(); group = goOn(own)) {
      write(group);
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// The next group; none once the caller's own request is done.
  private List<R> goOn(R own) {
    lock.lock();
    try {
      writing--;
      if (!own.isDone()) {
        return next();
      }
      passOn();
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  private void write(List<R> group) {
    try {
      work.accept(group);
    } catch (RuntimeException | Error e) {
      group.stream().filter(request -> !request.isDone()).forEach(request -> request.fail(e));
    }
  }

  /// Somebody else goes on, if there is anything to do.
  private void passOn() {
    if (closing || !waiting.isEmpty()) {
      something.signalAll();
    }
  }

  private void serve() {
    for (var group = await(); !group.isEmpty(); group = await()) {
      write(group);
      lock.lock();
      try {
        writing--;
        passOn();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Waits for something to write; none means that it is time to stop.
  private List<R> await() {
    lock.lock();
    try {
      while ((waiting.isEmpty() && !closing) || (!waiting.isEmpty() && writing >= writersMax)) {
        something.awaitUninterruptibly();
      }
      return waiting.isEmpty() ? List.of() : next();
    } finally {
      lock.unlock();
    }
  }

  /// Takes what waits, at least one; there is one.
  private List<R> next() {
    writing++;
    List<R> group = new ArrayList<>();
    for (int rows = 0; rows < rowsMax && !waiting.isEmpty(); ) {
      var request = waiting.remove();
      group.add(request);
      rows += request.rows();
    }
    return group;
  }

  /// How many wait for the group after the present one.
  public int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// Writes what is waiting, then stops.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      something.signalAll();
      while (writing > 0 || !waiting.isEmpty()) {
        something.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }
}
