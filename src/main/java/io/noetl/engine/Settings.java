package io.noetl.engine;

import io.noetl.value.Fields;
import java.time.Duration;

/// What an engine is set to. `env` is the part of the environment that workloads may see;
/// `inlineMax` the size in bytes from which a result stands beside its event; `lease` how long a
/// worker holds a job between two heartbeats; `patience` how long a caller waits for a full disk or
/// a lost database before it is told.
public record Settings(Fields env, int inlineMax, Duration lease, Duration patience) {
  /// A result beyond this is refused: it would not fit into memory many times over.
  public static final int RESULT_MAX = 32 << 20;

  /// How often a job may be lost with its worker before its step fails.
  public static final int DELIVERIES_MAX = 5;

  public static final Settings DEFAULT =
      new Settings(Fields.EMPTY, 64 << 10, Duration.ofSeconds(30), Duration.ofSeconds(10));

  public Settings withEnv(Fields newEnv) {
    return new Settings(newEnv, inlineMax, lease, patience);
  }
}
