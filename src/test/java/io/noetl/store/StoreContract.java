package io.noetl.store;

/// All that every store must do.
public interface StoreContract
    extends EventLogContract,
        ExecutionIndexContract,
        JobQueueContract,
        TimersContract,
        CatalogContract,
        EnginesContract {
  @Override
  Store store();
}
