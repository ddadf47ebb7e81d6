package io.noetl.store.postgres;

import io.noetl.store.Append;
import io.noetl.store.Encoded;
import io.noetl.store.GroupCommit;
import io.noetl.store.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// Writes what callers append at the same time as one batch: one way to the database and back.
final class Writer implements AutoCloseable {
  /// Bounds a batch: some megabytes at most.
  private static final int GROUP_EVENTS_MAX = 4_000;

  private final Consumer<List<Item>> appends;
  private final GroupCommit<Request> groups;

  Writer(Consumer<List<Item>> appends, int writers) {
    this.appends = appends;
    groups =
        new GroupCommit<>(
            "store-writer",
            GroupCommit.Callers.PLATFORM_THREADS,
            writers,
            GROUP_EVENTS_MAX,
            this::together);
  }

  private record Request(List<Item> items, CompletableFuture<List<Append.Answer>> answers)
      implements GroupCommit.Request {
    @Override
    public int rows() {
      int rows = 0;
      for (var item : items) {
        rows += 1 + item.append().events().size();
      }
      return rows;
    }

    @Override
    public boolean isDone() {
      return answers.isDone();
    }

    @Override
    public void fail(Throwable cause) {
      answers.completeExceptionally(cause);
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
    if (!groups.submit(request)) {
      throw new StoreUnavailable("the store is closed");
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

  private void together(List<Request> group) {
    List<Item> items = new ArrayList<>();
    group.forEach(request -> items.addAll(request.items()));
    try {
      appends.accept(items);
    } catch (RuntimeException e) {
      items.stream().filter(Item::isOpen).forEach(item -> item.fail(e));
    }
    group.forEach(Request::finish);
  }

  /// Does what is waiting, then stops.
  @Override
  public void close() {
    groups.close();
  }
}
