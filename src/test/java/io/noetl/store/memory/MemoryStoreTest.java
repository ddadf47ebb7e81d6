package io.noetl.store.memory;

import io.noetl.store.Store;
import io.noetl.store.StoreContract;

final class MemoryStoreTest implements StoreContract {
  private final MemoryStore store = new MemoryStore();

  @Override
  public Store store() {
    return store;
  }
}
