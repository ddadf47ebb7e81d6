package io.noetl.tool.duckdb;

import io.noetl.tool.FileRoot;
import java.nio.file.Path;
import java.time.Duration;

/// What databases are opened with: `files` is where steps may read and write, `directory` where the
/// files of executions lie, `keep` how long an untouched one is kept, `patience` how long a
/// database that another process has open is waited for, `rest` how long one that nobody uses stays
/// open.
public record Surroundings(
    FileRoot files, Path directory, Duration keep, Duration patience, Duration rest) {
  /// Longer than any execution should rest between two steps that share tables.
  public static final Duration KEEP_DEFAULT = Duration.ofDays(7);

  /// Another worker's process may just be resting with the file.
  private static final Duration PATIENCE_DEFAULT = Duration.ofSeconds(10);

  /// The next save or step often follows at once.
  private static final Duration REST_DEFAULT = Duration.ofMillis(1500);

  private static final String NAME = "duckdb";

  public Surroundings {
    directory = directory.toAbsolutePath().normalize();
  }

  /// In the data directory `data`.
  public static Surroundings of(FileRoot files, Path data, Duration keep) {
    return new Surroundings(files, data.resolve(NAME), keep, PATIENCE_DEFAULT, REST_DEFAULT);
  }

  /// What belongs to no execution and to one open database only.
  Path scratch() {
    return directory.resolve("tmp");
  }
}
