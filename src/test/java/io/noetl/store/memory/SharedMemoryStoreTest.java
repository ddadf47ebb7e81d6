package io.noetl.store.memory;

import io.noetl.store.Store;
import io.noetl.store.StoreContract;
import java.time.InstantSource;

final class SharedMemoryStoreTest implements StoreContract {
  private final MemoryStore store = MemoryStore.shared(InstantSource.system());

  @Override
  public Store store() {
    return store;
  }
}
