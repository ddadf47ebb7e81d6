package io.noetl.cli;

import io.noetl.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A store that is opened on a thread of its own while the playbook is read: a good part of a short
/// run. A directory that is not there yet is made only when the store is asked for.
final class Opening implements AutoCloseable {
  private final Path directory;
  private final FutureTask<Store> task;
  private boolean isBegun;

  Opening(Path directory) {
    this.directory = directory;
    task = new FutureTask<>(() -> Wiring.store(directory));
  }

  void begin() {
    isBegun = Files.isDirectory(directory);
    if (isBegun) {
      Thread.ofPlatform().daemon().name("store-opening").start(task);
    }
  }

  Store store() throws InterruptedException {
    if (!isBegun) {
      isBegun = true;
      task.run();
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  /// The store, for who runs only after it was opened.
  Store opened() {
    return task.resultNow();
  }

  /// Closes the store if it was opened, or is being opened.
  @Override
  public void close() {
    if (!isBegun) {
      return;
    }
    try {
      task.get().close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException _) {
      // Whoever asked for the store has been told.
    }
  }
}
