package io.noetl.bench;

import io.noetl.store.Store;
import io.noetl.store.memory.MemoryStore;
import io.noetl.store.postgres.PostgresStore;
import io.noetl.store.postgres.Settings;
import io.noetl.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A store for a moment, and the directory that goes with it.
record OpenStore(Store store, Path directory) {
  private static final String VARIABLE = "NOETL_BENCH_DB";

  /// Opens a store by its name: `memory`, `sqlite` (FULL, in a new directory among the temporary
  /// ones) or `postgres` (at `url`, else where the environment says; what is written stays there).
  static OpenStore of(String name, String url) throws IOException {
    var directory = Files.createTempDirectory("noetl-bench");
    var store =
        switch (name) {
          case "memory" -> new MemoryStore();
          case "sqlite" -> SqliteStore.open(directory);
          case "postgres" -> PostgresStore.open(Settings.of(place(url), "", ""));
          default -> throw new IllegalArgumentException("memory, sqlite or postgres, not " + name);
        };
    return new OpenStore(store, directory);
  }

  private static String place(String url) {
    var place = url.isEmpty() ? System.getenv().getOrDefault(VARIABLE, "") : url;
    if (!place.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          ("expected jdbc:postgresql://HOST/NAME?user=..&password=.. in -p db=... or %s,"
                  + " found '%s'")
              .formatted(VARIABLE, Settings.of(place, "", "").place()));
    }
    return place;
  }

  void close() throws IOException {
    store.close();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
