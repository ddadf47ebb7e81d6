package io.noetl.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noetl.store.Appends;
import io.noetl.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Copies of a store that is in use.
final class BackupTest {
  @TempDir Path directory;

  @Test
  void aCopyOfALiveStoreHoldsWholeAppendsAndAllThatWereAcknowledgedBefore() throws Exception {
    var copies = Files.createDirectories(directory.resolve("copy"));
    var written = new AtomicLong();
    var stop = new AtomicBoolean();
    long before;
    try (var store = SqliteStore.open(directory.resolve("data"))) {
      var writing =
          CompletableFuture.runAsync(
              () -> {
                while (!stop.get()) {
                  Appends.start(written.get() + 1).events(4).queued("a").to(store);
                  written.incrementAndGet();
                }
              });
      while (written.get() < 20) {
        Thread.onSpinWait();
      }

      before = written.get();
      store.backup(copies.resolve("noetl.db"));

      stop.set(true);
      writing.get();
    }

    try (var copy = SqliteStore.open(copies)) {
      var rows = copy.executions().list(Long.MAX_VALUE, Integer.MAX_VALUE);
      assertThat(rows).hasSizeBetween((int) before, (int) written.get());
      for (var row : rows) {
        assertThat(copy.read(row.execution(), 0, 10)).hasSize(5);
        assertThat(copy.jobs(row.execution())).hasSize(1);
      }
    }
  }

  @Test
  void aCopyIsItsOwnersAloneAndNothingElseIsLeft() throws IOException {
    var copies = Files.createDirectories(directory.resolve("copy"));
    try (var store = SqliteStore.open(directory.resolve("data"))) {
      store.backup(copies.resolve("it's a copy"));
    }

    try (var files = Files.list(copies)) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    var there = Files.writeString(directory.resolve("there"), "mine");

    try (var store = SqliteStore.open(directory.resolve("data"))) {
      assertThatThrownBy(() -> store.backup(there))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is there already");
    }

    assertThat(there).hasContent("mine");
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() {
    try (var store = SqliteStore.open(directory.resolve("data"))) {
      assertThatThrownBy(() -> store.backup(directory.resolve("nowhere/copy")))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("nowhere/copy");
    }
  }
}
