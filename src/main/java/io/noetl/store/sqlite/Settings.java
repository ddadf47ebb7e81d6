package io.noetl.store.sqlite;

import java.time.InstantSource;

/// How a [SqliteStore] works. `pagesMax` bounds the file (pages of 4 KiB; 0 for no bound).
public record Settings(Durability durability, long pagesMax, InstantSource clock) {

  /// What is acknowledged survives a crash of the process in any case.
  public enum Durability {
    /// It survives the machine's power cut too.
    FULL,
    /// A power cut may take the last moments; the file stays whole.
    NORMAL
  }

  public static final Settings DEFAULT = new Settings(Durability.FULL, 0, InstantSource.system());
}
