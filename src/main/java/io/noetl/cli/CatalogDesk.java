package io.noetl.cli;

import io.noetl.playbook.PlaybookRef;
import io.noetl.playbook.Problem;
import io.noetl.store.Store.CatalogEntry;
import java.util.List;
import java.util.Optional;

/// The registered playbooks of a data directory, or of a server.
interface CatalogDesk extends AutoCloseable {
  /// What came of registering a text.
  sealed interface Shelved {}

  /// It stands there; the warnings say what is odd about it.
  record Registered(PlaybookRef ref, List<Problem> warnings) implements Shelved {
    public Registered {
      warnings = List.copyOf(warnings);
    }
  }

  /// It is no valid playbook.
  record Refused(List<Problem> problems) implements Shelved {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  Shelved register(PlaybookText file) throws InterruptedException;

  /// All versions of all paths (or of one, if `path` is not empty), newest first. Their texts may
  /// be left out.
  List<CatalogEntry> list(String path) throws InterruptedException;

  /// Version 0 means the latest.
  Optional<CatalogEntry> find(String path, int version) throws InterruptedException;

  @Override
  void close();
}
