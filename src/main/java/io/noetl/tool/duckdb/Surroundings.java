package io.noetl.tool.duckdb;

import io.noetl.tool.FileRoot;
import java.nio.file.Path;
import java.time.Duration;

/// What databases are opened with: `files` is where steps may read and write, `directory` where the
/// files of executions lie, `keep` how long an untouched one is kept.
public record Surroundings(FileRoot files, Path directory, Duration keep) {
  /// Longer than any execution should rest between two steps that share tables.
  public static final Duration KEEP_DEFAULT = Duration.ofDays(7);

  private static final String NAME = "duckdb";

  public Surroundings {
    directory = directory.toAbsolutePath().normalize();
  }

  /// In the data directory `data`.
  public static Surroundings of(FileRoot files, Path data, Duration keep) {
    return new Surroundings(files, data.resolve(NAME), keep);
  }

  /// What belongs to no execution and to one open database only.
  Path scratch() {
    return directory.resolve("tmp");
  }
}
