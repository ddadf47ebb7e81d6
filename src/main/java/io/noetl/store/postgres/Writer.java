package io.noetl.store.postgres;

import io.noetl.store.Append;
import io.noetl.store.Encoded;
import io.noetl.store.StoreUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Puts together what callers append at the same time: a few threads take what waits, write it as
/// one batch and answer each caller. So one flush of the disk and one way to the database serve
/// many.
///
/// Every caller waits for its answer; what waits is therefore bounded by the number of callers.
final class Writer implements AutoCloseable {
  /// Bounds a batch: some megabytes at most.
  private static final int GROUP_EVENTS_MAX = 4_000;

  private final Consumer<List<Item>> appends;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final ArrayDeque<Request> waiting = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private boolean closing;

  Writer(Consumer<List<Item>> appends, int writers) {
    this.appends = appends;
    for (int i = 0; i < writers; i++) {
      threads.add(Thread.ofVirtual().name("store-writer-" + i).start(this::serve));
    }
  }

  private record Request(List<Item> items, CompletableFuture<List<Append.Answer>> answers) {
    int events() {
      return items.stream().mapToInt(item -> 1 + item.append().events().size()).sum();
    }

    void finish() {
      try {
        answers.complete(items.stream().map(Item::result).toList());
      } catch (RuntimeException e) {
        answers.completeExceptionally(e);
      }
    }
  }

  /// Returns when the appends are durable or refused.
  List<Append.Answer> write(List<Encoded> appended) {
    var request = new Request(appended.stream().map(Item::new).toList(), new CompletableFuture<>());
    lock.lock();
    try {
      if (closing) {
        throw new StoreUnavailable("the store is closed");
      }
      waiting.add(request);
      something.signal();
    } finally {
      lock.unlock();
    }
    try {
      return request.answers().join();
    } catch (CompletionException e) {
      throw again(e);
    }
  }

  private static RuntimeException again(CompletionException wrapped) {
    var cause = wrapped.getCause() == null ? wrapped : wrapped.getCause();
    return cause instanceof StoreUnavailable trouble
        ? new StoreUnavailable(String.valueOf(trouble.getMessage()), trouble)
        : new IllegalStateException(String.valueOf(cause.getMessage()), cause);
  }

  private void serve() {
    for (var group = next(); !group.isEmpty(); group = next()) {
      List<Item> items = new ArrayList<>();
      group.forEach(request -> items.addAll(request.items()));
      try {
        appends.accept(items);
      } catch (RuntimeException e) {
        items.stream().filter(Item::isOpen).forEach(item -> item.fail(e));
      }
      group.forEach(Request::finish);
    }
  }

  /// Waits for work; none means that it is time to stop.
  private List<Request> next() {
    List<Request> group = new ArrayList<>();
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        something.awaitUninterruptibly();
      }
      for (int events = 0; events < GROUP_EVENTS_MAX && !waiting.isEmpty(); ) {
        var request = waiting.remove();
        group.add(request);
        events += request.events();
      }
    } finally {
      lock.unlock();
    }
    return group;
  }

  /// Does what is waiting, then stops.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      something.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    for (var thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
