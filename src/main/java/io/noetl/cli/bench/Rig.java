package io.noetl.cli.bench;

import io.noetl.engine.Engine;
import io.noetl.engine.Playbooks;
import io.noetl.store.Store;

/// An engine on a store, and the workers that do its steps.
public interface Rig extends AutoCloseable {
  Engine engine();

  Playbooks playbooks();

  @Override
  void close();

  /// Puts one together.
  interface Maker {
    Rig on(Store store) throws InterruptedException;
  }
}
