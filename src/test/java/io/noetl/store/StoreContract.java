package io.noetl.store;

/// All that every store must do.
public interface StoreContract
    extends EventLogContract,
        ExecutionIndexContract,
        JobQueueContract,
        ClaimContract,
        TimersContract,
        CatalogContract,
        EnginesContract,
        CredentialsContract,
        TokensContract,
        RuntimesContract,
        RequestKeysContract,
        RetentionContract {
  @Override
  Store store();
}
